// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What //oracle:report printed, as oracle/AGREEMENT.md keeps it.

#include <map>
#include <string_view>

#include "base/files.h"
#include "base/markdown.h"
#include "base/text.h"
#include "tools/report/collect.h"

namespace fuse_dirents {
namespace {

constexpr char kAgreement[] = "oracle/AGREEMENT.md";
constexpr std::string_view kMade = "Made on ";
constexpr std::string_view kIndent = "    ";

// Reads a line of a judge:
//
//     edk2 functions version=974f1377e5cd profile=edk2
//     edk2 replies seed=1 cases=10 dirent=0 events=25 agree=10 differ=0
class Judges {
 public:
  void Read(std::string_view line, OracleGroup* group) {
    const auto words = SplitWords(line);
    if (words.size() < 3) return;
    std::map<std::string_view, std::string_view> values;
    for (const std::string_view word : words) {
      const auto [key, value] = SplitKeyValue(word);
      values[key] = value;
    }
    const std::string judge(words[0]);
    if (values.contains("version")) {
      versions_[judge] = {
          std::string(words[1]) + " " + std::string(values["version"]),
          std::string(values["profile"])};
    }
    if (!values.contains("differ")) return;
    const auto number = [&](std::string_view key) {
      return ParseNumber(values[key]).value_or(0);
    };
    group->rows.push_back(
        {.judge = judge,
         .version = versions_[judge].first,
         .profile = versions_[judge].second,
         .what = std::string(words[1]),
         .cases = number(values.contains("cases") ? "cases" : "sessions"),
         .differ = number("differ")});
  }

 private:
  std::map<std::string, std::pair<std::string, std::string>> versions_;
};

}  // namespace

std::string CollectOracle(const Tree& tree, const Limits& limits,
                          OraclePart* part) {
  const std::string path = limits.agreement.empty()
                               ? tree.root + "/" + kAgreement
                               : limits.agreement;
  std::string problem;
  const auto text = ReadFile(path, &problem);
  if (!text) return problem;
  for (const auto& row : MarkdownRows(*text, "client")) {
    if (row.size() == 3) part->clients.push_back({row[0], row[1], row[2]});
  }
  Judges judges;
  const size_t start = text->find("\n" + std::string(kMade));
  for (std::string_view line :
       Split(text->substr(start == text->npos ? 0 : start), '\n')) {
    const bool indented = line.starts_with(kIndent);
    if (indented) line.remove_prefix(kIndent.size());
    if (line.starts_with(kMade)) {
      part->made = line.substr(kMade.size(),
                               line.find(' ', kMade.size()) - kMade.size());
    } else if (line.starts_with("## ")) {
      part->groups.push_back({.name = std::string(line.substr(3))});
    } else if (indented && line.starts_with("bazel ")) {
      (part->groups.empty() ? part->origin.command
                            : part->groups.back().command) = line;
    } else if (part->groups.empty() || line.empty()) {
      continue;
    } else if (indented) {
      judges.Read(line, &part->groups.back());
    } else {
      part->groups.back().verdict = line;
    }
  }
  if (part->made.empty() || part->groups.empty()) {
    return path +
           ": no report; expected what `bazel run //oracle:report` "
           "prints";
  }
  return "";
}

}  // namespace fuse_dirents
