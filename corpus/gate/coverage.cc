// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/coverage.h"

#include <algorithm>
#include <compare>
#include <set>
#include <tuple>
#include <utility>

#include "nlohmann/json.hpp"

namespace fuse_dirents {
namespace {

using Json = nlohmann::json;

// Of llvm-cov 19.
constexpr std::string_view kVersion = "2.0.1";
// What the binaries call the workspace.
constexpr std::string_view kWorkspace = "/proc/self/cwd/";
// The expansion ends where the argument begins.
constexpr std::string_view kNeverReached[] = {"FUSE_DIRENTS_CHECK(false",
                                              "(false"};
// In front of a branch that no input decides: what the compiler made, and the
// default that a switch over all values of an enum has not.
constexpr std::string_view kNoBranchAfter[] = {"= defaul", "switch ("};
constexpr size_t kMaxText = 60;

// As llvm-cov numbers them.
constexpr int kCode = 0;
constexpr int kGap = 3;
constexpr int kMcdcBranch = 6;

struct Place {
  uint32_t line = 0;
  uint32_t column = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Span {
  Place begin;
  Place end;

  friend auto operator<=>(const Span&, const Span&) = default;
  bool Holds(const Span& other) const {
    return begin <= other.begin && other.end <= end;
  }
};

struct Branch {
  uint64_t on_true = 0;
  uint64_t on_false = 0;
  bool mcdc = false;
};

// One body in a source, all instantiations together.
struct Function {
  std::string name;
  uint64_t calls = 0;
  std::map<Span, uint64_t> regions;
  std::set<Span> gaps;
  std::map<Span, Branch> branches;
  std::map<Span, std::vector<bool>> decisions;
};

// By body.
using Functions = std::map<Span, Function>;

Span SpanOf(const Json& numbers) {
  return {{numbers[0], numbers[1]}, {numbers[2], numbers[3]}};
}

std::string PathInWorkspace(const std::string& path) {
  return path.starts_with(kWorkspace) ? path.substr(kWorkspace.size()) : path;
}

// From the first to the last region of a function in its own file.
Span WholeOf(const Json& regions) {
  Span whole = SpanOf(regions[0]);
  for (const Json& region : regions) {
    if (region[5] == 0) whole.end = std::max(whole.end, SpanOf(region).end);
  }
  return whole;
}

// Adds one instantiation.
void Add(const Json& json, Function* function) {
  std::set<Span> ours, of_macros;
  for (const Json& region : json["regions"]) {
    const Span span = SpanOf(region);
    // A number of the file: others are macros'.
    if (region[5] != 0) {
      of_macros.insert(span);
      continue;
    }
    ours.insert(span);
    if (region[7] == kCode) {
      function->regions[span] += region[4].get<uint64_t>();
    }
    if (region[7] == kGap) function->gaps.insert(span);
  }
  for (const Json& json_branch : json["branches"]) {
    if (json_branch[6] != 0) continue;
    Branch& branch = function->branches[SpanOf(json_branch)];
    branch.on_true += json_branch[4].get<uint64_t>();
    branch.on_false += json_branch[5].get<uint64_t>();
    branch.mcdc = json_branch[8] == kMcdcBranch;
  }
  for (const Json& record : json["mcdc_records"]) {
    // Does not tell its file.
    const Span span = SpanOf(record);
    if (of_macros.contains(span) && !ours.contains(span)) continue;
    const auto alone = record[6].get<std::vector<bool>>();
    std::vector<bool>& seen = function->decisions[span];
    seen.resize(std::max(seen.size(), alone.size()));
    for (size_t i = 0; i < alone.size(); ++i) seen[i] = seen[i] || alone[i];
  }
}

std::string TextOf(const Span& span, const std::vector<std::string>& lines) {
  std::string text;
  for (uint32_t n = span.begin.line; n <= span.end.line && n <= lines.size();
       ++n) {
    std::string_view line = lines[n - 1];
    if (n == span.end.line) line = line.substr(0, span.end.column - 1);
    if (n == span.begin.line) {
      line.remove_prefix(std::min<size_t>(line.size(), span.begin.column - 1));
    }
    for (const char c : line) {
      if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
    }
    if (!text.empty() && text.back() != ' ') text += ' ';
  }
  while (text.ends_with(' ')) text.pop_back();
  if (text.size() > kMaxText) text = text.substr(0, kMaxText - 3) + "...";
  return text;
}

void Count(bool covered, Ratio* ratio) {
  ++ratio->total;
  if (covered) ++ratio->covered;
}

// One function's share of its file.
class Reader {
 public:
  Reader(const std::vector<std::string>& lines, FileCoverage* file)
      : lines_(lines), file_(file) {}

