/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The C ABI of the suite: any parser of FUSE directory replies that implements
 * it, in any language, can be tested.  The ABI is stable.  C11 and C++ can
 * include this header.
 *
 * A parser reads one reply to FUSE_READDIR or FUSE_READDIRPLUS (the payload,
 * without fuse_out_header).  Through the callbacks of a sink it reports what a
 * client would do, in the order in which the client would do it.  RULES.md
 * gives the rules of each client.
 */
#ifndef FUSE_DIRENTS_PARSER_PARSER_UNDER_TEST_H_
#define FUSE_DIRENTS_PARSER_PARSER_UNDER_TEST_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* `len` readable bytes at `base`.  A segment may be empty; its `base` may then
 * be null.  The byte before `base` and the byte after the last may be
 * unreadable.  `base` has any alignment. */
struct dirents_segment {
  const void* base;
  size_t len;
};

/* One reply and where it lies.  All of it is borrowed for the call. */
struct dirents_reply {
  int plus;           /* 0 fuse_dirent records, 1 fuse_direntplus records */
  uint64_t start_off; /* the offset that the request asked for */
  const struct dirents_segment* segments; /* in order; sum >= nbytes */
  size_t num_segments;
  size_t nbytes; /* length of the reply in bytes; bytes of the segments past
                    it are stale and must not affect the result */
};

/* One record.  `name` has `namelen` bytes and no terminating NUL.  It is valid
 * during the callback only and may point into the reply. */
struct dirents_entry {
  uint64_t ino, off;
  uint32_t type, namelen;
  const char* name;
};

struct dirents_sink {
  void* ctx; /* the first argument of every callback */

  /* Offers one entry to the caller's buffer.  1: taken.  0: the buffer is full,
   * and stays full: the parser must not emit again in this call. */
  int (*emit)(void* ctx, const struct dirents_entry* entry);

  /* READDIRPLUS: links the inode that the record describes into the client's
   * tree.  `entry_out` points to the 128 bytes of the record's fuse_entry_out,
   * at any alignment.  Returns 0 or a negative errno value. */
  int (*link)(void* ctx, const struct dirents_entry* entry,
              const void* entry_out);

  /* READDIRPLUS: gives back the one lookup that the server counted for the
   * record. */
  void (*forget)(void* ctx, uint64_t nodeid);
};

/* Parses `reply`.  Returns 0 or a negative errno value (Linux numbers).
 * `*pos`: on entry start_off; on return the offset at which to resume the
 * listing: `off` of the last entry taken, or start_off if none was.
 * Must keep no state: the suite calls it any number of times in one process. */
int dirents_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_PARSER_PARSER_UNDER_TEST_H_ */
