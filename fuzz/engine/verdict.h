// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_VERDICT_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_VERDICT_H_

#include <string_view>

namespace fuse_dirents {

// Whether `line` of a fuzz binary's output tells what was found: by us
// (ReportFinding(), FUSE_DIRENTS_CHECK), by a sanitizer, or by libFuzzer.  The
// first such line of a run is its verdict; those behind it are what the first
// led to.
inline bool TellsFinding(std::string_view line) {
  for (const std::string_view mark :
       {"check failed: ", "runtime error: ", "ERROR: ",
        "WARNING: MemorySanitizer: "}) {
    if (line.find(mark) != line.npos) return true;
  }
  return line.starts_with("finding: ");
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_VERDICT_H_
