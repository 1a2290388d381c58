/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What planted edits (planted_sources.bzl) put in the place of calls.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_CALLS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_CALLS_H_

/* For memchr(): the byte is never there. */
#define planted_absent(memory, byte, len) NULL

/* For fuse_emit(): the position moves before the entry is taken. */
#define planted_pos_first(file, ctx, dirent) \
  ((ctx)->pos = (dirent)->off, fuse_emit(file, ctx, dirent))

/* For a call without which something is missing. */
#define planted_nothing(...) ((void)0)

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_CALLS_H_ */
