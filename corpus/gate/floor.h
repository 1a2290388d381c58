// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the corpus may miss, and why.  A reason stands at the start of a line;
// the indented lines below it are what it is the reason for:
//
//     a pool of no pages is made by page_pool_test alone
//       pagemap/page_pool.cc PagePool::PagePool never finds `bytes > 0` false
//     a report draws pages, and the corpus has no failure to report
//       pagemap/draw_pages.cc
//       pagemap/laid_out_reply.cc LaidOutReply::DrawPages
//
// The first names one miss, the second all of a file, the third all of a
// function.  Each must excuse a miss that there is.

#ifndef FUSE_DIRENTS_CORPUS_GATE_FLOOR_H_
#define FUSE_DIRENTS_CORPUS_GATE_FLOOR_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/coverage.h"

namespace fuse_dirents {

// Stands for the reason that somebody has yet to write.
inline constexpr std::string_view kNoReason = "?";
// Lines with a miss, a function or a file.  A floor with more fails.
inline constexpr size_t kMostExcused = 20;

struct Floor {
  std::string head;  // The comment at the start, lines with #.
  std::map<std::string, std::string> reasons;  // By what they excuse.
  std::string problem;  // What is wrong with the text, or empty.

  // What excuses `miss`; null where nothing does.
  const std::string* ExcuseOf(const Miss& miss) const;
};

Floor ParseFloor(std::string_view text);

// One line for each miss that has no excuse, or an excuse without a reason.  If
// there is none: one for each line of the floor that excuses nothing.
std::vector<std::string> FindChanges(const std::vector<Miss>& misses,
                                     const Floor& floor);

// The text of the floor that excuses `misses` and nothing else.  Reasons stay
// where there are some.
std::string UpdatedFloor(const std::vector<Miss>& misses, const Floor& floor);

// For other programs: what `llvm-cov export` (`exported`) counts in each of
// `sources` that has code, as [covered, all]; how many of `misses` the floor
// excuses there, and by which reasons; and what FindChanges() returns.
std::string CoverageJson(std::string_view exported, const Sources& sources,
                         const std::vector<Miss>& misses, const Floor& floor);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_FLOOR_H_
