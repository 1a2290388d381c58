// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A listing with a planted bug loses, doubles and leaks nothing, which is
// false.  --bug=NAME names the path mutant; without it, none is planted.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/bug_hunt/hunted.h"
#include "fuzz/engine/report_finding.h"
#include "fuzz/session_oracle.h"
#include "readdir/path_mutant.h"

namespace {

fuse_dirents::PathMutant bug = fuse_dirents::PathMutant::kNone;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using namespace fuse_dirents;
  const std::string_view name = BugOfCommandLine(*argc, *argv);
  if (name.empty()) return 0;
  for (const PathMutantFacts& facts : AllPathMutants()) {
    if (facts.name == name) bug = facts.mutant;
  }
  if (bug == PathMutant::kNone) EndOnUnknownBug(name, "path mutant");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  const PlantedPathMutant planted(bug);
  const SessionVerdict verdict = JudgeSession(data, size);
  if (!verdict.finding.empty()) ReportFinding("session: " + verdict.finding);
  return 0;
}
