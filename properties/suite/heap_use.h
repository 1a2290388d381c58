// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_HEAP_USE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_HEAP_USE_H_

#include <functional>

namespace fuse_dirents {

// Whether a leak can be seen in this build: by malloc's own count, or by
// LeakSanitizer.
bool CanMeasureHeapUse();

// Whether each run of `call` leaks memory.  Memory that it allocates once and
// keeps is no leak.  Nothing else may allocate meanwhile.
// Under LeakSanitizer: whether it, or anything before it, left something that
// nobody points to.
bool Leaks(const std::function<void()>& call);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_HEAP_USE_H_
