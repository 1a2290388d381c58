// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the operations on records choose from: values at the edges of a rule,
// and a record.

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_RECORD_EDGES_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_RECORD_EDGES_H_

#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "fuzz/mutator/mutable_input.h"

namespace fuse_dirents {

template <typename T, size_t kSize>
T OneOf(const T (&values)[kSize], Random* random) {
  return values[random->Below(kSize)];
}

// Nothing; padding of 7 and of 0; name_max of FreeBSD, of Linux before 6.15 and
// of Linux now, and the first name whose record outgrows a page of 4096 bytes,
// plain or plus; then what wraps in 16 and 32 bits.
inline constexpr uint32_t kNamelenEdges[] = {
    0,          1,          8,          254,        255,    256,     257,
    1023,       1024,       1025,       3944,       3945,   4072,    4073,
    4094,       4095,       4096,       4097,       0xffff, 0x10000, 0x7fffffff,
    0x80000000, 0xfffffff8, 0xffffffe1, 0xffffffff,
};

inline constexpr uint64_t kNumberEdges[] = {
    0,          1,          2,          255,        256,
    0x7fffffff, 0x80000000, 0xffffffff, 1ULL << 32, (1ULL << 63) - 1,
    1ULL << 63, ~0ULL,
};

// Either side of the largest loff_t.
inline constexpr uint64_t kLoffEdges[] = {
    0, (1ULL << 63) - 2, (1ULL << 63) - 1, 1ULL << 63, ~0ULL,
};

// DT_*, and either side of what 4, 7, 8 and 16 bits hold.
inline constexpr uint32_t kTypeEdges[] = {
    0, 1, 4, 8, 12, 15, 16, 127, 128, 255, 256, 0x108, 0x10008, 0x80000008,
};

// A small number as servers use them, or an edge, or any.
inline uint64_t Number(Random* random) {
  const uint64_t kind = random->Below(4);
  if (kind == 0) return random->Next();
  return kind == 1 ? OneOf(kNumberEdges, random) : 1 + random->Below(64);
}

inline uint32_t AnyNamelen(Random* random) {
  return random->Below(8) == 0 ? 1 + static_cast<uint32_t>(random->Below(40))
                               : OneOf(kNamelenEdges, random);
}

inline const RecordFrame* PickFrame(Random* random, const MutableInput& input) {
  if (input.frames().empty()) return nullptr;
  return &input.frames()[random->Below(input.frames().size())];
}

inline void SetField(const RecordFrame& frame, RecordField field,
                     uint64_t value, MutableInput* input) {
  input->Set(frame.name_at - sizeof(FuseDirent) + field.at, field.size, value);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_RECORD_EDGES_H_
