// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What an input makes parsers do, in kinds: the measure of what an input adds
// to the corpus, and of what a smaller one may not lose.
//
// It stands in for coverage, which only an instrumented build knows.  It is
// made of what decides which way a parser goes: for each profile the kinds of
// events, and which follows which; the rule that stopped the reader; and in
// which field of a record a seam between descs lies.  Of numbers and names it
// tells the class: the limits that some profile knows, and both sides of them.
// How often anything happens does not count.

#ifndef FUSE_DIRENTS_CORPUS_GATE_FEATURES_H_
#define FUSE_DIRENTS_CORPUS_GATE_FEATURES_H_

#include <set>
#include <string>
#include <string_view>

#include "pagemap/laid_out_reply.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Each a line for people, such as
//     dirent linux: emit namelen=1024
//     dirent gvisor: stop: namelen is 0, error=-22
//     plus: seam in off
using Features = std::set<std::string, std::less<>>;

// Keeps its memory from one input to the next.
class FeatureFinder {
 public:
  // Features of an input file's bytes (reply and trailer), in its own layout,
  // under every profile.  They depend on the arguments alone.
  // REQUIRES: a reply of at most kMaxReplyBytes.
  Features FeaturesOf(RecordFormat format, std::string_view input);

 private:
  ReplyArena arena_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_FEATURES_H_
