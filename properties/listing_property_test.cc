// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/property_test.h"
#include "properties/listing_properties.h"

namespace fuse_dirents {

std::span<const Property* const> PropertiesUnderTest() {
  return ListingProperties();
}

}  // namespace fuse_dirents
