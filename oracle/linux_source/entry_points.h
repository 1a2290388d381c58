/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What one compiled readdir.c of a kernel tree offers.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_ENTRY_POINTS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_ENTRY_POINTS_H_

#include "oracle/linux_source/kernel/types.h"
#include "parser/parser_under_test.h"

#ifdef __cplusplus
extern "C" {
#endif

struct source_entry_points {
  /* The two parsers: `nbytes` of reply at `buf`.  0 or a negative errno value;
   * ctx->pos moves. */
  int (*parse_dirfile)(char* buf, size_t nbytes, struct file* file,
                       struct dir_context* ctx);
  int (*parse_dirplusfile)(char* buf, size_t nbytes, struct file* file,
                           struct dir_context* ctx);
  /* The whole path: at most one request. */
  int (*fuse_readdir)(struct file* file, struct dir_context* ctx);
  unsigned int name_max; /* the tree's FUSE_NAME_MAX */
};

/* dirents_parse() (parser/parser_under_test.h) with the parsers of `source`.
 * REQUIRES: the reply lies in one segment. */
int parse_with_source(const struct source_entry_points* source,
                      const struct dirents_reply* reply,
                      const struct dirents_sink* sink, uint64_t* pos);

/* The same with FOPEN_CACHE_DIR: entries are also added to a cache that was
 * empty at start_off.  After each of its pages lies an unreadable one. */
int parse_with_cached_source(const struct source_entry_points* source,
                             const struct dirents_reply* reply,
                             const struct dirents_sink* sink, uint64_t* pos);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_ENTRY_POINTS_H_ */
