/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A parser that takes one buffer and ignores lookups, and its adapter to the C
 * ABI, which gathers any number of segments. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parser/parser_under_test.h"

/* --- The parser, unchanged. --- */

/* Returns nonzero to go on. */
typedef int (*filldir)(void* ctx, const char* name, uint32_t namelen,
                       uint64_t ino, uint64_t off, uint32_t type);

static int walk(const char* buffer, size_t size, int plus, filldir fill,
                void* ctx) {
  const size_t skip = plus ? 128 : 0;
  size_t at = 0;
  while (size - at >= skip + 24) {
    const char* header = buffer + at + skip;
    uint64_t ino, off;
    uint32_t namelen, type;
    size_t reclen;
    memcpy(&ino, header, 8);
    memcpy(&off, header + 8, 8);
    memcpy(&namelen, header + 16, 4);
    memcpy(&type, header + 20, 4);
    if (namelen == 0 || namelen > 4095) return -EIO;
    reclen = (skip + 24 + (size_t)namelen + 7) & ~(size_t)7;
    if (reclen > size - at) return 0;
    if (memchr(header + 24, '/', namelen) != NULL) return -EIO;
    if (!fill(ctx, header + 24, namelen, ino, off, type)) return 0;
    at += reclen;
  }
  return 0;
}

/* --- The adapter. --- */

struct context {
  const struct dirents_sink* sink;
  uint64_t* pos;
};

static int emit(void* ctx, const char* name, uint32_t namelen, uint64_t ino,
                uint64_t off, uint32_t type) {
  const struct context* to = ctx;
  const struct dirents_entry entry = {ino, off, type, namelen, name};
  if (to->sink->emit(to->sink->ctx, &entry) == 0) return 0;
  *to->pos = off;
  return 1;
}

int dirents_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos) {
  struct context context = {sink, pos};
  char* buffer = malloc(reply->nbytes + 1);
  size_t done = 0;
  size_t i;
  int error;
  if (buffer == NULL) return -ENOMEM;
  for (i = 0; done < reply->nbytes; ++i) {
    size_t here = reply->segments[i].len;
    if (here > reply->nbytes - done) here = reply->nbytes - done;
    if (here > 0) memcpy(buffer + done, reply->segments[i].base, here);
    done += here;
  }
  error = walk(buffer, reply->nbytes, reply->plus, emit, &context);
  free(buffer);
  return error;
}
