// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/corpus_files.h"

#include <algorithm>
#include <span>
#include <system_error>

#include "base/check.h"
#include "base/files.h"
#include "corpus/gate/manifest.h"
#include "differential/input.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// The folder of the code that holds the corpus.
constexpr std::string_view kGate = "gate";

bool IsData(std::string_view path) {
  const fs::path name = fs::path(path).filename();
  if (name == "BUILD" || name.extension() == ".md" ||
      name.extension() == ".sh") {
    return false;
  }
  return path == kManifest ||
         (path.find('/') != path.npos && TopFolder(path) != kGate);
}

}  // namespace

std::string_view TopFolder(std::string_view path) {
  const size_t slash = path.find('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

bool IsCurated(std::string_view path) {
  return std::ranges::find(kOutcomes, TopFolder(path)) != std::end(kOutcomes);
}

std::string_view OutcomeOf(RecordFormat format, std::string_view bytes) {
  const Input input = DecodeInput(bytes);
  const std::string_view reply = input.reply.substr(
      0, input.choices.layout.cut.value_or(input.reply.size()));
  DirentReader reader(
      format, ReplyBytes(std::as_bytes(std::span(reply.data(), reply.size()))),
      *input.choices.profile);
  for (Dirent record; reader.Next(&record);) {
  }
  if (reader.error() != 0) return "reject";
  return reader.stop() == Stop::kEndOfReply ? "accept" : "stop";
}

std::optional<CorpusFiles> ReadCorpus(const fs::path& folder,
                                      std::string* problem) {
  CorpusFiles files;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    const fs::path& file = it->path();
    const std::string path = file.lexically_relative(folder);
    if (it->is_directory() || !IsData(path)) continue;
    auto contents = ReadFile(file, problem);
    if (!contents) return std::nullopt;
    files.emplace(path, std::move(*contents));
  }
  if (error) {
    *problem = folder.string() + ": " + error.message();
    return std::nullopt;
  }
  return files;
}

}  // namespace fuse_dirents
