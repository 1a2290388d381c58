// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of the readdir path around the parser: how requests are sized, and
// what a whole listing over many requests gives.  They run the client of
// readdir/, not the parsers of the runner, so planted path mutants show in
// them.
//
// A case stands for a listing: its records, several times over, are what the
// server's directory holds; its profile is the client's; layout.page_size is
// the client's page size; and the numbers of Case::draws choose the server,
// transport, caller and fault.  So a counterexample is a recipe like any other,
// and `dirents` shows its records.

#ifndef FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// Every sizing rule keeps the guarantees that SIZING.md says it keeps, and a
// request after a short allocation asks for what the pages hold.
extern const Property kSizingGuarantees;

// An allocation that falls short makes one request shorter, and changes nothing
// else.
extern const Property kShortAllocation;

// The cache replays the listing that filled it without a request.
extern const Property kCacheReplay;

// A listing that alternates READDIR and READDIRPLUS gives the entries of the
// listing by READDIR, and its lookups balance.
extern const Property kAdaptiveListing;

// Each call makes the request, gives the entries, returns the error and leaves
// the position that the model computes from what the server sent.
extern const Property kListingModel;

// All of them.
std::span<const Property* const> ListingProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_
