// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Checks the corpus, and every parser on it.  Each problem is a text that
// begins with the file's path.

#ifndef FUSE_DIRENTS_CORPUS_GATE_GATE_H_
#define FUSE_DIRENTS_CORPUS_GATE_GATE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "differential/parser_list.h"
#include "differential/runner.h"

namespace fuse_dirents {

using Problems = std::vector<std::string>;

// Folders that must hold inputs but hold none.
Problems CheckFolders(const CorpusFiles& files);

// Recipes and traces without an input; curated files of no known kind.
Problems CheckNames(const CorpusFiles& files);

// Inputs that equal another one of their format.  Captured inputs are compared
// within one server only, since two servers can send the same reply.
Problems CheckDuplicates(const CorpusFiles& files);

// Checks one curated input: its recipe makes it byte for byte and says why, and
// it is in the folder of its outcome.
Problems CheckCurated(const CorpusFiles& files, std::string_view path);

// Replays inputs.
class Gate {
 public:
  // The others are compared with the first of `parsers`.
  explicit Gate(std::span<const ListedParser> parsers = OurParsers());

  // Runs every parser in the input's own layout and in every default layout,
  // under every profile.  Compares the traces with the golden trace or, if
  // `path` is no curated input, with the digest in the manifest.
  Problems Replay(const CorpusFiles& files, std::string_view path);

  // How often all parsers were compared on one input in one layout.
  size_t comparisons() const { return comparisons_; }

 private:
  std::span<const ListedParser> parsers_;
  Runner runner_;
  size_t comparisons_ = 0;
};

// Makes all checks above, CheckListings() and CheckManifest() on all files.
Problems CheckCorpus(const CorpusFiles& files, Gate* gate);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_GATE_H_
