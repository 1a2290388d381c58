// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts cases to the running kernel and to a parser.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_JUDGE_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_JUDGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "differential/case.h"
#include "differential/parser_list.h"
#include "oracle/linux_live/live_kernel.h"
#include "oracle/linux_live/sight.h"

namespace fuse_dirents {

// The questions about one case.  The first has the case's start_off and, as far
// as a buffer can, its capacity.  The second has a buffer whose size is drawn
// from `seed`.  Of the other choices of the case only layout.cut counts.
std::vector<Question> QuestionsAbout(const Case& c, const KernelFacts& facts,
                                     uint64_t seed);

// The first line in which they differ, then both; nothing if they agree.
std::optional<std::string> Disagreement(const Sight& expected,
                                        const Sight& seen);

class LiveJudge {
 public:
  // `kernel` must outlive the judge.
  LiveJudge(ParseFunction parse, LiveKernel* kernel);

  // Asks all questions about `c`.  Returns nothing, or the first disagreement
  // with the recipe of the smallest case that still has one.
  std::optional<std::string> Judge(const Case& c, uint64_t seed);

  uint64_t listings() const { return listings_; }

 private:
  std::optional<std::string> Ask(const Case& c, uint64_t seed);

  const ParseFunction parse_;
  LiveKernel* const kernel_;
  uint64_t listings_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_JUDGE_H_
