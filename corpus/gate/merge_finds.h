// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Selects the fuzzer inputs that add a feature the corpus lacks.

#ifndef FUSE_DIRENTS_CORPUS_GATE_MERGE_FINDS_H_
#define FUSE_DIRENTS_CORPUS_GATE_MERGE_FINDS_H_

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "corpus/gate/features.h"
#include "corpus/gate/filing.h"
#include "fuzz/mutator/target_format.h"

namespace fuse_dirents {

// The contents of all files below `folder`, sorted by size and then by bytes.
// On failure returns nothing and sets *problem: a file cannot be read or is too
// long for an input, or the folder holds no file.
std::optional<std::vector<std::string>> ReadFinds(
    const std::filesystem::path& folder, std::string* problem);

struct MergedFinds {
  struct Kept {
    // found/NAME.dirent or .plus; NAME is the first 16 digits of the digest.
    NewFile file;
    Features added;  // Those that neither the corpus nor an earlier one has.
  };
  std::vector<Kept> kept;
  size_t known = 0;  // Equal to an input of the corpus or an earlier find.
  size_t adds_nothing = 0;  // The others that were not kept.
};

// Goes through `finds` in order and keeps each that has a feature which no
// input of `files` and no find kept before it has.
MergedFinds MergeFinds(const CorpusFiles& files, TargetFormat format,
                       const std::vector<std::string>& finds);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_MERGE_FINDS_H_
