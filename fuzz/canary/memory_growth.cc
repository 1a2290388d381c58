// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the sanitizer's limit of memory: keeps what it allocates.  Nothing leaks,
// and no allocation is large.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "fuzz/canary/canary.h"

namespace fuse_dirents {
namespace {

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  constexpr size_t kBytes = size_t{8} << 20;  // All are written.
  constexpr size_t kMost = 128;               // 1 GiB, where no limit ends it.
  static auto& kept = *new std::vector<std::unique_ptr<std::byte[]>>;
  if (BugIsPlanted() && kept.size() < kMost) {
    kept.push_back(std::make_unique<std::byte[]>(kBytes));
    // The limit is looked at ten times a second.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return ParseWithReader(profile, reply, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("memory_growth", kLinear, &Parse)
