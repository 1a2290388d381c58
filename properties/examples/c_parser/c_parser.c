/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A parser in C with the rules of Linux 6.15, for replies in any number of
 * segments. */

#include <errno.h>
#include <string.h>

#include "parser/parser_under_test.h"

enum { NAME_MAX_BYTES = 4095, ENTRY_OUT_BYTES = 128, DIRENT_BYTES = 24 };

/* The parser's position: `at` bytes into a segment. */
struct cursor {
  const struct dirents_segment* segment;
  size_t at;
  size_t left; /* Bytes of the reply that follow. */
};

/* Moves past `size` bytes.  Copies them to `to`, unless it is NULL, each once.
 * REQUIRES: size <= cursor->left. */
static void take(struct cursor* cursor, void* to, size_t size) {
  char* out = to;
  cursor->left -= size;
  while (size > 0) {
    size_t here = cursor->segment->len - cursor->at;
    if (here == 0) {
      ++cursor->segment;
      cursor->at = 0;
      continue;
    }
    if (here > size) here = size;
    if (out != NULL) {
      memcpy(out, (const char*)cursor->segment->base + cursor->at, here);
      out += here;
    }
    cursor->at += here;
    size -= here;
  }
}

/* Whether the attributes describe something that cannot be linked. */
static int is_bad(const unsigned char* entry_out, uint64_t nodeid) {
  uint64_t size;
  uint32_t mode;
  memcpy(&size, entry_out + 48, sizeof size);
  memcpy(&mode, entry_out + 100, sizeof mode);
  switch (mode & 0170000) {
    case 0010000:
    case 0020000:
    case 0040000:
    case 0060000:
    case 0100000:
    case 0120000:
    case 0140000:
      return nodeid == 1 || size > INT64_MAX;
    default:
      return 1;
  }
}

static int is_dots(const struct dirents_entry* entry) {
  return (entry->namelen == 1 && entry->name[0] == '.') ||
         (entry->namelen == 2 && memcmp(entry->name, "..", 2) == 0);
}

static void use_lookup(const struct dirents_sink* sink,
                       const struct dirents_entry* entry,
                       const unsigned char* entry_out) {
  uint64_t nodeid;
  memcpy(&nodeid, entry_out, sizeof nodeid);
  if (nodeid == 0 || is_dots(entry)) return;
  if (is_bad(entry_out, nodeid) ||
      sink->link(sink->ctx, entry, entry_out) != 0) {
    sink->forget(sink->ctx, nodeid);
  }
}

int dirents_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos) {
  struct cursor cursor = {reply->segments, 0, reply->nbytes};
  const size_t header_bytes =
      DIRENT_BYTES + (reply->plus ? (size_t)ENTRY_OUT_BYTES : 0);
  int full = 0;
  while (cursor.left >= header_bytes) {
    unsigned char entry_out[ENTRY_OUT_BYTES];
    unsigned char header[DIRENT_BYTES];
    char name[NAME_MAX_BYTES];
    struct dirents_entry entry;
    size_t padding;

    if (reply->plus) take(&cursor, entry_out, sizeof entry_out);
    take(&cursor, header, sizeof header);
    memcpy(&entry.ino, header, 8);
    memcpy(&entry.off, header + 8, 8);
    memcpy(&entry.namelen, header + 16, 4);
    memcpy(&entry.type, header + 20, 4);
    if (entry.namelen == 0 || entry.namelen > NAME_MAX_BYTES) return -EIO;
    padding = -(size_t)entry.namelen & 7;
    if (entry.namelen + padding > cursor.left) return 0;
    take(&cursor, name, entry.namelen);
    take(&cursor, NULL, padding);
    entry.name = name;
    if (memchr(name, '/', entry.namelen) != NULL) return -EIO;

    if (!full) full = sink->emit(sink->ctx, &entry) == 0;
    if (full && !reply->plus) return 0;
    if (!full) *pos = entry.off;
    if (reply->plus) use_lookup(sink, &entry, entry_out);
  }
  return 0;
}
