// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of anything that implements the C ABI: how the traces of related
// replies are related.  None needs the right trace of a reply.

#ifndef FUSE_DIRENTS_PROPERTIES_RELATED_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_RELATED_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// The same reply on folios of 4, 8 or 16 pages, with the same seam, after empty
// descs and between descs of odd lengths, gives the trace of a linear buffer.
extern const Property kLargeFolios;

// The trace of two joined replies is the trace of the first and then that of
// the second, except for the returns.
extern const Property kConcatenation;

// A caller whose buffer is full after any record, and who resumes at the
// position it was given, gets the entries that a large buffer gets.
extern const Property kResume;

// Bytes after the last byte of a reply have no effect, even if they complete
// the record that was cut.
extern const Property kStaleTail;

// A changed byte has no effect before the record that holds it.
extern const Property kChangedByte;

// Unknown type bits pass through.
extern const Property kUnknownTypes;

// All of them.
std::span<const Property* const> RelatedProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_RELATED_PROPERTIES_H_
