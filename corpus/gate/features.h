// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The features of an input: the kinds of things that it makes parsers do.  They
// measure what an input adds to the corpus, and what a reduced input must keep.
//
// Features stand in for coverage, which needs an instrumented build.  They are
// what decides a parser's path: for each profile the kinds of events and which
// kind follows which; the rule that stopped the reader; and the field of a
// record that a seam between descs cuts.  Numbers and names count by class:
// below, at and above the limits that some profile knows.  Counts are no
// features.

#ifndef FUSE_DIRENTS_CORPUS_GATE_FEATURES_H_
#define FUSE_DIRENTS_CORPUS_GATE_FEATURES_H_

#include <set>
#include <string>
#include <string_view>

#include "differential/runner.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Each is a readable line, such as
//     dirent linux: emit namelen=1024
//     dirent gvisor: stop: namelen is 0, error=-22
//     plus: seam in off
using Features = std::set<std::string, std::less<>>;

// Keeps its memory from one input to the next.
class FeatureFinder {
 public:
  // Features of an input file's bytes (reply and trailer), in its own layout,
  // under every profile.  They depend only on the arguments.
  // REQUIRES: a reply of at most kMaxReplyBytes.
  Features FeaturesOf(RecordFormat format, std::string_view input);

 private:
  Runner runner_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_FEATURES_H_
