// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Four properties of writer and reader, in both formats, and the last three of
// every parser.

#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"
#include "properties/engine/property_test.h"
#include "properties/parser_properties.h"
#include "properties/reader_properties.h"
#include "properties/writer_properties.h"

namespace fuse_dirents {
namespace {

// A writer writes the bytes that the wire format draws, and no others.
TEST(RoundTripProperty, ExactBytes) {
  EXPECT_TRUE(Holds(kExactBytes<DirentWriter>));
}

// What was written is read back: every field, in order.
TEST(RoundTripProperty, RoundTrip) {
  EXPECT_TRUE(Holds(kRoundTrip<DirentReader>));
}
TEST(RoundTripProperty, RoundTripThroughParsers) {
  EXPECT_TRUE(Holds(kParserRoundTrip));
}

// The reader ends where the writer ended; a parser resumes at the last off.
TEST(RoundTripProperty, SameEndPosition) {
  EXPECT_TRUE(Holds(kSameEndPosition<DirentReader>));
}
TEST(RoundTripProperty, SameEndPositionThroughParsers) {
  EXPECT_TRUE(Holds(kParserEndPosition));
}

// A reply that is one byte short stops in front of its last record, although
// the byte lies there still.
TEST(RoundTripProperty, OneByteShort) {
  EXPECT_TRUE(Holds(kOneByteShort<DirentReader>));
}
TEST(RoundTripProperty, OneByteShortThroughParsers) {
  EXPECT_TRUE(Holds(kParserOneByteShort));
}

}  // namespace
}  // namespace fuse_dirents
