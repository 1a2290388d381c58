// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The golden trace of an input: what a client of each profile does with it,
// beside the input as readable text.
//
//     == linux linux_before_6_15
//     emit ino=1 off=1 type=4 name="."
//     return -EIO pos=1
//     == gvisor
//     return -EINVAL pos=0
//
// Profiles that do the same share a trace, and stand in the order of
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

// What stands behind the name of an input to name its golden trace.
inline constexpr std::string_view kTraceEnding = ".trace";

// The golden trace of an input file's bytes (reply and trailer; the trailer's
// profile is replaced by each in turn), from the reference alone.
std::string GoldenText(RecordFormat format, std::string_view input);

// Trace by name of profile.  On failure returns nothing, and says in *problem
// what is wrong with which line: every profile must be there once.
std::optional<std::map<std::string, Trace, std::less<>>> ParseGolden(
    std::string_view text, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_GOLDEN_H_
