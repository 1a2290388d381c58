// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace fuse_dirents {
namespace {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string LineDiff(std::string_view before, std::string_view after) {
  std::vector<std::string_view> a = Lines(before), b = Lines(after);
  // Drop common ends to keep the table small.
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.pop_back();
    b.pop_back();
  }
  size_t start = 0;
  while (start < a.size() && start < b.size() && a[start] == b[start]) ++start;
  a.erase(a.begin(), a.begin() + static_cast<ptrdiff_t>(start));
  b.erase(b.begin(), b.begin() + static_cast<ptrdiff_t>(start));

  // common[i][j]: length of the longest common subsequence of a[i..], b[j..].
  std::vector<std::vector<size_t>> common(a.size() + 1,
                                          std::vector<size_t>(b.size() + 1));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i][j] = a[i] == b[j]
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string diff;
  size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      ++i, ++j;
    } else if (j == b.size() ||
               (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      diff += "- " + std::string(a[i++]) + "\n";
    } else {
      diff += "+ " + std::string(b[j++]) + "\n";
    }
  }
  return diff;
}

}  // namespace fuse_dirents
