// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_TARGET_FORMAT_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_TARGET_FORMAT_H_

#include <cstdint>

#include "differential/input.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The format of a fuzz target's replies.
enum class TargetFormat : uint8_t {
  kDirent,
  kDirentplus,
  kByTrailer,  // What Choices::format says.
};

// The format of a target's reply with these choices.
inline RecordFormat FormatOf(TargetFormat target, const Choices& choices) {
  if (target == TargetFormat::kByTrailer) return choices.format;
  return target == TargetFormat::kDirent ? RecordFormat::kDirent
                                         : RecordFormat::kDirentplus;
}

// For a target that only knows once LLVMFuzzerInitialize() has run: it defines
// this and links //fuzz/mutator:for_format_of_target.
TargetFormat FormatOfTarget();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_TARGET_FORMAT_H_
