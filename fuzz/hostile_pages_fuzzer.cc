// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whatever a record is rewritten with after it was handed over, the trace
// stays; whatever later records are rewritten with, the trace is that of the
// old reply or that of the new one: nothing is fetched twice.
//
// Choices::layout.head: how many bytes lie in the first of two segments.

#include <cstddef>
#include <cstdint>

#include "fuzz/checks/hostile_pages_check.h"
#include "fuzz/engine/parsers_agree.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static HostilePagesCheck check;
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  ReportIfFound(check.Check(input));
  return 0;
}
