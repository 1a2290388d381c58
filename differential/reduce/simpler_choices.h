// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_DIFFERENTIAL_REDUCE_SIMPLER_CHOICES_H_
#define FUSE_DIRENTS_DIFFERENTIAL_REDUCE_SIMPLER_CHOICES_H_

#include <vector>

#include "differential/input.h"

namespace fuse_dirents {

// Choices one step simpler than `choices`, the largest steps first: all
// default; one of them default; one number with a bit less.  Each can be
// encoded, and none leads back: step by step, they end at Choices().
std::vector<Choices> SimplerChoices(const Choices& choices);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_REDUCE_SIMPLER_CHOICES_H_
