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
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "corpus/gate/features.h"
#include "corpus/gate/filing.h"
#include "fuzz/mutator/target_format.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The contents of all files below `folder`.  On failure returns nothing and
// sets *problem: a file cannot be read or is too long for an input, or the
// folder holds no file.
std::optional<std::vector<std::string>> ReadFinds(
    const std::filesystem::path& folder, std::string* problem);

// Whether `input` has at most kMaxReplyBytes of a reply; else sets *problem to
// one line that begins with `place`.
bool IsShortEnough(std::string_view input, const std::string& place,
                   std::string* problem);

// An input that a fuzzer found.
struct Find {
  RecordFormat records;
  std::string bytes;

  friend bool operator==(const Find&, const Find&) = default;
};

// Inputs of a target whose replies have this format, as finds.
std::vector<Find> FindsOf(TargetFormat format, std::vector<std::string> inputs);

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

// Goes through `finds`, smallest first, then in the order of the bytes, and
// keeps each that has a feature which no input of `files` and no find kept
// before it has.  The order of `finds` changes nothing.
MergedFinds MergeFinds(const CorpusFiles& files, std::vector<Find> finds);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_MERGE_FINDS_H_
