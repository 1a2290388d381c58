// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The files of the corpus in memory, and what their paths mean.
//
//     accept/namelen-1024.dirent           a curated input,
//     accept/namelen-1024.dirent.recipe    how it is made, and why,
//     accept/namelen-1024.dirent.trace     and what parsers must do with it
//     captured/sshfs/one-512-000.plus      a bulk input; MANIFEST has the
//                                          digest of its trace

#ifndef FUSE_DIRENTS_CORPUS_GATE_CORPUS_FILES_H_
#define FUSE_DIRENTS_CORPUS_GATE_CORPUS_FILES_H_

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "differential/input_file.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Contents by path, relative to corpus/.
using CorpusFiles = std::map<std::string, std::string, std::less<>>;

// The folders of curated inputs, named for what the parser does with the reply:
// it returns 0 at its end, it returns 0 before its end, it returns an error.
inline constexpr std::string_view kOutcomes[] = {"accept", "stop", "reject"};

// The ending that a recipe adds to the name of its input.
inline constexpr std::string_view kRecipeEnding = ".recipe";

// The first folder of a path; empty if it has none.
std::string_view TopFolder(std::string_view path);

// Whether a file is in the folder of an outcome.
bool IsCurated(std::string_view path);

// The outcome of an input file's bytes: how the reader ends under the trailer's
// profile.
std::string_view OutcomeOf(RecordFormat format, std::string_view input);

// Reads what belongs to the corpus below `folder`: the manifest, and all files
// in folders; not the sources beside them (BUILD, *.md, *.sh).  On failure
// returns nothing, and says in *problem which file cannot be read.
std::optional<CorpusFiles> ReadCorpus(const std::filesystem::path& folder,
                                      std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_CORPUS_FILES_H_
