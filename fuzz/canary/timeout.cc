// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For libFuzzer's limit of time: skips records without a name, which it does
// not move past.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

// A loop that did nothing that can be seen could be left out by a compiler.
volatile uint64_t skipped = 0;

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  while (reply.nbytes >= sizeof(FuseDirent) &&
         FirstHeader(reply).namelen == 0 && BugIsPlanted()) {
    skipped = skipped + 1;
  }
  return ParseWithReader(profile, reply, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  CheckCanary({"timeout", Presentation::kLinear, &Parse}, data, size);
  return 0;
}
