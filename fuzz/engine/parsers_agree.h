// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the fuzz targets have in common: how an input becomes a reply, and how a
// finding is told.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_PARSERS_AGREE_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_PARSERS_AGREE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "differential/compare.h"
#include "differential/input.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Prints `report` to stderr, behind "finding: ", and aborts.
[[noreturn]] void ReportFinding(std::string_view report);

// Reads a fuzz target's input into *input.  False where the reply is longer
// than kMaxReplyBytes, which no client asks for: such an input is ignored.
bool ReadInput(const uint8_t* data, size_t size, Input* input);

// Compares the parsers of `comparer` on `input`; a difference is a finding.
void CheckParsersAgree(RecordFormat format, const Input& input,
                       Comparer* comparer);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_PARSERS_AGREE_H_
