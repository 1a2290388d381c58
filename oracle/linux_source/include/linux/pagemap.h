/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * fuse_i.h holds every stand-in.
 */
#include "oracle/linux_source/include/fuse_i.h" /* IWYU pragma: export */
