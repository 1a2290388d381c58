// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/property_test.h"
#include "properties/parser_properties.h"

namespace fuse_dirents {
namespace {

// The trace does not depend on how the reply lies in memory: on pages of any
// size in any order, under whole and partly used descs, with anything behind
// it.
TEST(ParserProperty, LayoutIndependence) {
  EXPECT_TRUE(Holds(kLayoutIndependence));
}

// Two parsers of one profile give the same trace.
TEST(ParserProperty, Agreement) { EXPECT_TRUE(Holds(kAgreement)); }

// The trace of a reply that is cut anywhere is a prefix of the trace of the
// whole, but for the return.
TEST(ParserProperty, Prefix) { EXPECT_TRUE(Holds(kPrefix)); }

// Parsing a reply again gives the same trace again.
TEST(ParserProperty, NoState) { EXPECT_TRUE(Holds(kNoState)); }

}  // namespace
}  // namespace fuse_dirents
