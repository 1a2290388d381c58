// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// fuse_readdir() of each kernel tree that is linked in does what the session
// oracle computes and what ReaddirClient does, also where a call fails, and
// leaves nothing in use, also where the server rewrites its replies.

#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string>

#include "gtest/gtest.h"
#include "oracle/linux_source/path/source_sessions.h"
#include "oracle/linux_source/sources.h"
#include "pagemap/poison.h"
#include "readdir/fault_points.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 31694;

// The session that runs.
volatile std::sig_atomic_t running = 0;

// Names the session in which the source dies.  ASan prints a better report.
[[maybe_unused]] void OnFault(int signal) {
  char line[] = "\nfuse_readdir() died in the session of seed 00000000\n";
  char* digit = line + sizeof line - 3;
  for (auto left = running; left != 0; left /= 10) {
    *digit-- = static_cast<char>('0' + left % 10);
  }
  (void)!write(STDERR_FILENO, line, sizeof line - 1);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

using Judge = std::string (*)(const SourceKind&, std::string_view, PathTally*);

class Path : public testing::TestWithParam<LinkedSource> {
 protected:
  PathTally RunSessions(Judge judge, uint64_t sessions) {
    const SourceKind kind = KindOf(*GetParam().source);
    PathTally tally;
#ifndef FUSE_DIRENTS_ASAN
    std::signal(SIGSEGV, &OnFault);
#endif
    for (uint64_t seed = kSeed; seed < kSeed + sessions; ++seed) {
      running = static_cast<std::sig_atomic_t>(seed);
      const std::string problem = judge(kind, SessionBytes(seed), &tally);
      EXPECT_EQ(problem, "") << "seed " << seed;
      if (!problem.empty()) break;
    }
    std::printf("%s, held to profile %s and sizing %s, seeds from %llu: %s\n",
                std::string(GetParam().version).c_str(),
                std::string(kind.profile->name).c_str(),
                std::string(FactsOf(kind.sizing).name).c_str(),
                static_cast<unsigned long long>(kSeed), tally.ToText().c_str());
    return tally;
  }
};

TEST_P(Path, DoesWhatTheModelComputes) {
  constexpr uint64_t kSessions = 3000;
  const PathTally tally = RunSessions(&JudgeSource, kSessions);
  EXPECT_GT(tally.requests, kSessions);
  EXPECT_GT(tally.links, kSessions);
  EXPECT_GT(tally.forgets, 0u);
}

TEST_P(Path, DoesSoWhereACallFails) {
  const PathTally tally = RunSessions(&JudgeUnderFaults, 150);
  for (size_t i = 0; i < tally.faults.size(); ++i) {
    if (tally.faults[i] == 0) continue;
    std::printf("%s failed %zu times\n",
                std::string(FaultPointName(FaultPoint(i))).c_str(),
                tally.faults[i]);
  }
  for (const FaultPoint point :
       {FaultPoint::kReply, FaultPoint::kLink, FaultPoint::kCachePage}) {
    EXPECT_GT(tally.faults[static_cast<size_t>(point)], 0u)
        << FaultPointName(point);
  }
}

TEST_P(Path, KeepsNothingUnderRewrites) {
  const PathTally tally = RunSessions(&JudgeUnderRewrites, 3000);
  for (const auto& [what, sessions] : tally.observed) {
    std::printf("observed in %zu sessions: %s\n", sessions, what.c_str());
  }
}

INSTANTIATE_TEST_SUITE_P(Trees, Path, testing::ValuesIn(LinkedSources()),
                         [](const auto& tree) {
                           return std::string(tree.param.name);
                         });

}  // namespace
}  // namespace fuse_dirents
