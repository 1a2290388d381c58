// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of anything that implements the C ABI, checked from its sink:
// pages that a server rewrites during the parse, and the balance of lookups.

#ifndef FUSE_DIRENTS_PROPERTIES_SINK_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_SINK_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// If pages are rewritten during emit and link, the trace is that of the old
// reply or the new one: no field is fetched twice.
extern const Property kSingleFetch;

// Every lookup that the server counted is linked or given back once, except for
// the leaks that the profile has.
extern const Property kLedgerBalance;

// All of them.
std::span<const Property* const> SinkProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SINK_PROPERTIES_H_
