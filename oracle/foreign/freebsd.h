/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Stands in for what fuse_internal_readdir_processdata() of FreeBSD uses.
 */
#ifndef FUSE_DIRENTS_ORACLE_FOREIGN_FREEBSD_H_
#define FUSE_DIRENTS_ORACLE_FOREIGN_FREEBSD_H_

#include <errno.h>
#include <strings.h>
#include <sys/types.h>

#include "oracle/foreign/client.h"

#define MAXNAMLEN 255

struct dirent {
  uint64_t d_fileno;
  int64_t d_off;
  uint16_t d_reclen;
  uint8_t d_type;
  uint8_t d_pad0;
  uint16_t d_namlen;
  uint16_t d_pad1;
  char d_name[MAXNAMLEN + 1];
};

/* Laid over namelen of a fuse_dirent. */
struct pseudo_dirent {
  uint32_t d_namlen;
};

/* With the NUL, padded to 8 bytes. */
static inline int GENERIC_DIRSIZ(const struct pseudo_dirent* entry) {
  return (int)((offsetof(struct dirent, d_name) + entry->d_namlen + 8) & ~7ul);
}

static inline void dirent_terminate(struct dirent* entry) { (void)entry; }

/* A buffer for one entry. */
struct fuse_iov {
  void* base;
  size_t len;
};

static inline void fiov_adjust(struct fuse_iov* iov, size_t size) {
  iov->len = size;
}

/* The caller's buffer: room without end, until the sink says that it is full.
 */
struct uio {
  const struct dirents_sink* sink;
  uint64_t offset;
};

static inline ssize_t uio_resid(const struct uio* uio) {
  (void)uio;
  return INT32_MAX;
}

static inline void uio_setoffset(struct uio* uio, uint64_t offset) {
  uio->offset = offset;
}

/* -1 is what the function itself returns where there is no room. */
static inline int uiomove(void* base, size_t size, struct uio* uio) {
  const struct dirent* const from = base;
  (void)size;
  const struct dirents_entry entry = {from->d_fileno, (uint64_t)from->d_off,
                                      from->d_type, from->d_namlen,
                                      from->d_name};
  return uio->sink->emit(uio->sink->ctx, &entry) ? 0 : -1;
}

#endif /* FUSE_DIRENTS_ORACLE_FOREIGN_FREEBSD_H_ */
