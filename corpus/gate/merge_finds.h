// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// From a fuzzer's corpus, the few inputs that the corpus has no like of.

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
// On failure returns nothing, and says in *problem what is wrong: a file that
// cannot be read or is no input for its size; a folder that holds no file.
std::optional<std::vector<std::string>> ReadFinds(
    const std::filesystem::path& folder, std::string* problem);

struct MergedFinds {
  struct Kept {
    // found/NAME.dirent or .plus, NAME the first 16 digits of the digest.
    NewFile file;
    Features added;  // What neither the corpus nor one before it has.
  };
  std::vector<Kept> kept;
  size_t known = 0;         // Byte for byte in the corpus, or twice.
  size_t adds_nothing = 0;  // Of all others.
};

// Chooses from `finds`, in their order, each that has a feature that no input
// of `files` has, nor one chosen before it.
MergedFinds MergeFinds(const CorpusFiles& files, TargetFormat format,
                       const std::vector<std::string>& finds);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_MERGE_FINDS_H_
