// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of anything behind the C ABI that are held by what stands at the
// other end of its sink: a server that writes while it is read, and the books
// of lookups.

#ifndef FUSE_DIRENTS_PROPERTIES_SINK_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_SINK_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// Pages rewritten inside emit and link show as the old reply or as the new one:
// no field is fetched twice.
extern const Property kSingleFetch;

// Every lookup that the server counted is linked or given back once, but for
// the leaks that the profile knows.
extern const Property kLedgerBalance;

// Those above, for a loop over all of them.
std::span<const Property* const> SinkProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SINK_PROPERTIES_H_
