/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A parser that takes one buffer and returns a list, and its adapter to the C
 * ABI. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parser/parser_under_test.h"

/* --- The parser, unchanged. --- */

struct item {
  uint64_t ino, off;
  uint32_t type, namelen;
  const char* name;
};

struct list {
  struct item* items;
  size_t count;
  int error; /* After the last item: 0 or a negative errno value. */
};

static struct list list_dirents(const char* buffer, size_t size) {
  struct list list = {NULL, 0, 0};
  size_t at = 0;
  list.items = calloc(size / 24 + 1, sizeof *list.items);
  if (list.items == NULL) {
    list.error = -ENOMEM;
    return list;
  }
  while (size - at >= 24) {
    struct item item;
    size_t reclen;
    memcpy(&item.ino, buffer + at, 8);
    memcpy(&item.off, buffer + at + 8, 8);
    memcpy(&item.namelen, buffer + at + 16, 4);
    memcpy(&item.type, buffer + at + 20, 4);
    item.name = buffer + at + 24;
    if (item.namelen == 0 || item.namelen > 4095) {
      list.error = -EIO;
      break;
    }
    reclen = (24 + (size_t)item.namelen + 7) & ~(size_t)7;
    if (reclen > size - at) break;
    if (memchr(item.name, '/', item.namelen) != NULL) {
      list.error = -EIO;
      break;
    }
    list.items[list.count++] = item;
    at += reclen;
  }
  return list;
}

/* --- The adapter. --- */

int dirents_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos) {
  /* The list points to names, and the reply can change while it is emitted. */
  char* copy = malloc(reply->nbytes + 1);
  struct list list;
  size_t i;
  if (copy == NULL) return -ENOMEM;
  if (reply->nbytes > 0) {
    memcpy(copy, reply->segments[0].base, reply->nbytes);
  }
  list = list_dirents(copy, reply->nbytes);
  for (i = 0; i < list.count; ++i) {
    const struct item* item = &list.items[i];
    const struct dirents_entry entry = {item->ino, item->off, item->type,
                                        item->namelen, item->name};
    if (sink->emit(sink->ctx, &entry) == 0) {
      list.error = 0; /* A full buffer ends the parse. */
      break;
    }
    *pos = item->off;
  }
  free(list.items);
  free(copy);
  return list.error;
}
