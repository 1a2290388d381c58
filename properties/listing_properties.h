// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of the readdir path around the parser: how requests are sized, and
// what a whole listing over many requests gives.  The parsers of the bench are
// not asked.
//
// A case stands for a listing: its records, several times over, are what the
// server's directory holds; its profile is the client's; layout.page_size is
// the client's page size; and the numbers of choices.extra say what server,
// transport, caller and fault are.  So a counterexample is a recipe like any
// other, and `dirents` shows the records.

#ifndef FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {

// What a canary does to a listing; by default nothing.
struct ListingPlant {
  ReaddirBugs bugs = {};
  // Done to the rig after its first listing.
  void (*between)(ListingRig* rig) = nullptr;
  SizingRule (*sizing)(SizingRule rule) = nullptr;
};
inline constexpr ListingPlant kNoPlant = {};

// Each says in a line what it is about; the sentences stand in
// listing_property_test.cc.
Verdict KeepsGuarantees(const Case& c, const ListingPlant& plant);
Verdict OnlyShortens(const Case& c, const ListingPlant& plant);
Verdict CacheReplays(const Case& c, const ListingPlant& plant);
Verdict AdaptsUnseen(const Case& c, const ListingPlant& plant);

extern const CaseKind kSizingKinds[2];
extern const CaseKind kShortKinds[2];
extern const CaseKind kListingKinds[2];
extern const CaseKind kAdaptiveKinds[2];

inline constexpr CaseRules kSizingCases = {.draws_extra = true};
inline constexpr CaseRules kListingCases = {
    .well_formed = true, .draws_extra = true, .max_namelen = 1024};

template <const ListingPlant& kPlant = kNoPlant>
inline constexpr Property kSizingGuarantees = {
    "sizing_guarantees", kSizingCases,
    [](Bench&, const Case& c) { return KeepsGuarantees(c, kPlant); }, 0,
    kSizingKinds};
template <const ListingPlant& kPlant = kNoPlant>
inline constexpr Property kShortAllocation = {
    "short_allocation", kListingCases,
    [](Bench&, const Case& c) { return OnlyShortens(c, kPlant); }, 0,
    kShortKinds};
template <const ListingPlant& kPlant = kNoPlant>
inline constexpr Property kCacheReplay = {
    "cache_replay", kListingCases,
    [](Bench&, const Case& c) { return CacheReplays(c, kPlant); }, 0,
    kListingKinds};
template <const ListingPlant& kPlant = kNoPlant>
inline constexpr Property kAdaptive = {
    "adaptive", kListingCases,
    [](Bench&, const Case& c) { return AdaptsUnseen(c, kPlant); }, 0,
    kAdaptiveKinds};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_LISTING_PROPERTIES_H_
