// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"
#include "properties/engine/property_test.h"
#include "properties/reader_properties.h"
#include "properties/writer_properties.h"

namespace fuse_dirents {

std::span<const Property* const> PropertiesUnderTest() {
  static constexpr const Property* kAll[] = {
      &kExactBytes<DirentWriter>, &kRoundTrip<DirentReader>,
      &kSameEndPosition<DirentReader>, &kOneByteShort<DirentReader>};
  return kAll;
}

}  // namespace fuse_dirents
