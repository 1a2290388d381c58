// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes a dirents_sink of a C++ object, so that no code needs callbacks with a
// void*.  The object's class has
//
//   int Emit(const dirents_entry& entry);
//   int Link(const dirents_entry& entry, const void* entry_out);
//   void Forget(uint64_t nodeid);
//
// which mean what the callbacks of parser_under_test.h mean.

#ifndef FUSE_DIRENTS_PARSER_SINK_ADAPTER_H_
#define FUSE_DIRENTS_PARSER_SINK_ADAPTER_H_

#include <cstdint>

#include "parser/parser_under_test.h"

namespace fuse_dirents {

// The sink that calls `object`, which must outlive it.
template <typename Object>
dirents_sink SinkOf(Object* object) {
  return {object,
          [](void* ctx, const dirents_entry* entry) {
            return static_cast<Object*>(ctx)->Emit(*entry);
          },
          [](void* ctx, const dirents_entry* entry, const void* entry_out) {
            return static_cast<Object*>(ctx)->Link(*entry, entry_out);
          },
          [](void* ctx, uint64_t nodeid) {
            static_cast<Object*>(ctx)->Forget(nodeid);
          }};
}

// Forwards every call to `inner`.  A derived class declares the calls that it
// handles differently.
struct PassingSink {
  int Emit(const dirents_entry& entry) const {
    return inner.emit(inner.ctx, &entry);
  }
  int Link(const dirents_entry& entry, const void* entry_out) const {
    return inner.link(inner.ctx, &entry, entry_out);
  }
  void Forget(uint64_t nodeid) const { inner.forget(inner.ctx, nodeid); }

  const dirents_sink inner;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_SINK_ADAPTER_H_
