// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/floor.h"

#include <algorithm>
#include <set>
#include <utility>

namespace fuse_dirents {
namespace {

std::string Key(const Miss& miss) {
  std::string key = miss.file;
  if (!miss.function.empty()) key += " " + miss.function;
  return key + " " + miss.what;
}

}  // namespace

const std::string* Floor::ExcuseOf(const Miss& miss) const {
  for (const std::string& key :
       {miss.file, miss.file + " " + miss.function, Key(miss)}) {
    if (const auto it = reasons.find(key); it != reasons.end()) {
      return &it->first;
    }
  }
  return nullptr;
}

Floor ParseFloor(std::string_view text) {
  Floor floor;
  std::string reason;
  bool reason_used = true;
  for (size_t number = 1; !text.empty() && floor.problem.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string where = "line " + std::to_string(number) + ": ";
    if (line.empty() || line.starts_with('#')) {
      if (reason.empty()) floor.head += line + "\n";
    } else if (!line.starts_with("  ")) {
      if (!reason_used) floor.problem = where + "the reason above has no miss";
      reason = line;
      reason_used = false;
    } else {
      if (reason.empty()) floor.problem = where + "expected a reason first";
      if (!floor.reasons.emplace(line.substr(2), reason).second) {
        floor.problem = where + "stands there twice";
      }
      reason_used = true;
    }
  }
  if (floor.problem.empty() && !reason_used) {
    floor.problem = "the last reason has no miss";
  }
  return floor;
}

std::vector<std::string> FindChanges(const std::vector<Miss>& misses,
                                     const Floor& floor) {
  std::vector<std::string> changes;
  std::set<std::string> used;
  for (const Miss& miss : misses) {
    const std::string* excuse = floor.ExcuseOf(miss);
    if (excuse != nullptr) used.insert(*excuse);
    if (excuse != nullptr && floor.reasons.at(*excuse) != kNoReason) continue;
    changes.push_back(miss.file + ":" + std::to_string(miss.line) + ":" +
                      std::to_string(miss.column) + ": " + miss.function + " " +
                      miss.what +
                      (excuse != nullptr ? ", and no reason is given" : ""));
  }
  if (floor.reasons.size() > kMostExcused) {
    changes.push_back(
        "the floor excuses " + std::to_string(floor.reasons.size()) +
        " misses, expected at most " + std::to_string(kMostExcused));
  }
  if (!changes.empty()) return changes;
  for (const auto& [excuse, reason] : floor.reasons) {
    if (!used.contains(excuse)) {
      changes.push_back("the floor excuses what is not missed: " + excuse);
    }
  }
  return changes;
}

std::string UpdatedFloor(const std::vector<Miss>& misses, const Floor& floor) {
  // Reasons in the order of the first thing that each excuses.
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (const Miss& miss : misses) {
    const std::string* excuse = floor.ExcuseOf(miss);
    const std::string line = excuse != nullptr ? *excuse : Key(miss);
    const std::string reason(excuse != nullptr ? floor.reasons.at(*excuse)
                                               : kNoReason);
    auto group = std::ranges::find(
        groups, reason,
        &std::pair<std::string, std::vector<std::string>>::first);
    if (group == groups.end()) group = groups.insert(group, {reason, {}});
    if (std::ranges::find(group->second, line) == group->second.end()) {
      group->second.push_back(line);
    }
  }
  std::string text = floor.head;
  for (const auto& [reason, lines] : groups) {
    text += reason + "\n";
    for (const std::string& line : lines) text += "  " + line + "\n";
  }
  return text;
}

}  // namespace fuse_dirents
