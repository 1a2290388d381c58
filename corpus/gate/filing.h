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

// The corpus is at most so many bytes, all files together.
inline constexpr size_t kMaxCorpusBytes = size_t{16} << 20;

// A file that is not there yet.
struct NewFile {
  std::string path;  // Relative to corpus/.
  std::string contents;
};

// Whether a curated input may be called so: 1 to 100 of a-z, 0-9 and -.
bool IsInputName(std::string_view name);

// The path that a curated input called `name` has, or one of its files, in
// whichever folder of an outcome; empty where the name is free.
std::string TakenBy(const CorpusFiles& files, std::string_view name,
                    RecordFormat format);

// The path of an input that is `input` byte for byte; empty where there is
// none.  `captured`: whether what real servers sent counts.
std::string DuplicateOf(const CorpusFiles& files, RecordFormat format,
                        std::string_view input, bool captured);

// The files of a curated input, in the order in which they are to be written:
// recipe, golden trace, input.
// REQUIRES: EncodeInput() wrote `input`; IsInputName(name).
std::vector<NewFile> CuratedFiles(RecordFormat format, std::string_view input,
                                  std::string_view name, std::string_view why);

// Writes `added` below `folder`, which `files` was read from, and lists them in
// the manifest.  All or nothing: where one cannot be written, stands there
// already, or makes the corpus larger than kMaxCorpusBytes, returns false with
// *problem saying why.  Each file comes whole and in one step, in the order of
// `added`, the manifest last; signals that end a program wait meanwhile.  What
// a kill leaves is not in the manifest, and so the gate names it.
bool FileInputs(const std::filesystem::path& folder, const CorpusFiles& files,
                std::span<const NewFile> added, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_FILING_H_
