/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The C ABI by which a parser of FUSE directory replies, in any language,
 * comes under the suite.  It is public and stays as it is.  C11 and C++ can
 * include it.
 *
 * A parser reads one reply to FUSE_READDIR or FUSE_READDIRPLUS (the payload,
 * without fuse_out_header), and reports what a client would do with it through
 * the callbacks of a sink, in the order in which it would do so.  RULES.md says
 * what that is for each client.
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
  size_t nbytes; /* length of the reply in bytes; what the segments hold past
                    it is stale and must not influence the result */
};

/* One record.  `name` has `namelen` bytes and no NUL after them; it is valid
 * for the callback only and may lie in the reply itself. */
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

  /* READDIRPLUS: makes the inode that the record describes known to the client.
   * `entry_out` points to the 128 bytes of the record's fuse_entry_out, at any
   * alignment.  0, or a negative errno value where that fails. */
  int (*link)(void* ctx, const struct dirents_entry* entry,
              const void* entry_out);

  /* READDIRPLUS: gives back the one lookup that the record counted. */
  void (*forget)(void* ctx, uint64_t nodeid);
};

/* Parses `reply`.  Returns 0 or a negative errno value (Linux numbers).
 * `*pos`: on entry start_off; on return the offset at which to resume the
 * listing: `off` of the last entry taken, or start_off where none was.
 * Keeps no state: the suite calls it any number of times in one process. */
int dirents_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_PARSER_PARSER_UNDER_TEST_H_ */
