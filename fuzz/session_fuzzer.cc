// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A listing over many requests does, call by call, what a model computes from
// what the server sent; it gives each entry that stays once and in order,
// settles every lookup but for known leaks, and keeps no page and no view,
// whatever server, client and caller are and whatever fails or changes.
//
// The input: session_input.h.  The oracle: session_oracle.h.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/engine/parsers_agree.h"
#include "fuzz/session_oracle.h"

namespace {

// Printed where the process ends.
fuse_dirents::SessionTally& Tally() {
  static auto& tally = *new fuse_dirents::SessionTally;
  static const int registered = std::atexit(
      [] { std::fprintf(stderr, "sessions: %s\n", Tally().ToText().c_str()); });
  (void)registered;
  return tally;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  const SessionVerdict verdict = JudgeSession(data, size);
  if (!verdict.finding.empty()) ReportFinding(verdict.finding);
  Tally().Add(verdict);
  return 0;
}
