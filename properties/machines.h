// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The three things with a state: the page pool, the dirent cache, the client.

#ifndef FUSE_DIRENTS_PROPERTIES_MACHINES_H_
#define FUSE_DIRENTS_PROPERTIES_MACHINES_H_

#include <cstdint>
#include <memory>

#include "pagemap/page_pool.h"
#include "properties/engine/state_machine.h"

namespace fuse_dirents {

extern const Machine kPoolMachine;
extern const Machine kCacheMachine;
extern const Machine kClientMachine;

// The pool machine whose pages are freed by `free`.
using FreeFunction = void (*)(PagePool* pool, uint32_t first, unsigned order);
std::unique_ptr<StateMachine> MakePoolMachine(FreeFunction free);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_MACHINES_H_
