// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/fuzz_targets.h"

namespace fuse_dirents {
namespace {

constexpr FuzzTarget kTargets[] = {
    {"reply_fuzzer", TargetFormat::kDirent},
    {"plus_reply_fuzzer", TargetFormat::kDirentplus},
    {"layout_fuzzer", TargetFormat::kByExtra},
    {"profile_fuzzer", TargetFormat::kByExtra},
    {"request_fuzzer", std::nullopt},
    {"session_fuzzer", std::nullopt},
    {"hostile_pages_fuzzer", TargetFormat::kByExtra},
    {"writer_fuzzer", TargetFormat::kByExtra},
};

}  // namespace

std::span<const FuzzTarget> OurFuzzTargets() { return kTargets; }

bool ParseTargetFormat(std::string_view name,
                       std::optional<TargetFormat>* format) {
  if (name == "dirent") return *format = TargetFormat::kDirent, true;
  if (name == "direntplus") return *format = TargetFormat::kDirentplus, true;
  if (name == "by-extra") return *format = TargetFormat::kByExtra, true;
  if (name == "bytes") return *format = std::nullopt, true;
  return false;
}

}  // namespace fuse_dirents
