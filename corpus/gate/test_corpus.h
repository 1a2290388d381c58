// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The corpus of a test that has //corpus:files as data.

#ifndef FUSE_DIRENTS_CORPUS_GATE_TEST_CORPUS_H_
#define FUSE_DIRENTS_CORPUS_GATE_TEST_CORPUS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "differential/input.h"
#include "gtest/gtest.h"
#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Read once.  Empty, and the test fails, where a file cannot be read.
inline const CorpusFiles& TestCorpus() {
  static const CorpusFiles* const files = [] {
    std::string problem;
    auto read = ReadCorpus("corpus", &problem);
    EXPECT_TRUE(read) << problem;
    return new CorpusFiles(std::move(read).value_or(CorpusFiles()));
  }();
  return *files;
}

// A curated input.  Borrows TestCorpus().
struct CuratedReply {
  std::string_view path;
  RecordFormat format;
  Input input;

  ByteRun bytes() const {
    return std::as_bytes(std::span(input.reply.data(), input.reply.size()));
  }
};

// Those whose reply has at most `max_bytes` bytes, by path.
inline std::vector<CuratedReply> CuratedReplies(size_t max_bytes = SIZE_MAX) {
  std::vector<CuratedReply> replies;
  for (const auto& [path, bytes] : TestCorpus()) {
    const auto format = FormatOf(path);
    if (!format || !IsCurated(path)) continue;
    const Input input = DecodeInput(bytes);
    if (input.reply.size() <= max_bytes) {
      replies.push_back({path, *format, input});
    }
  }
  return replies;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_TEST_CORPUS_H_
