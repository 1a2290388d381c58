// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/floor.h"

#include <algorithm>
#include <ranges>
#include <set>

namespace fuse_dirents {
namespace {

// Stands for the reason that somebody has yet to write.
constexpr std::string_view kNoReason = "?";
constexpr std::string_view kUpdate =
    "bazel run //corpus:coverage -- --update-floor";

std::string_view FirstWord(std::string_view* line) {
  const size_t end = std::min(line->find(' '), line->size());
  const std::string_view word = line->substr(0, end);
  line->remove_prefix(std::min(end + 1, line->size()));
  return word;
}

std::optional<MissKind> KindNamed(std::string_view name) {
  for (const MissKind kind : kAllMissKinds) {
    if (name == MissKindName(kind)) return kind;
  }
  return std::nullopt;
}

class FloorParser {
 public:
  // Returns what is wrong with the line, or nothing.
  std::string Read(std::string_view line) {
    if (line.empty() || line.starts_with('#')) {
      if (!begun_) floor_.head += std::string(line) + "\n";
      return "";
    }
    begun_ = true;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view word = FirstWord(&line);
    if (word == "exclude" || word == "missed") {
      const std::string problem = End();
      if (!problem.empty()) return problem;
      excludes_ = word == "exclude";
      file_ = FirstWord(&line);
      function_ = line;
      if (excludes_ ? file_.empty() : function_.empty()) {
        return "expected a file and a function";
      }
      return "";
    }
    if (word == "because") return Because(line);
    const std::optional<MissKind> kind = KindNamed(word);
    if (!kind || excludes_ || file_.empty()) {
      return "unknown word '" + std::string(word) + "'";
    }
    return Miss(*kind, line);
  }

  // What is wrong with the end of an entry, or nothing.
  std::string End() const {
    const bool open = excludes_ ? !file_.empty() : !open_.empty();
    return open ? "expected a reason for the entry in front of it" : "";
  }

  Floor Take() { return std::move(floor_); }

 private:
  std::string Because(std::string_view reason) {
    if (reason.empty()) return "expected a reason";
    if (excludes_) {
      floor_.excluded[{file_, function_}] = reason;
      file_.clear();
      return "";
    }
    if (open_.empty()) return "a reason for nothing";
    for (const MissKey& key : open_) floor_.missed[key] = reason;
    open_.clear();
    return "";
  }

  std::string Miss(MissKind kind, std::string_view text) {
    if (kind != MissKind::kFunction) {
      // `text`, or `text` #2
      const size_t end = text.rfind('`');
      if (!text.starts_with('`') || end == 0) return "expected `text`";
      text_ = std::string(text.substr(1, end - 1)) +
              std::string(text.substr(end + 1));
    } else {
      text_.clear();
    }
    const MissKey key = {file_, function_, kind, text_};
    if (!floor_.missed.try_emplace(key).second) return "stands there twice";
    floor_.order.push_back(key);
    open_.push_back(key);
    return "";
  }

