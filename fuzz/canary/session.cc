// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the oracle of session_fuzzer (fuzz/session_oracle.h): a client resumes
// at the number of entries that it took.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "fuzz/engine/parsers_agree.h"
#include "fuzz/session_oracle.h"
#include "readdir/path_mutant.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  const PlantedPathMutant planted(BugIsPlanted() ? PathMutant::kResumesByCount
                                                 : PathMutant::kNone);
  const SessionVerdict verdict = JudgeSession(data, size);
  if (!verdict.finding.empty()) ReportFinding("session: " + verdict.finding);
  return 0;
}
