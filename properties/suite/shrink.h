// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_SHRINK_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_SHRINK_H_

#include <functional>

#include "differential/case.h"

namespace fuse_dirents {

// The simplest case, got from `c` one step at a time, for which `fails` still
// holds: fewer records, shorter names, plainer numbers, the default layout and
// answers.  Asks at most `max_tries` times.  REQUIRES: fails(c).
Case Shrink(const Case& c, const std::function<bool(const Case&)>& fails,
            size_t max_tries);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_SHRINK_H_