  Floor floor_;
  bool begun_ = false;
  bool excludes_ = false;
  std::string file_, function_, text_;
  std::vector<MissKey> open_;
};

std::string Quoted(const std::string& text) {
  const size_t number = text.rfind(" #");
  if (number == std::string::npos ||
      text.find_first_not_of("0123456789", number + 2) != std::string::npos) {
    return "`" + text + "`";
  }
  return "`" + text.substr(0, number) + "`" + text.substr(number);
}

std::string Sentence(MissKind kind, const std::string& text) {
  switch (kind) {
    case MissKind::kFunction:
      return "is never called";
    case MissKind::kRegion:
      return "never comes to " + Quoted(text);
    case MissKind::kTrue:
      return "never finds " + Quoted(text) + " true";
    case MissKind::kFalse:
      return "never finds " + Quoted(text) + " false";
    case MissKind::kAlone:
      return "never lets " + Quoted(text) + " alone decide";
  }
  return "";
}

bool IsSourceFile(std::string_view file) { return file.ends_with(".cc"); }

}  // namespace

MissKey KeyOf(const std::string& file, const Miss& miss) {
  return {file, miss.function, miss.kind, miss.text};
}

bool Floor::Counts(std::string_view file, std::string_view function) const {
  const std::string name(file);
  return !excluded.contains({name, ""}) &&
         !excluded.contains({name, std::string(function)});
}

std::optional<Floor> ParseFloor(std::string_view text, std::string* problem) {
  FloorParser parser;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    ++number;
    *problem = parser.Read(text.substr(0, end));
    if (!problem->empty()) break;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (problem->empty()) *problem = parser.End();
  if (problem->empty()) return parser.Take();
  *problem = "line " + std::to_string(number) + ": " + *problem;
  return std::nullopt;
}

std::string FloorText(const Floor& floor) {
  std::string text = floor.head;
  for (const auto& [what, reason] : floor.excluded) {
    text += "exclude " + what.first;
    if (!what.second.empty()) text += " " + what.second;
    text += "\n  because " + reason + "\n";
  }
  const MissKey* before = nullptr;
  for (const MissKey& key : floor.order) {
    const auto& [file, function, kind, miss] = key;
    const bool same_function = before != nullptr &&
                               std::get<0>(*before) == file &&
                               std::get<1>(*before) == function;
    const bool same_reason =
        before != nullptr && floor.missed.at(*before) == floor.missed.at(key);
    if (before != nullptr && (!same_function || !same_reason)) {
      text += "  because " + floor.missed.at(*before) + "\n";
    }
    if (!same_function) text += "missed " + file + " " + function + "\n";
    text += "  " + std::string(MissKindName(kind));
    if (kind != MissKind::kFunction) text += " " + Quoted(miss);
    text += "\n";
    before = &key;
  }
  if (before != nullptr) {
    text += "  because " + floor.missed.at(*before) + "\n";
  }
  return text;
}

std::vector<std::string> FindChanges(const std::vector<FileCoverage>& files,
                                     const Sources& sources,
                                     const Floor& floor) {
  std::vector<std::string> problems;
  std::set<MissKey> missed;
  for (const FileCoverage& file : files) {
    for (const Miss& miss : file.misses) {
      const MissKey key = KeyOf(file.file, miss);
      missed.insert(key);
      const auto accepted = floor.missed.find(key);
      const std::string place = file.file + ":" + std::to_string(miss.line) +
                                ":" + std::to_string(miss.column) + ": " +
                                miss.function + " ";
      if (accepted == floor.missed.end()) {
        problems.push_back(place + Sentence(miss.kind, miss.text));
      } else if (accepted->second == kNoReason) {
        problems.push_back(place + Sentence(miss.kind, miss.text) +
                           ", and the floor gives no reason");
      }
    }
  }
  // What lies in code that was lost is no news.
  const bool lost = !problems.empty();
  for (const MissKey& key : floor.order) {
    if (lost || missed.contains(key)) continue;
    const auto& [file, function, kind, text] = key;
    problems.push_back(file + ": it is no longer so that " + function + " " +
                       Sentence(kind, text) + ": " + std::string(kUpdate));
  }
  for (const auto& [file, lines] : sources) {
    if (!IsSourceFile(file) || floor.excluded.contains({file, ""}) ||
        std::ranges::find(files, file, &FileCoverage::file) != files.end()) {
      continue;
    }
    problems.push_back(file + ": no program that replays the corpus holds it");
  }
  for (const auto& [what, reason] : floor.excluded) {
    if (sources.contains(what.first)) continue;
    problems.push_back(what.first + ": the floor excludes it; there is none");
  }
  return problems;
}

Floor Updated(const std::vector<FileCoverage>& files, const Floor& floor) {
  Floor updated = {floor.head, floor.excluded, {}, {}};
  for (const FileCoverage& file : files) {
    // Functions in the order of the file, each in one piece.
    std::vector<std::string> functions;
    for (const Miss& miss : file.misses) {
      if (std::ranges::find(functions, miss.function) == functions.end()) {
        functions.push_back(miss.function);
      }
    }
    for (const std::string& function : functions) {
      for (const Miss& miss : file.misses) {
        if (miss.function != function) continue;
        const MissKey key = KeyOf(file.file, miss);
        const auto known = floor.missed.find(key);
        updated.missed[key] = known != floor.missed.end()
                                  ? known->second
                                  : std::string(kNoReason);
        updated.order.push_back(key);
      }
    }
  }
  return updated;
}

}  // namespace fuse_dirents
