/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "oracle/foreign/openbsd.h"

#include "fusefs_readdir.inc"

int openbsd_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos) {
  /* Room without end: the sink says when it is full. */
  enum { ROOM = 1 << 30 };
  struct client_parse parse = {reply, sink, pos, 0};
  struct fusefs_mnt mount = {1, ROOM, &parse};
  struct fusefs_node node = {1, &mount, {{FUFH_RDONLY, 0}}};
  struct vnode vnode = {&node};
  struct uio uio = {*pos, 2u * ROOM, NULL};
  struct vop_readdir_args args = {&vnode, &uio, NULL};
  the_sink = sink;
  const int error = fusefs_readdir(&args);
  *pos = uio.uio_offset;
  return error == BUFFER_IS_FULL ? 0 : -error;
}
