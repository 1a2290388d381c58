/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The bugs that can be planted in a copy of readdir.c, and the uncached step
 * that it takes.  Both are chosen while the program runs.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_PLANTED_EDITS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_PLANTED_EDITS_H_

#include "oracle/linux_source/entry_points.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FUSE_DIRENTS_PLANTED_EDITS(edit)                                       \
  edit(none) /* The parsers. */                                                \
      edit(slash_taken) edit(pos_before_emit) edit(pos_is_ino)                 \
          edit(forget_gone) edit(reclen_or_equal) edit(namelen_off_by_one)     \
              edit(link_only_while_not_full)                                   \
                  edit(oversized_cached) /* The path. */                       \
      edit(page_kept) edit(cache_page_kept) edit(dentry_kept)                  \
          edit(nlookup_kept) edit(counts_twice) edit(advice_kept)              \
              edit(never_complete)                                             \
                  edit(never_outdated) /* The uncached step with kvmalloc() or \
                                          with pages. */                       \
      edit(buffer_kept) edit(pages_kept) edit(mapping_kept) edit(folios_kept)  \
          edit(short_allocation_ignored) edit(pages_kept_without_mapping)

enum planted_edit {
#define FUSE_DIRENTS_PLANTED_EDIT(name) PLANTED_##name,
  FUSE_DIRENTS_PLANTED_EDITS(FUSE_DIRENTS_PLANTED_EDIT)
#undef FUSE_DIRENTS_PLANTED_EDIT
};
extern enum planted_edit planted_edit;

/* The tree's own; or newer_uncached.c as since 6.16, or as the page patch. */
enum planted_step {
  PLANTED_STEP_OWN,
  PLANTED_STEP_KVMALLOC,
  PLANTED_STEP_PAGES
};
extern enum planted_step planted_step;

/* 6.12 with FUSE_NAME_MAX 4095. */
extern const struct source_entry_points planted_entry_points;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PLANTED_PLANTED_EDITS_H_ */
