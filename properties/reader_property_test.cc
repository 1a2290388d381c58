// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/reader/dirent_reader.h"
#include "properties/engine/property_test.h"
#include "properties/reader_properties.h"

namespace fuse_dirents {

std::span<const Property* const> PropertiesUnderTest() {
  static constexpr const Property* kAll[] = {&kBorrowing<DirentReader>,
                                             &kProgress<DirentReader>,
                                             &kStickiness<DirentReader>};
  return kAll;
}

}  // namespace fuse_dirents
