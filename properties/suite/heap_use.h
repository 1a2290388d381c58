// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Counts every block of the heap of this process.  A program that links this
// has its own malloc() in front of glibc's, which shared objects that it loads
// call too; under ASan the count is by its hooks.
//
// Without a sanitizer each block lies between guard bytes.  free() and
// realloc() abort, with a line on stderr, if they were overwritten: a write
// past the end of a block ends the process where the block is freed.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_HEAP_USE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_HEAP_USE_H_

#include <cstdint>

namespace fuse_dirents {

// Whether this build counts: with glibc or AddressSanitizer.
bool CanMeasureHeapUse();

// The bytes in use, plus some for each block, so that an empty one counts.
// Only differences mean anything.
int64_t HeapBytes();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_HEAP_USE_H_
