/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What plant.sh puts in the place of tokens of readdir.c.  Without a planted
 * edit each does what it stands for.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_PLANTED_CALLS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_PLANTED_CALLS_H_

#include "oracle/linux_source/planted/planted_edits.h"

#define is_planted(name) (planted_edit == PLANTED_##name)
#define planted_unless(name) (is_planted(name) ? 0 : 1)

#define planted_memchr(memory, byte, len) \
  (is_planted(slash_taken) ? NULL : memchr(memory, byte, len))
#define planted_emit(file, ctx, dirent)                                        \
  (is_planted(pos_before_emit) ? (void)((ctx)->pos = (dirent)->off) : (void)0, \
   fuse_emit(file, ctx, dirent))
#define planted_off(dirent) \
  (is_planted(pos_is_ino) ? (dirent)->ino : (dirent)->off)
#define planted_name_max (FUSE_NAME_MAX - is_planted(namelen_off_by_one))
#define planted_runs_past(reclen, nbytes) \
  ((reclen) + is_planted(reclen_or_equal) > (nbytes))
#define planted_above_page(reclen) \
  (!is_planted(oversized_cached) && (reclen) > PAGE_SIZE)
#define planted_link(over, ...)                   \
  (is_planted(link_only_while_not_full) && (over) \
       ? 0                                        \
       : fuse_direntplus_link(__VA_ARGS__))
#define planted_forget(file, nodeid) \
  (is_planted(forget_gone) ? (void)0 : fuse_force_forget(file, nodeid))
#define planted_lookups (is_planted(counts_twice) ? 2 : 1)

#define planted_dput(dentry) (is_planted(dentry_kept) ? (void)0 : dput(dentry))
#define planted_folio_put(folio) \
  (is_planted(page_kept) ? (void)0 : folio_put(folio))
#define planted_put_page(page) \
  (is_planted(cache_page_kept) ? (void)0 : put_page(page))
#define planted_test_and_clear_bit(bit, bits)    \
  (is_planted(advice_kept) ? test_bit(bit, bits) \
                           : test_and_clear_bit(bit, bits))
#define planted_timespec64_equal(a, b) \
  (is_planted(never_outdated) || timespec64_equal(a, b))

static int planted_uncached(struct file* file, struct dir_context* ctx);

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_PLANTED_CALLS_H_ */
