/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A parser in strict C11 that includes only the ABI's header, and a caller of
 * it.  It follows no client: every record is 24 bytes and has no name.
 */
#include "parser/parser_under_test.h"

int dirents_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos) {
  size_t records = reply->nbytes / 24;
  *pos = reply->start_off;
  for (size_t i = 0; i < records; ++i) {
    struct dirents_entry entry = {0, 0, 0, 0, 0};
    entry.ino = i + 1;
    entry.off = reply->start_off + i + 1;
    if (sink->emit(sink->ctx, &entry) == 0) return 0;
    *pos = entry.off;
    if (reply->plus && sink->link(sink->ctx, &entry, reply->segments[0].base)) {
      sink->forget(sink->ctx, entry.ino);
    }
  }
  return 0;
}

struct counts {
  int emits, links, forgets;
};

static int emit(void* ctx, const struct dirents_entry* entry) {
  struct counts* counts = ctx;
  (void)entry;
  return ++counts->emits <= 2;
}

static int link(void* ctx, const struct dirents_entry* entry,
                const void* entry_out) {
  struct counts* counts = ctx;
  ++counts->links;
  return entry->ino == 2 && entry_out ? -12 : 0;
}

static void forget(void* ctx, uint64_t nodeid) {
  struct counts* counts = ctx;
  counts->forgets += (int)nodeid;
}

int main(void) {
  static const unsigned char bytes[72];
  const struct dirents_segment segment = {bytes, sizeof bytes};
  const struct dirents_reply reply = {.plus = 1,
                                      .start_off = 5,
                                      .segments = &segment,
                                      .num_segments = 1,
                                      .nbytes = sizeof bytes};
  struct counts counts = {0, 0, 0};
  const struct dirents_sink sink = {&counts, emit, link, forget};
  uint64_t pos = 5;
  if (dirents_parse(&reply, &sink, &pos) != 0) return 1;
  if (counts.emits != 3 || counts.links != 2 || counts.forgets != 2) return 2;
  return pos == 7 ? 0 : 3;
}
