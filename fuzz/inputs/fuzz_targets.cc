// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/fuzz_targets.h"

#include <array>
#include <iterator>

namespace fuse_dirents {
namespace {

constexpr std::optional<InputKind> KindOf(std::string_view name) {
  if (name == "dirent") return InputKind{.reply = TargetFormat::kDirent};
  if (name == "direntplus") {
    return InputKind{.reply = TargetFormat::kDirentplus};
  }
  // "by-extra" was its name before the trailer had a format.
  if (name == "by-trailer" || name == "by-extra") {
    return InputKind{.reply = TargetFormat::kByTrailer};
  }
  if (name == "request") return InputKind{.numbers = "request"};
  if (name == "session") return InputKind{.numbers = "session"};
  if (name == "bytes") return InputKind{};
  return std::nullopt;
}

// What bazel/targets.bzl says.
struct Row {
  std::string_view name;
  std::string_view kind;
};

constexpr Row kRows[] = {
#include "fuzz/inputs/fuzz_target_table.inc"
};

constexpr auto kTargets = [] {
  std::array<FuzzTarget, std::size(kRows)> targets;
  for (size_t i = 0; i < targets.size(); ++i) {
    // value() of an unknown kind does not compile.
    targets[i] = {kRows[i].name, KindOf(kRows[i].kind).value()};
  }
  return targets;
}();

}  // namespace

std::span<const FuzzTarget> OurFuzzTargets() { return kTargets; }

std::optional<InputKind> ParseInputKind(std::string_view name) {
  return KindOf(name);
}

}  // namespace fuse_dirents
