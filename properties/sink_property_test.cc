// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/property_test.h"
#include "properties/sink_properties.h"

namespace fuse_dirents {
namespace {

// A page that is rewritten inside emit or link shows as the old reply or as the
// new one: no field is fetched twice.
TEST(SinkProperty, SingleFetch) { EXPECT_TRUE(Holds(kSingleFetch)); }

// Every lookup that the server counted is linked or given back once, but for
// the leaks that the profile knows.
TEST(SinkProperty, LedgerBalance) { EXPECT_TRUE(Holds(kLedgerBalance)); }

}  // namespace
}  // namespace fuse_dirents
