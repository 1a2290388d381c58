// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// All parsers agree with the reference on every reply to FUSE_READDIR.

#include <cstddef>
#include <cstdint>

#include "fuzz/engine/parsers_agree.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Runner& runner = *new Runner;  // Not destroyed: slow.
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  CheckParsersAgree(RecordFormat::kDirent, input, &runner);
  return 0;
}
