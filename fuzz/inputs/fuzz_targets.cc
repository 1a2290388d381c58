// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/fuzz_targets.h"

#include "base/check.h"
#include "differential/input.h"

namespace fuse_dirents {
namespace {

constexpr FuzzTarget kTargets[] = {
    {"reply_fuzzer", {.reply = TargetFormat::kDirent}},
    {"plus_reply_fuzzer", {.reply = TargetFormat::kDirentplus}},
    {"layout_fuzzer", {.reply = TargetFormat::kByExtra}},
    {"profile_fuzzer", {.reply = TargetFormat::kByExtra}},
    {"request_fuzzer", {.numbers = "request"}},
    {"session_fuzzer", {.numbers = "session"}},
    {"hostile_pages_fuzzer", {.reply = TargetFormat::kByExtra}},
    {"writer_fuzzer", {.reply = TargetFormat::kByExtra}},
};

}  // namespace

std::span<const FuzzTarget> OurFuzzTargets() { return kTargets; }

std::optional<InputKind> ParseInputKind(std::string_view name) {
  if (name == "dirent") return InputKind{.reply = TargetFormat::kDirent};
  if (name == "direntplus") {
    return InputKind{.reply = TargetFormat::kDirentplus};
  }
  if (name == "by-extra") return InputKind{.reply = TargetFormat::kByExtra};
  if (name == "request") return InputKind{.numbers = "request"};
  if (name == "session") return InputKind{.numbers = "session"};
  if (name == "bytes") return InputKind{};
  return std::nullopt;
}

std::optional<RecordFormat> RecordsOf(std::optional<TargetFormat> format,
                                      std::string_view input) {
  if (!format) return std::nullopt;
  switch (*format) {
    case TargetFormat::kDirent:
      return RecordFormat::kDirent;
    case TargetFormat::kDirentplus:
      return RecordFormat::kDirentplus;
    case TargetFormat::kByExtra:
      return (DecodeInput(input).choices.extra & 1) != 0
                 ? RecordFormat::kDirentplus
                 : RecordFormat::kDirent;
  }
  FUSE_DIRENTS_CHECK(false);
}

}  // namespace fuse_dirents
