// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_BYTE_MUTATOR_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_BYTE_MUTATOR_H_

#include <cstddef>
#include <cstdint>

#include "base/random.h"

namespace fuse_dirents {

// Changes `data` in any way and returns its new size, at most `max_size`.
// LLVMFuzzerMutate() is one.
using ByteMutator = size_t (*)(uint8_t* data, size_t size, size_t max_size);

// One call in kBytesOneIn leaves the input to the ByteMutator.
inline constexpr uint64_t kBytesOneIn = 4;

// Calls `bytes`, or a small mutation of our own if it is null: some engines
// have no LLVMFuzzerMutate().  Returns the new size, at most `max_size`.
// REQUIRES: size <= max_size.
size_t ChangeBytes(ByteMutator bytes, uint8_t* data, size_t size,
                   size_t max_size, Random* random);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_BYTE_MUTATOR_H_
