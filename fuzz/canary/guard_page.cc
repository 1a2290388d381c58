// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the unreadable page after a linear reply: looks for a NUL after the name,
// which is there only if the name has padding.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"

namespace fuse_dirents {
namespace {

struct LookingSink : PassingSink {
  int Emit(const dirents_entry& entry) const {
    const volatile char* end = entry.name + entry.namelen;
    // Read for nothing, as what padding holds means nothing.
    if (BugIsPlanted()) static_cast<void>(*end);
    return PassingSink::Emit(entry);
  }
};

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  LookingSink looking = {sink};
  return ParseWithReader(profile, reply, SinkOf(&looking), pos);
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  CheckCanary({"guard_page", Presentation::kLinear, &Parse}, data, size);
  return 0;
}
