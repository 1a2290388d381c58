// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the corpus need not reach, and why: all else it must.
//
//     exclude base/text.cc
//       because no byte of a reply comes here
//     exclude parser/trace/trace.cc Trace::ToText
//       because ...
//     missed readdir/transport.cc Transport::Send
//       true `pages.empty()`
//       alone `length == 0`
//       because ...
//     missed readdir/transport.cc Transport::Close
//       function
//       because nothing closes it while it is used
//
// A reason holds for the lines of `missed` in front of it, back to the reason
// before.  Lines that are empty or begin with # say nothing.

#ifndef FUSE_DIRENTS_CORPUS_GATE_FLOOR_H_
#define FUSE_DIRENTS_CORPUS_GATE_FLOOR_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "corpus/gate/coverage.h"

namespace fuse_dirents {

// File, function, kind, text.
using MissKey = std::tuple<std::string, std::string, MissKind, std::string>;

MissKey KeyOf(const std::string& file, const Miss& miss);

struct Floor {
  std::string head;  // The comment that the text begins with.
  // File and function, or none for all of the file, to the reason.
  std::map<std::pair<std::string, std::string>, std::string> excluded;
  std::map<MissKey, std::string> missed;  // To the reason.
  std::vector<MissKey> order;             // Of `missed`, as written.

  bool Counts(std::string_view file, std::string_view function) const;
};

// On failure returns nothing, and says in *problem what is wrong where.
std::optional<Floor> ParseFloor(std::string_view text, std::string* problem);

// What ParseFloor() reads as `floor`.
std::string FloorText(const Floor& floor);

// One line for each thing wrong: not reached and not accepted, accepted without
// a reason, or, where there is none of these, accepted and reached; excluded
// and not there; and code that no binary holds.  `sources` are those that were
// looked for.
std::vector<std::string> FindChanges(const std::vector<FileCoverage>& files,
                                     const Sources& sources,
                                     const Floor& floor);

// `floor` with just what is missed now; reasons stay where they are known.
Floor Updated(const std::vector<FileCoverage>& files, const Floor& floor);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_FLOOR_H_
