// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For AddressSanitizer's redzones: copies each name to a block of its length,
// then ends the copy with a NUL.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"

namespace fuse_dirents {
namespace {

struct CopyingSink : PassingSink {
  int Emit(const dirents_entry& entry) const {
    const size_t nul = BugIsPlanted() ? 0 : 1;
    const auto copy = std::make_unique<char[]>(entry.namelen + nul);
    std::memcpy(copy.get(), entry.name, entry.namelen);
    copy[entry.namelen] = '\0';
    dirents_entry copied = entry;
    copied.name = copy.get();
    return PassingSink::Emit(copied);
  }
};

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  CopyingSink copying = {sink};
  return ParseWithReader(profile, reply, SinkOf(&copying), pos);
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  CheckCanary({"heap_overflow", Presentation::kLinear, &Parse}, data, size);
  return 0;
}
