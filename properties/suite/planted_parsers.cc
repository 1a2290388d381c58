// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mutant that the environment names: PLANTED=slash_taken and so on. Without
// the variable, the right parser.  With PRINTS=text it prints that line first.
// With SLOW=N it sleeps for N milliseconds over a reply that holds a '/'.  With
// LEAKS=1 it leaks over a first name of 7 bytes that a seam divides.  With
// OVERFLOWS=N it writes a byte past a block as long as the first name, which
// has N bytes.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "differential/mutants/mutants.h"
#include "parser/parser_under_test.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

const Mutant& Planted() {
  const char* const name = std::getenv("PLANTED");
  const Mutant* const mutant = FindMutant(name == nullptr ? "none" : name);
  FUSE_DIRENTS_CHECK(mutant != nullptr);
  return *mutant;
}

bool HoldsSlash(const dirents_reply& reply) {
  return reply.num_segments > 0 && reply.segments[0].len >= reply.nbytes &&
         reply.nbytes > 0 &&
         std::memchr(reply.segments[0].base, '/', reply.nbytes) != nullptr;
}

// The bytes of a reply, wherever they lie.
class ReplyBytes {
 public:
  explicit ReplyBytes(const dirents_reply& reply) : reply_(reply) {}

  // Of the first record; 0 if there is none.
  size_t namelen() const {
    uint32_t namelen = 0;
    if (reply_.nbytes < name_at()) return 0;
    for (size_t i = 0; i < sizeof namelen; ++i) {
      namelen |= uint32_t{At(name_at() - 8 + i)} << 8 * i;
    }
    return namelen;
  }

  // Whether a segment ends inside the first name, which is there in full.
  bool name_is_divided() const {
    if (reply_.nbytes < name_at() + namelen()) return false;
    size_t end = 0;
    for (size_t i = 0; i < reply_.num_segments; ++i) {
      end += reply_.segments[i].len;
      if (end > name_at() && end < name_at() + namelen()) return true;
    }
    return false;
  }

 private:
  size_t name_at() const {
    return HeaderSize(reply_.plus != 0 ? RecordFormat::kDirentplus
                                       : RecordFormat::kDirent);
  }

  uint8_t At(size_t at) const {
    size_t i = 0;
    for (; at >= reply_.segments[i].len; ++i) at -= reply_.segments[i].len;
    return static_cast<const uint8_t*>(reply_.segments[i].base)[at];
  }

  const dirents_reply& reply_;
};

void DamageHeap(const dirents_reply& reply) {
  const ReplyBytes bytes(reply);
  static const bool leaks = std::getenv("LEAKS") != nullptr;
  if (leaks && bytes.namelen() == 7 && bytes.name_is_divided()) {
    [[maybe_unused]] static void* volatile last;
    last = std::malloc(1);
  }
  static const char* const overflows = std::getenv("OVERFLOWS");
  if (overflows == nullptr) return;
  const size_t size = bytes.namelen();
  if (size != static_cast<size_t>(std::atoi(overflows))) return;
  auto* const block = static_cast<volatile char*>(std::malloc(size));
  FUSE_DIRENTS_CHECK(block != nullptr);
  block[size] = 'x';
  std::free(const_cast<char*>(block));
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int planted_parse(const struct dirents_reply* reply,
                             const struct dirents_sink* sink, uint64_t* pos) {
  static const fuse_dirents::Mutant& mutant = fuse_dirents::Planted();
  static const char* const prints = std::getenv("PRINTS");
  static const char* const slow = std::getenv("SLOW");
  if (prints != nullptr) std::puts(prints);
  if (slow != nullptr && fuse_dirents::HoldsSlash(*reply)) {
    usleep(static_cast<useconds_t>(std::atoi(slow)) * 1000);
  }
  fuse_dirents::DamageHeap(*reply);
  return ParseMutant(mutant, mutant.profile_of(), *reply, *sink, pos);
}
