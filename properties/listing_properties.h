// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of the readdir path around the parser: how requests are sized, and
// what a whole listing over many requests gives.  The parsers of the runner are
// not asked.  Planted path mutants are seen by all of them.
//
// A case stands for a listing: its records, several times over, are what the
// server's directory holds; its profile is the client's; layout.page_size is
// the client's page size; and the numbers of Case::draws say what server,
// transport, caller and fault are.  So a counterexample is a recipe like any
// other, and `dirents` shows the records.

#ifndef FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_

#include "properties/engine/property.h"

namespace fuse_dirents {

// The sentences stand in listing_property_test.cc.
extern const Property kSizingGuarantees;
extern const Property kShortAllocation;
extern const Property kCacheReplay;
extern const Property kAdaptiveListing;
extern const Property kListingModel;

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_
