// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The curated inputs of the corpus: what lies in accept/, stop/, reject/ and
// regressions/, each beside its recipe.
//
//     accept/namelen-1024.dirent          the input
//     accept/namelen-1024.dirent.recipe   how it is made, and why

#ifndef FUSE_DIRENTS_CORPUS_CURATED_H_
#define FUSE_DIRENTS_CORPUS_CURATED_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

// The folders by what the parser does with the first trace of a reply: it
// returns 0 at the end of the reply; it returns 0 in front of it; it refuses
// it.
inline constexpr std::string_view kOutcomes[] = {"accept", "stop", "reject"};

// The format that a file's name tells: ".dirent" or ".plus" at its end.
std::optional<RecordFormat> FormatOf(const std::filesystem::path& file);

// All files below `folder`, sorted by name; none where there is no folder.
std::vector<std::filesystem::path> FilesBelow(
    const std::filesystem::path& folder);

// The bytes of a file, or nothing where it cannot be read.
std::optional<std::string> ReadWhole(const std::filesystem::path& file);

// The input that a recipe's text makes: reply and trailer.  On failure returns
// nothing, and says in *problem what is wrong with which line.
std::optional<std::string> InputFromRecipe(std::string_view recipe,
                                           std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_CURATED_H_