  void Read(const Span& body, const Function& function) {
    function_ = &function;
    misses_.clear();
    for (const auto& [span, branch] : function.branches) Read(span, branch);
    for (const auto& [span, alone] : function.decisions) Read(span, alone);
    for (const auto& [span, count] : function.regions) ReadRegion(span, count);
    if (function.calls == 0) {
      misses_.clear();
      Add(MissKind::kFunction, body, "");
    }
    std::ranges::sort(misses_, {}, [](const Miss& miss) {
      return std::tie(miss.line, miss.column, miss.kind, miss.text);
    });
    for (Miss& miss : misses_) {
      const size_t n = ++seen_[{miss.kind, miss.function, miss.text}];
      if (n > 1) miss.text += " #" + std::to_string(n);
      file_->misses.push_back(std::move(miss));
    }
  }

 private:
  void Add(MissKind kind, const Span& span, std::string text) {
    misses_.push_back({kind, function_->name, std::move(text), span.begin.line,
                       span.begin.column});
  }

  // How often the innermost region around `span` was run.
  uint64_t RunsOf(const Span& span) const {
    uint64_t runs = 0;
    std::optional<Span> innermost;
    for (const auto& [region, count] : function_->regions) {
      if (!region.Holds(span)) continue;
      if (innermost && !innermost->Holds(region)) continue;
      innermost = region;
      runs = count;
    }
    return runs;
  }

  void Read(const Span& span, const Branch& branch) {
    if (IsNone(span)) return;
    const bool evaluated = branch.on_true != 0 || branch.on_false != 0;
    // A constant, of which nothing is counted.
    if (!evaluated && RunsOf(span) != 0) return;
    Count(branch.on_true != 0, &file_->totals.branches);
    Count(branch.on_false != 0, &file_->totals.branches);
    if (!evaluated) return;
    if (branch.on_true == 0) Add(MissKind::kTrue, span, TextOf(span, lines_));
    if (branch.on_false == 0) {
      Add(MissKind::kFalse, span, TextOf(span, lines_));
    }
  }

  bool IsNone(const Span& branch) const {
    const std::string_view before =
        std::string_view(lines_[branch.begin.line - 1])
            .substr(0, branch.begin.column - 1);
    return std::ranges::any_of(kNoBranchAfter, [&](std::string_view none) {
      return before.ends_with(none);
    });
  }

  // The conditions of a decision, without those of decisions inside them.
  std::vector<Span> ConditionsOf(const Span& decision) const {
    std::vector<Span> conditions;
    for (const auto& [span, branch] : function_->branches) {
      if (!branch.mcdc || !decision.Holds(span)) continue;
      const bool inner = std::ranges::any_of(
          function_->decisions, [&, &inside = span](const auto& other) {
            return other.first != decision && decision.Holds(other.first) &&
                   other.first.Holds(inside);
          });
      if (!inner) conditions.push_back(span);
    }
    return conditions;
  }

  void Read(const Span& decision, const std::vector<bool>& alone) {
    const std::vector<Span> conditions = ConditionsOf(decision);
    for (size_t i = 0; i < alone.size(); ++i) {
      Count(alone[i], &file_->totals.mcdc);
      if (alone[i]) continue;
      // Where a condition is a constant it is not known which is which.
      if (conditions.size() != alone.size()) {
        Add(MissKind::kAlone, decision, TextOf(decision, lines_));
        continue;
      }
      const Branch& branch = function_->branches.at(conditions[i]);
      if (branch.on_true == 0 || branch.on_false == 0) continue;
      Add(MissKind::kAlone, conditions[i], TextOf(conditions[i], lines_));
    }
  }

  // Whether `region` is what a condition that never held leads to.
  bool FollowsFromBranch(const Span& region) const {
    return std::ranges::any_of(function_->gaps, [&](const Span& gap) {
      if (gap.end != region.begin) return false;
      return std::ranges::any_of(function_->branches, [&](const auto& branch) {
        return branch.second.on_true == 0 &&
               branch.first.end.line == gap.begin.line &&
               gap.begin.column - branch.first.end.column <= 1;
      });
    });
  }

