// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What every *_property_test.cc links: a main() with --seed=N, --cases=N and
// --replay=FILE beside gtest's flags, and a test of each property.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_TEST_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_TEST_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// Defined by the test.  Each must hold for as many generated cases as the flags
// say, which must be of the right kinds; with --replay, for the case in the
// file.
std::span<const Property* const> PropertiesUnderTest();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_TEST_H_
