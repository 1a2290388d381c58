// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a fuzz binary does otherwise behind other inputs.
//
// With --state=FILE on the command line each input is to be run three times, in
// any order: once to warm up, then twice to be compared by how often each edge
// was taken.  FILE then holds a line "FILE:LINE:COLUMN FUNCTION" for each edge
// that differed for any input, sorted; the first line is "compared N", N
// inputs.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_BEHAVIOURS_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_BEHAVIOURS_H_

#include <cstddef>
#include <cstdint>

namespace fuse_dirents {

// To be called when a run ends, before anything else runs.
void RecordBehaviour(const uint8_t* data, size_t size);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_BEHAVIOURS_H_
