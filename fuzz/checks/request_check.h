// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracles of request_fuzzer.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_REQUEST_CHECK_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_REQUEST_CHECK_H_

#include <optional>
#include <string>

#include "fuzz/inputs/request_input.h"
#include "readdir/request/sizing_guarantees.h"

namespace fuse_dirents {

// Returns which guarantee of SIZING.md the request breaks, or what is wrong
// with it after a whole or a short allocation, with its descs or its argbuf.
std::optional<std::string> CheckRequest(const RequestInput& input,
                                        const SizingModel& model = {});

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_REQUEST_CHECK_H_
