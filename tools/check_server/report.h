// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_REPORT_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_REPORT_H_

#include <string>
#include <vector>

#include "tools/check_server/check_server.h"

namespace fuse_dirents {

// For a reader: the rules with their results, the clients, and each finding
// with its request, the reply drawn, and the source of the rule.
std::string ReportText(const CheckReport& report);

// The same as one JSON object.  README.md lists its fields.
std::string ReportJson(const CheckReport& report);

// The same as JUnit XML: a testsuite with a testcase for each rule.
std::string ReportJunit(const CheckReport& report);

struct ReportFile {
  std::string flag;  // Such as "--json".
  std::string path;
  std::string text;
};

// Replaces each file, in one step each, once all are written.  Otherwise leaves
// all as they were, returns false and sets *problem to one line.
bool WriteReports(const std::vector<ReportFile>& files, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_REPORT_H_
