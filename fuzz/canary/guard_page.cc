// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the unreadable page that a linear reply ends at: looks for the NUL behind
// a name, which the padding holds only where there is some.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int EmitEnded(void* inner, const dirents_entry* entry) {
  const auto& sink = *static_cast<const dirents_sink*>(inner);
  const volatile char* end = entry->name + entry->namelen;
  // Read for nothing, as what padding holds means nothing.
  if (BugIsPlanted()) static_cast<void>(*end);
  return sink.emit(sink.ctx, entry);
}

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  const dirents_sink looking = {const_cast<dirents_sink*>(&sink), &EmitEnded,
                                nullptr, nullptr};
  return ParseWithReader(profile, reply, looking, pos);
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  CheckCanary({"guard_page", Presentation::kLinear, &Parse}, data, size);
  return 0;
}
