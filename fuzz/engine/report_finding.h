// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_REPORT_FINDING_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_REPORT_FINDING_H_

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace fuse_dirents {

// Prints "finding: " and `report` to stderr, and aborts.
[[noreturn]] inline void ReportFinding(std::string_view report) {
  std::fprintf(stderr, "finding: %.*s\n", static_cast<int>(report.size()),
               report.data());
  std::fflush(stderr);
  std::abort();
}

// Reports what a check found, if it found anything.
inline void ReportIfFound(const std::optional<std::string>& finding) {
  if (finding) ReportFinding(*finding);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_REPORT_FINDING_H_
