// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/digest.h"

#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// From xxHash's own tool:
//     printf '' | xxhsum -H2; printf 'fuse-dirents' | xxhsum -H2
TEST(DigestTest, IsWhatXxhsumPrints) {
  EXPECT_EQ(DigestOf("").ToText(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(DigestOf("fuse-dirents").ToText(),
            "5e3ef5fb2df3255fa7a5635b7c34590f");
}

TEST(DigestTest, OfPiecesIsTheDigestOfTheWhole) {
  std::string all;
  DigestStream stream;
  EXPECT_EQ(stream.Get(), DigestOf(""));
  for (size_t size : {1, 0, 7, 1000, 64}) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    all += piece;
    stream.Add(piece);
    EXPECT_EQ(stream.Get(), DigestOf(all)) << all.size();
  }
}

}  // namespace
}  // namespace fuse_dirents
