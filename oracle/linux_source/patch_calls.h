/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATCH_CALLS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATCH_CALLS_H_

#include "oracle/linux_source/kernel/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One READDIR into pages.  Returns the sum of the first and the last byte of
 * the reply, 0 for an empty one, or a negative errno value.  *asked_bytes: the
 * size of the request. */
int make_patch_calls(struct fuse_mount* fm, int count, size_t* asked_bytes);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATCH_CALLS_H_ */
