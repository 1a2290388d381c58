// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/corpus.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/check.h"

// bazel/embed_files.bzl says what lies between them.
extern "C" const char fuse_dirents_corpus[], fuse_dirents_corpus_end[];

namespace fuse_dirents {
namespace {

// A corpus with fewer files of a format has lost some.
constexpr ptrdiff_t kLeastFiles = 40;

std::vector<InputFile> ReadCorpus() {
  std::string_view rest(
      fuse_dirents_corpus,
      static_cast<size_t>(fuse_dirents_corpus_end - fuse_dirents_corpus));
  const auto take = [&rest](size_t size) {
    FUSE_DIRENTS_CHECK(size <= rest.size());
    const std::string_view bytes = rest.substr(0, size);
    rest.remove_prefix(size);
    return bytes;
  };
  std::vector<InputFile> files;
  while (!rest.empty()) {
    uint32_t sizes[2];
    std::memcpy(sizes, take(sizeof sizes).data(), sizeof sizes);
    const std::string path(take(sizes[0]));
    const auto format = FormatOf(path);
    FUSE_DIRENTS_CHECK(format);
    files.push_back({path, *format, std::string(take(sizes[1]))});
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
