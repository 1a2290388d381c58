// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What must hold of the corpus, and of every parser on it.  Each problem is one
// text that begins with the file's path.

#ifndef FUSE_DIRENTS_CORPUS_GATE_GATE_H_
#define FUSE_DIRENTS_CORPUS_GATE_GATE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "differential/compare.h"
#include "differential/parser_list.h"

namespace fuse_dirents {

using Problems = std::vector<std::string>;

// A folder that must hold inputs and holds none.
Problems CheckFolders(const CorpusFiles& files);

// A recipe or trace without an input, a curated file that is neither.
Problems CheckNames(const CorpusFiles& files);

// An input that is byte for byte another of its format; of captured ones, of
// the same server, since two servers may well say the same.
Problems CheckDuplicates(const CorpusFiles& files);

// One curated input: its recipe makes it byte for byte and says why, and it
// lies in the folder of its outcome.
Problems CheckCurated(const CorpusFiles& files, std::string_view path);

// Replays inputs.
class Gate {
 public:
  // The first of `parsers` is the one that the others are held to.
  explicit Gate(std::span<const ListedParser> parsers = OurParsers());

  // Every parser, in the input's own layout and in every default layout, under
  // every profile, does what the golden trace says; or where `path` is no
  // curated input, what the manifest's digest stands for.
  Problems Replay(const CorpusFiles& files, std::string_view path);

  // Runs of all parsers on one input in one layout so far.
  size_t comparisons() const { return comparisons_; }

 private:
  std::span<const ListedParser> parsers_;
  Comparer comparer_;
  size_t comparisons_ = 0;
};

// All of the above, CheckListings() and CheckManifest() for all files.
Problems CheckCorpus(const CorpusFiles& files, Gate* gate);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_GATE_H_
