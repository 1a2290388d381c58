// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the stale records that a layout puts behind a reply: takes what is mapped
// for the reply, up to its last byte that is not 0.  Where no sanitizer sees
// it, as in a parser that was built without one, only the trace tells.

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

__attribute__((no_sanitize("address", "memory", "undefined"))) void CopyUnseen(
    const void* from, size_t size, std::string* to) {
  const volatile char* bytes = static_cast<const volatile char*>(from);
  to->resize(size);
  for (size_t i = 0; i < size; ++i) (*to)[i] = bytes[i];
}

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  static std::string copy;
  const dirents_segment& mapped = reply.segments[0];
  CopyUnseen(mapped.base, BugIsPlanted() ? mapped.len : reply.nbytes, &copy);
  while (copy.size() > reply.nbytes && copy.back() == 0) copy.pop_back();
  const dirents_segment segment = {copy.data(), copy.size()};
  const dirents_reply copied = {reply.plus, reply.start_off, &segment, 1,
                                copy.size()};
  return ParseWithReader(profile, copied, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  CheckCanary({"stale_tail", Presentation::kMapped, &Parse}, data, size);
  return 0;
}
