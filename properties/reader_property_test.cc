// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/reader/dirent_reader.h"
#include "properties/engine/property_test.h"
#include "properties/reader_properties.h"

namespace fuse_dirents {
namespace {

// A name inside one segment is never bounced and its pointer lies in that
// segment; a bounced name straddles.
TEST(ReaderProperty, Borrowing) {
  EXPECT_TRUE(Holds(kBorrowing<DirentReader>));
}

// Every step moves pos() by reclen, which is at least a header, so a reader
// finishes in at most size / header steps.
TEST(ReaderProperty, Progress) { EXPECT_TRUE(Holds(kProgress<DirentReader>)); }

// After the first stop nothing changes, and a Next() that returns false leaves
// *out alone.
TEST(ReaderProperty, Stickiness) {
  EXPECT_TRUE(Holds(kStickiness<DirentReader>));
}

}  // namespace
}  // namespace fuse_dirents