  void ReadRegion(const Span& span, uint64_t count) {
    const std::string text = TextOf(span, lines_);
    for (const std::string_view never : kNeverReached) {
      if (text.starts_with(never)) return;
    }
    Count(count != 0, &file_->totals.regions);
    if (count != 0 || FollowsFromBranch(span)) return;
    // Where the region around it is not run, that one says so.
    for (const auto& [outer, runs] : function_->regions) {
      if (outer != span && outer.Holds(span) && runs == 0) return;
    }
    Add(MissKind::kRegion, span, text);
  }

  const std::vector<std::string>& lines_;
  FileCoverage* const file_;
  const Function* function_ = nullptr;
  std::vector<Miss> misses_;
  std::map<std::tuple<MissKind, std::string, std::string>, size_t> seen_;
};

// A place where the count of a file changes.
struct Segment {
  Place place;
  uint64_t count;
  bool counted;  // Else code that is none, such as a comment.
  bool begins;   // A region, that is no gap.
};

// Calls `on_line` with each line that holds code, and how often it was run.
// A line where regions begin counts as the one that was run most.
void ForEachLine(const Json& segments,
                 const std::function<void(uint32_t, uint64_t)>& on_line) {
  std::optional<Segment> before;
  uint32_t next_line = 1;
  const auto fill = [&](uint32_t until) {
    for (; next_line < until; ++next_line) {
      if (before && before->counted) on_line(next_line, before->count);
    }
  };
  for (size_t i = 0; i < segments.size();) {
    const uint32_t line = segments[i][0];
    fill(line);
    std::optional<uint64_t> count;
    if (before && before->counted) count = before->count;
    std::optional<Segment> last;
    bool skipped = false;
    for (const size_t first = i; i < segments.size() && segments[i][0] == line;
         ++i) {
      const Json& json = segments[i];
      last = {
          {line, json[1]}, json[2], json[3], json[3] && json[4] && !json[5]};
      if (i == first) skipped = !last->counted && json[4];
      if (last->begins) count = std::max(count.value_or(0), last->count);
    }
    if (count && !skipped) on_line(line, *count);
    before = last;
    next_line = line + 1;
  }
}

}  // namespace

Totals& Totals::operator+=(const Totals& other) {
  for (const auto part :
       {&Totals::lines, &Totals::regions, &Totals::branches, &Totals::mcdc}) {
    (this->*part).covered += (other.*part).covered;
    (this->*part).total += (other.*part).total;
  }
  return *this;
}

std::string_view MissKindName(MissKind kind) {
  switch (kind) {
    case MissKind::kFunction:
      return "function";
    case MissKind::kRegion:
      return "region";
    case MissKind::kTrue:
      return "true";
    case MissKind::kFalse:
      return "false";
    case MissKind::kAlone:
      return "alone";
  }
  return "";
}

std::optional<std::vector<FileCoverage>> ReadCoverage(std::string_view json,
                                                      const Sources& sources,
                                                      const Counts& counts,
                                                      std::string* problem) {
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded() || !root.is_object() ||
      root.value("version", "") != kVersion || root["data"].size() != 1) {
    *problem = "expected one export of llvm-cov 19, version " +
               std::string(kVersion) + " of its format";
    return std::nullopt;
  }
  const Json& data = root["data"][0];
  std::map<std::string, Functions> functions;
  std::map<std::string, std::vector<Span>> left_out;
  for (const Json& function : data["functions"]) {
    const std::string file = PathInWorkspace(function["filenames"][0]);
    if (!sources.contains(file) || function["regions"].empty()) continue;
    const std::string name = FunctionName(function["name"].get<std::string>());
    if (!counts(file, name)) {
      left_out[file].push_back(WholeOf(function["regions"]));
      continue;
    }
    Function& all = functions[file][SpanOf(function["regions"][0])];
    all.name = name;
    all.calls += function["count"].get<uint64_t>();
    Add(function, &all);
  }

  std::vector<FileCoverage> files;
  for (const Json& json_file : data["files"]) {
    FileCoverage file;
    file.file = PathInWorkspace(json_file["filename"]);
    const auto source = sources.find(file.file);
    if (source == sources.end() || !functions.contains(file.file)) continue;
    Reader reader(source->second, &file);
    for (const auto& [body, function] : functions[file.file]) {
      reader.Read(body, function);
    }
    ForEachLine(json_file["segments"], [&](uint32_t line, uint64_t count) {
      for (const Span& body : left_out[file.file]) {
        if (body.begin.line <= line && line <= body.end.line) return;
      }
      Count(count != 0, &file.totals.lines);
    });
    files.push_back(std::move(file));
  }
  std::ranges::sort(files, {}, &FileCoverage::file);
  return files;
}

}  // namespace fuse_dirents
