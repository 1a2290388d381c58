// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_REQUEST_INPUT_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_REQUEST_INPUT_H_

#include <cstddef>
#include <cstdint>

#include "fuzz/inputs/input_format.h"
#include "readdir/request/readdir_request.h"
#include "readdir/request/sizing_guarantees.h"

namespace fuse_dirents {

// An input of request_fuzzer.
struct RequestInput {
  SizingRule rule;
  SizingCase sizing;
  uint64_t pages_missing;  // Modulo one more than the pages asked for.
};

const InputFormat& RequestInputFormat();
RequestInput ReadRequestInput(const uint8_t* data, size_t size);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_REQUEST_INPUT_H_
