// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A parser by Linux's rules, in which the environment can plant one bug:
// PLANTED=slash and so on.  With none it is right.

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "parser/entry_out.h"
#include "parser/parser_under_test.h"
#include "parser/wire.h"

namespace {

using fuse_dirents::FuseDirent;
using fuse_dirents::FuseEntryOut;

std::string_view PlantOfEnvironment() {
  const char* const value = std::getenv("PLANTED");
  return value == nullptr ? "" : value;
}

bool Planted(std::string_view bug) {
  static const std::string_view plant = PlantOfEnvironment();
  return plant == bug;
}

// Copies `size` bytes of the reply from `at` on.
void Copy(const dirents_reply& reply, size_t at, void* to, size_t size) {
  auto* out = static_cast<char*>(to);
  for (size_t i = 0; i < reply.num_segments && size > 0; ++i) {
    const dirents_segment& segment = reply.segments[i];
    if (at >= segment.len) {
      at -= segment.len;
      continue;
    }
    const size_t here = std::min(size, segment.len - at);
    std::memcpy(out, static_cast<const char*>(segment.base) + at, here);
    out += here;
    size -= here;
    at = 0;
    // The rest of what straddles is left as it was.
    if (Planted("seam")) return;
  }
}

const char* At(const dirents_reply& reply, size_t at) {
  size_t i = 0;
  while (at >= reply.segments[i].len) at -= reply.segments[i++].len;
  return static_cast<const char*>(reply.segments[i].base) + at;
}

// Bugs that are about no record.
void PlantedAtStart(const dirents_reply& reply) {
  if (reply.nbytes == 0) return;
  if (Planted("overread")) {
    const dirents_segment& last = reply.segments[reply.num_segments - 1];
    static volatile char byte;
    byte = static_cast<const char*>(last.base)[last.len];
    static_cast<void>(byte);
  }
  if (Planted("write")) *const_cast<char*>(At(reply, 0)) = 0;
}

int Parse(const dirents_reply& reply, const dirents_sink& sink, uint64_t* pos) {
  static unsigned calls = 0;
  if (Planted("counts_calls") && ++calls % 97 == 0) return -EINTR;
  PlantedAtStart(reply);
  const size_t entry_out_size = reply.plus != 0 ? sizeof(FuseEntryOut) : 0;
  const size_t header_size = entry_out_size + sizeof(FuseDirent);
  size_t nbytes = reply.nbytes;
  if (Planted("stale_tail")) {
    nbytes = 0;
    for (size_t i = 0; i < reply.num_segments; ++i) {
      nbytes += reply.segments[i].len;
    }
  }
  bool full = false;
  for (size_t at = 0; nbytes - at >= header_size;) {
    FuseEntryOut entry_out = {};
    FuseDirent header = {};
    Copy(reply, at, &entry_out, entry_out_size);
    Copy(reply, at + entry_out_size, &header, sizeof header);
    const size_t name_max = Planted("name_max") ? 4096 : 4095;
    if (header.namelen == 0 || header.namelen > name_max) {
      [[maybe_unused]] static void* volatile last;
      if (Planted("leak")) last = std::malloc(40);
      return -EIO;
    }
    const uint64_t reclen = (header_size + header.namelen + 7) / 8 * 8;
    if (reclen > nbytes - at) return Planted("short") ? -EIO : 0;
    std::string name(header.namelen, '?');
    Copy(reply, at + header_size, name.data(), name.size());
    if (name.find('/') != name.npos && !Planted("slash")) return -EIO;
    if (Planted("crash") && name.size() == 255) *(volatile int*)8 = 0;
    if (Planted("exit") && name.size() == 255) std::exit(0);
    while (Planted("hang") && name.size() == 255) calls += 2;
    static bool saw_dots = false;
    if (Planted("remembers") && saw_dots && name == "...") return -EBADF;
    if (name == "..") saw_dots = true;

    const dirents_entry entry = {header.ino, header.off, header.type,
                                 header.namelen, name.data()};
    if (!full || Planted("emits_when_full")) {
      full |= sink.emit(sink.ctx, &entry) == 0;
      if (full && reply.plus == 0) return 0;
    }
    if (Planted("double_fetch")) {
      Copy(reply, at + entry_out_size, &header, sizeof header);
    }
    if (!full) *pos = header.off + (Planted("resume") ? 1 : 0);
    at += reclen;
    if (reply.plus == 0 || entry_out.nodeid == 0) continue;
    if (name == "." || (name == ".." && !Planted("links_dots"))) continue;
    if (fuse_dirents::IsBadEntryOut(entry_out)) {
      sink.forget(sink.ctx, entry_out.nodeid);
      continue;
    }
    const int error = sink.link(sink.ctx, &entry, &entry_out);
    if (error != 0 && !Planted("keeps_refused")) {
      sink.forget(sink.ctx, entry_out.nodeid);
    }
  }
  return 0;
}

}  // namespace

extern "C" int planted_parse(const struct dirents_reply* reply,
                             const struct dirents_sink* sink, uint64_t* pos) {
  return Parse(*reply, *sink, pos);
}
