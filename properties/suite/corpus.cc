// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/corpus.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/check.h"
#include "base/embedded_files.h"

extern "C" const char fuse_dirents_corpus[], fuse_dirents_corpus_end[];

namespace fuse_dirents {
namespace {

// A corpus with fewer files of a format has lost some.
constexpr ptrdiff_t kLeastFiles = 40;

std::vector<InputFile> ReadCorpus() {
  std::vector<InputFile> files;
  for (const EmbeddedFile& file :
       EmbeddedFiles(fuse_dirents_corpus, fuse_dirents_corpus_end)) {
    const std::string path(file.path);
    const auto format = FormatOf(path);
    FUSE_DIRENTS_CHECK(format);
    files.push_back({path, *format, std::string(file.bytes)});
  }
  for (const auto format : {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    FUSE_DIRENTS_CHECK(std::ranges::count(files, format, &InputFile::format) >=
                       kLeastFiles);
  }
  return files;
}

}  // namespace

const std::vector<InputFile>& EmbeddedCorpus() {
  static const std::vector<InputFile>& files =
      *new std::vector<InputFile>(ReadCorpus());
  return files;
}

}  // namespace fuse_dirents
