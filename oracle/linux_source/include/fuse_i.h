/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What readdir.c of a kernel tree includes instead of the tree's fuse_i.h.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_INCLUDE_FUSE_I_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_INCLUDE_FUSE_I_H_

#include "fuse_name_max.h" /* read out of the tree's fuse_i.h */
#ifdef SOURCE_NAMES_OF_4095
#undef FUSE_NAME_MAX
#define FUSE_NAME_MAX 4095
#endif

#include "oracle/linux_source/kernel/inlines.h"

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_INCLUDE_FUSE_I_H_ */
