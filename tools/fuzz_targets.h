// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_FUZZ_TARGETS_H_
#define FUSE_DIRENTS_TOOLS_FUZZ_TARGETS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/mutator/target_format.h"

namespace fuse_dirents {

// What the inputs of a fuzz target are.
struct FuzzTarget {
  std::string_view name;
  std::optional<TargetFormat> format;  // Nothing: bytes that are no reply.
};

// Those of fuzz/targets.bzl, in its order.
std::span<const FuzzTarget> OurFuzzTargets();

// Formats by name: "dirent", "direntplus", "by-extra"; "bytes" is none of them.
// False where `name` is unknown.
bool ParseTargetFormat(std::string_view name,
                       std::optional<TargetFormat>* format);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_FUZZ_TARGETS_H_
