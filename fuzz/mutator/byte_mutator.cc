// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/mutator/byte_mutator.h"

#include <algorithm>
#include <cstring>

namespace fuse_dirents {
namespace {

size_t ChangeBytesOurselves(uint8_t* data, size_t size, size_t max_size,
                            Random* random) {
  const uint8_t byte = static_cast<uint8_t>(random->Next());
  if (size == 0 || (size < max_size && random->Below(3) == 0)) {
    const size_t at = random->Below(size + 1);
    std::memmove(data + at + 1, data + at, size - at);
    data[at] = byte;
    return size + 1;
  }
  const size_t at = random->Below(size);
  const uint64_t kind = random->Below(4);
  if (kind == 0) data[at] ^= static_cast<uint8_t>(1 << (byte & 7));
  if (kind == 1) data[at] = byte;
  if (kind == 2) {
    const size_t from = random->Below(size);
    const size_t count = 1 + random->Below(size - std::max(at, from));
    std::memmove(data + at, data + from, count);
  }
  if (kind != 3) return size;
  const size_t count = std::min<size_t>(1 + random->Below(size - at), size - 1);
  std::memmove(data + at, data + at + count, size - at - count);
  return size - count;
}

}  // namespace

size_t ChangeBytes(ByteMutator bytes, uint8_t* data, size_t size,
                   size_t max_size, Random* random) {
  size = bytes != nullptr ? bytes(data, size, max_size)
                          : ChangeBytesOurselves(data, size, max_size, random);
  return std::min(size, max_size);
}

}  // namespace fuse_dirents
