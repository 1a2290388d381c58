// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_REPORT_PAGE_H_
#define FUSE_DIRENTS_TOOLS_REPORT_PAGE_H_

#include <string>

#include "tools/report/report_data.h"

namespace fuse_dirents {

// The page: one HTML file with its style and drawings inside, that loads
// nothing and runs no script.  Depends on `data` alone.
// REQUIRES: FromJson() read `data`.
std::string PageHtml(const ReportData& data);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_PAGE_H_
