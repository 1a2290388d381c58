// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_REPORT_WRITE_PAGE_H_
#define FUSE_DIRENTS_TOOLS_REPORT_WRITE_PAGE_H_

#include <string>

#include "tools/report/report_data.h"

namespace fuse_dirents {

// Why WritePage() could not write to `out`, in one line, or "".
std::string OutProblem(const std::string& out);

// Makes the folder `out`, which must be new or empty:
//
//     index.html   the page
//     report.json  its data
//     findings/    the inputs that the campaign found, if any
//
// It appears in one step.  Returns what is wrong in one line, and nothing has
// changed; or returns "".
std::string WritePage(const ReportData& data, const std::string& out);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_WRITE_PAGE_H_
