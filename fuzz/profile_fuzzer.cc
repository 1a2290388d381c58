// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// All parsers agree with the reference on any bytes under any rules.
//
// The format is Choices::format, the changes are Choices::changes.

#include <cstddef>
#include <cstdint>

#include "fuzz/checks/profile_check.h"
#include "fuzz/engine/parsers_agree.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static ProfileCheck& check = *new ProfileCheck;  // Not destroyed: slow.
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  ReportIfFound(check.Check(input.choices.format, input));
  return 0;
}
