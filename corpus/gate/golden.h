// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The golden trace of an input: the traces under every profile, as text in a
// file beside the input.
//
//     == linux linux_before_6_15
//     emit ino=1 off=1 type=4 name="."
//     return -EIO pos=1
//     == gvisor
//     return -EINVAL pos=0
//
// Profiles with the same trace share a section.  Profiles are in the order of
// AllProfiles().

#ifndef FUSE_DIRENTS_CORPUS_GATE_GOLDEN_H_
#define FUSE_DIRENTS_CORPUS_GATE_GOLDEN_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The ending that a golden trace adds to the name of its input.
inline constexpr std::string_view kTraceEnding = ".trace";

// The golden trace of an input file's bytes (reply and trailer), by the
// reference.  Each profile in turn replaces the trailer's.
std::string GoldenText(RecordFormat format, std::string_view input);

// The traces by name of profile.  Every profile must be there once.  On failure
// returns nothing and sets *problem to the line and what is wrong with it.
std::optional<std::map<std::string, Trace, std::less<>>> ParseGolden(
    std::string_view text, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_GOLDEN_H_
