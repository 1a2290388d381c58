// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of anything behind the C ABI that tell how the traces of related
// replies are related.  None needs to know the right trace of any.

#ifndef FUSE_DIRENTS_PROPERTIES_RELATED_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_RELATED_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// The same reply on folios of 4, 8 or 16 pages, with the same seam, behind
// empty descs and between descs of odd lengths, gives the trace of a linear
// buffer.
extern const Property kLargeFolios;

// The trace of two replies on end is the trace of the one and then that of the
// other, but for the returns.
extern const Property kConcatenation;

// A caller whose buffer is full after any record, and who resumes at the
// position it was given, gets the entries that a large buffer gets.
extern const Property kResume;

// What lies behind the last byte of a reply, even the rest of the record that
// it was cut in, is never seen.
extern const Property kStaleTail;

// A byte that is changed does not show before the record it lies in.
extern const Property kChangedByte;

// A type that nobody has heard of goes through as it is.
extern const Property kUnknownTypes;

// Those above, for a loop over all of them.
std::span<const Property* const> RelatedProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_RELATED_PROPERTIES_H_
