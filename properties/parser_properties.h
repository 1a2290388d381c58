// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of anything that implements the C ABI.  Each is checked on every
// parser of the runner.

#ifndef FUSE_DIRENTS_PROPERTIES_PARSER_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_PARSER_PROPERTIES_H_

#include <span>

#include "properties/engine/property.h"

namespace fuse_dirents {

// A parser's trace does not depend on how the reply lies in memory, nor on the
// bytes after it.
extern const Property kLayoutIndependence;

// All parsers of one profile give the same trace.
extern const Property kAgreement;

// The trace of a cut reply is a prefix of the whole reply's, except for the
// return.
extern const Property kPrefix;

// Parsing a reply again gives the same trace, whatever was parsed in between.
extern const Property kNoState;

// A parser emits what was written: ino, off, type and name of every record, in
// order, and links nothing but the entry_out of the record it emitted.
extern const Property kParserRoundTrip;

// A parser that took every entry resumes at the off of the last record.
extern const Property kParserEndPosition;

// A reply that is one byte short ends before its last record, with what the
// profile returns for a record that is cut.
extern const Property kParserOneByteShort;

// All of them.
std::span<const Property* const> ParserProperties();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_PARSER_PROPERTIES_H_
