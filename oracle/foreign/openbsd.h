/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Stands in for what fusefs_readdir() of OpenBSD uses.
 */
#ifndef FUSE_DIRENTS_ORACLE_FOREIGN_OPENBSD_H_
#define FUSE_DIRENTS_ORACLE_FOREIGN_OPENBSD_H_

#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>

#include "oracle/foreign/client.h"

#define MAXNAMLEN 255
#define MIN(a, b) ((a) < (b) ? (a) : (b))

struct dirent {
  uint64_t d_fileno;
  int64_t d_off;
  uint16_t d_reclen;
  uint8_t d_type;
  uint8_t d_namlen;
  uint8_t d_padding[4];
  char d_name[MAXNAMLEN + 1];
};

/* With the NUL, padded to 8 bytes. */
#define DIRENT_RECSIZE(namlen) \
  ((offsetof(struct dirent, d_name) + (namlen) + 8) & ~7ul)

enum { FUFH_INVALID = -1, FUFH_RDONLY };

struct proc;

struct uio {
  uint64_t uio_offset;
  size_t uio_resid;
  struct proc* uio_procp;
};

struct fusefs_mnt {
  int sess_init;
  size_t max_read;
  struct client_parse* dev;
};

struct fusefs_node {
  uint64_t i_number;
  struct fusefs_mnt* i_ump;
  struct {
    int fh_type;
    uint64_t fh_id;
  } fufh[1];
};

struct vnode {
  struct fusefs_node* v_data;
};
#define VTOI(vnode) ((vnode)->v_data)

struct vop_readdir_args {
  struct vnode* a_vp;
  struct uio* a_uio;
  int* a_eofflag;
};

struct fusebuf {
  struct {
    struct {
      struct fuse_read_in read;
    } in;
  } op;
  size_t fb_len;
  char* fb_dat;
};

/* There is one at a time. */
static struct fusebuf the_buffer;

static inline struct fusebuf* fb_setup(size_t size, uint64_t ino, int opcode,
                                       struct proc* proc) {
  (void)size, (void)ino, (void)opcode, (void)proc;
  return &the_buffer;
}

static inline void fb_delete(struct fusebuf* buffer) { (void)buffer; }

/* Answers a request: with the reply, and from then on with the end. */
static inline int fb_queue(struct client_parse* parse, struct fusebuf* buffer) {
  buffer->fb_len = parse->requests++ == 0 ? parse->reply->nbytes : 0;
  buffer->fb_dat = (char*)client_bytes(parse);
  return 0;
}

static inline int fusefs_file_open(struct fusefs_mnt* mount,
                                   struct fusefs_node* node, int type,
                                   int flags, int is_dir, struct proc* proc) {
  (void)mount, (void)node, (void)type, (void)flags, (void)is_dir, (void)proc;
  return 0;
}
#define fusefs_file_close fusefs_file_open

/* What uiomove() returns where the sink has no room.  The function itself
 * leaves for `out` there, with no error. */
enum { BUFFER_IS_FULL = 9999 };

static const struct dirents_sink* the_sink;

static inline int uiomove(void* base, size_t size, struct uio* uio) {
  const struct dirent* const from = base;
  (void)size, (void)uio;
  const struct dirents_entry entry = {from->d_fileno, (uint64_t)from->d_off,
                                      from->d_type, from->d_namlen,
                                      from->d_name};
  return the_sink->emit(the_sink->ctx, &entry) ? 0 : BUFFER_IS_FULL;
}

#endif /* FUSE_DIRENTS_ORACLE_FOREIGN_OPENBSD_H_ */
