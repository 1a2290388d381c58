// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What every *_property_test.cc runs on: a main() with --seed=N, --cases=N and
// --replay=FILE beside gtest's flags, and one assertion.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_TEST_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_TEST_H_

#include <span>

#include "differential/parser_list.h"
#include "gtest/gtest.h"
#include "properties/engine/property.h"

namespace fuse_dirents {

// Fails unless `property` holds for as many generated cases as were asked for,
// and these straddle and are cut as often as it takes to show something; with
// --replay, unless it holds for the case in the file.
testing::AssertionResult Holds(
    const Property& property,
    std::span<const ListedParser> parsers = OurParsers());

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_TEST_H_
