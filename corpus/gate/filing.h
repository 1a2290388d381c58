// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// New inputs on their way into the corpus.

#ifndef FUSE_DIRENTS_CORPUS_GATE_FILING_H_
#define FUSE_DIRENTS_CORPUS_GATE_FILING_H_

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Limit of all files together.
inline constexpr size_t kMaxCorpusBytes = size_t{16} << 20;

// A file that is not there yet.
struct NewFile {
  std::string path;  // Relative to the folder, such as corpus/.
  std::string contents;
};

// Whether `name` is 1 to 100 of a-z, 0-9 and -, as curated inputs' names are.
bool IsInputName(std::string_view name);

// The path of a curated input called `name`, or of its recipe or trace, in any
// outcome's folder; empty if there is none.
std::string TakenBy(const CorpusFiles& files, std::string_view name,
                    RecordFormat format);

// The path of an input with the same bytes as `input`; empty if there is none.
// Replies of real servers count if `captured`.
std::string DuplicateOf(const CorpusFiles& files, RecordFormat format,
                        std::string_view input, bool captured);

// The files of a curated input in the order to write them: recipe, golden
// trace, input.
// REQUIRES: EncodeInput() wrote `input`; IsInputName(name).
std::vector<NewFile> CuratedFiles(RecordFormat format, std::string_view input,
                                  std::string_view name, std::string_view why);

// Writes `files` below `folder`, in their order, and makes the folders that
// they lie in.  Each appears in one step; signals wait meanwhile.  Returns
// false and sets *problem if one exists or cannot be written; then nothing has
// changed. Only if `replaces_last` may the last replace an older file.
bool PlaceFiles(const std::filesystem::path& folder,
                std::span<const NewFile> files, bool replaces_last,
                std::string* problem);

// Writes `added` below `folder`, which `files` was read from, and lists them in
// the manifest.  Returns false and sets *problem if a file exists, cannot be
// written, or makes the corpus larger than kMaxCorpusBytes; then no file has
// changed.  The manifest comes last, so the gate names files left by a kill.
bool FileInputs(const std::filesystem::path& folder, const CorpusFiles& files,
                std::span<const NewFile> added, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_FILING_H_
