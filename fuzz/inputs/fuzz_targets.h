// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_FUZZ_TARGETS_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_FUZZ_TARGETS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/mutator/target_format.h"

namespace fuse_dirents {

// What an input is: a reply with its choices, numbers, or else bytes of which
// nothing is known.
struct InputKind {
  std::optional<TargetFormat> reply = {};
  // The name of their format (fuzz/inputs/input_recipe.h); empty: they are
  // none.
  std::string_view numbers = {};
};

// What the inputs of a fuzz target are.
struct FuzzTarget {
  std::string_view name;
  InputKind kind;
};

// Those of bazel/targets.bzl, in its order.
std::span<const FuzzTarget> OurFuzzTargets();

// Kinds by name: "dirent", "direntplus", "by-trailer", "request", "session",
// "bytes".  Nothing where `name` is none of them.
std::optional<InputKind> ParseInputKind(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_FUZZ_TARGETS_H_
