// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The trace depends on the bytes of the reply alone, not on how they lie; and
// the trace of a cut reply is a prefix of the whole reply's trace.
//
// The format is Choices::format.

#include <cstddef>
#include <cstdint>

#include "fuzz/checks/layout_check.h"
#include "fuzz/engine/parsers_agree.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static LayoutCheck& check = *new LayoutCheck;  // Not destroyed: slow.
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  ReportIfFound(check.Check(input.choices.format, input));
  return 0;
}
