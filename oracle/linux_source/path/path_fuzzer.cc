// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// fuse_readdir() of a kernel tree does, call by call, what the session oracle
// computes, and keeps nothing in use, also where the server rewrites its
// replies.
//
// The input: fuzz/inputs/session_input.h; its last bytes say what is rewritten.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz/engine/report_finding.h"
#include "oracle/linux_source/path/source_sessions.h"
#include "oracle/linux_source/sources.h"

namespace {

using namespace fuse_dirents;

// Printed where the process ends.
PathTally& Tally() {
  static PathTally& tally = *new PathTally;
  static const int registered = std::atexit([] {
    std::fprintf(stderr, "path: %s\n", Tally().ToText().c_str());
    for (const auto& [what, sessions] : Tally().observed) {
      std::fprintf(stderr, "observed in %zu sessions with rewrites: %s\n",
                   sessions, what.c_str());
    }
  });
  (void)registered;
  return tally;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const SourceKind& kind =
      *new SourceKind(KindOf(*LinkedSources()[0].source));
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::string finding = JudgeSource(kind, input, &Tally());
  if (finding.empty()) finding = JudgeUnderRewrites(kind, input, &Tally());
  if (!finding.empty()) ReportFinding(finding);
  return 0;
}
