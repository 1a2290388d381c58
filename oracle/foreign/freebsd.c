/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "oracle/foreign/freebsd.h"

#include "fuse_internal_readdir_processdata.inc"

int freebsd_parse(const struct dirents_reply* reply,
                  const struct dirents_sink* sink, uint64_t* pos) {
  const struct client_parse parse = {reply, sink, pos, 0};
  struct dirent room;
  struct fuse_iov iov = {&room, 0};
  struct uio uio = {sink, *pos};
  int start_found = 1;
  int no_cookies = 0;
  void* cookies = NULL;
  const int error = fuse_internal_readdir_processdata(
      &uio, (off_t)*pos, &start_found, reply->nbytes,
      (void*)client_bytes(&parse), reply->nbytes, &iov, &no_cookies,
      (void*)&cookies);
  *pos = uio.offset;
  return error == -1 ? 0 : -error;
}
