// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/property_test.h"
#include "properties/related_properties.h"

namespace fuse_dirents {
namespace {

// The trace does not depend on folios of 4, 8 or 16 pages, nor on empty descs
// and descs of odd lengths among them.
TEST(RelatedProperty, LargeFolios) { EXPECT_TRUE(Holds(kLargeFolios)); }

// The trace of two replies on end is their two traces on end.
TEST(RelatedProperty, Concatenation) { EXPECT_TRUE(Holds(kConcatenation)); }

// A listing can be resumed behind any record, and gives what it would have
// given.
TEST(RelatedProperty, Resume) { EXPECT_TRUE(Holds(kResume)); }

// Stale bytes behind the reply are never seen.
TEST(RelatedProperty, StaleTail) { EXPECT_TRUE(Holds(kStaleTail)); }

// A changed byte changes at most the record it lies in and what follows.
TEST(RelatedProperty, ChangedByte) { EXPECT_TRUE(Holds(kChangedByte)); }

// Type bits that nobody knows pass through.
TEST(RelatedProperty, UnknownTypes) { EXPECT_TRUE(Holds(kUnknownTypes)); }

}  // namespace
}  // namespace fuse_dirents
