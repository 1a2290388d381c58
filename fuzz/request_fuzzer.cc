// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every request keeps the guarantees that readdir/request/SIZING.md claims for
// its rule, before and after a short allocation, and its descs hold just its
// bytes.
//
// The input: request_input.h.

#include <cstddef>
#include <cstdint>

#include "fuzz/checks/request_check.h"
#include "fuzz/engine/report_finding.h"
#include "fuzz/inputs/request_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  ReportIfFound(CheckRequest(ReadRequestInput(data, size)));
  return 0;
}
