// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of anything behind the C ABI.  Each is asked of every parser of
// the runner; the sentence stands in parser_property_test.cc, where it is run,
// and here once more where it is told in code.

#ifndef FUSE_DIRENTS_PROPERTIES_PARSER_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_PARSER_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// A parser's trace does not depend on how the reply lies in memory, nor on what
// lies behind it.
extern const Property kLayoutIndependence;

// All parsers of one profile give the same trace.
extern const Property kAgreement;

// The trace of a reply that is cut is a prefix of the whole reply's, but for
// the return.
extern const Property kPrefix;

// Parsing a reply again gives the same trace again, whatever was parsed
// between.
extern const Property kNoState;

// A parser emits what was written: ino, off, type and name of every record, in
// order, and links nothing but the entry_out of the record it emitted.
extern const Property kParserRoundTrip;

// A parser that took every entry resumes at the off of the last record.
extern const Property kParserEndPosition;

// A reply that is one byte short ends before its last record, with what the
// profile returns for a record that is cut.
extern const Property kParserOneByteShort;

// Those above, for a loop over all of them.
std::span<const Property* const> ParserProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_PARSER_PROPERTIES_H_
