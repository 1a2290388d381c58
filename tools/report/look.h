// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For tests: what a page looks like in a browser.

#ifndef FUSE_DIRENTS_TOOLS_REPORT_LOOK_H_
#define FUSE_DIRENTS_TOOLS_REPORT_LOOK_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "tools/report/report_data.h"

namespace fuse_dirents {

struct PageLook {
  // Each in one line: sideways scrolling, what ends outside the viewport and
  // outside every box that scrolls, clipped text, text with a contrast below
  // 4.5 to 1 (WCAG 2.1, 1.4.3), and text in a drawing that lies over another or
  // ends outside the drawing.
  std::vector<std::string> problems;
  // How many rows, plots and so on the page shows, by what they are.
  std::map<std::string, size_t> counts;
};

// Opens a page, with everything unfolded.  Writes a screenshot unless its path
// is empty.
PageLook LookAt(const std::string& file, size_t width, bool dark,
                const std::string& screenshot);

// What PageLook::counts must be for a page of `data`.
std::map<std::string, size_t> CountsOf(const ReportData& data);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_LOOK_H_
