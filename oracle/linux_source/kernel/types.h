/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins for the structures of the kernel that fs/fuse/readdir.c uses: the
 * members that it names, and what the stand-ins for its calls (calls.h) need.
 * C11 and C++ can include this header.
 *
 * A member that a newer readdir.c names and that is missing here belongs here.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_TYPES_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_TYPES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;
typedef unsigned long pgoff_t;
typedef unsigned int gfp_t;
typedef struct {
  int counter;
} atomic_t;

/* Locks are only checked to be taken and given back in turn. */
typedef struct {
  bool held;
} spinlock_t;
struct mutex {
  bool held;
};

struct timespec64 {
  int64_t tv_sec;
  long tv_nsec;
};

struct page {
  void* address; /* of its PAGE_SIZE bytes */
  u32 number;    /* in the pool of the world that allocated it */
  int refs;
  bool uptodate, locked;
};

/* Every folio has one page. */
struct folio {
  struct page page;
};

struct address_space {
  struct inode* host;
};

struct super_block {
  void* s_fs_info;
};

struct inode {
  struct super_block* i_sb;
  struct address_space* i_mapping;
  struct timespec64 i_mtime;
  u64 i_version;
  u32 i_generation;
  u32 i_mode;
};

struct qstr {
  const unsigned char* name;
  u32 len;
  u32 hash;
};

struct dentry {
  struct inode* d_inode;
  struct dentry* d_parent;
  unsigned long d_time;
  bool in_lookup; /* d_alloc_parallel() made it, nobody completed it */
};

struct path {
  struct dentry* dentry;
};

struct file {
  struct path f_path;
  struct inode* f_inode;
  struct address_space* f_mapping;
  void* private_data;
};

struct dir_context {
  loff_t pos;
  int count; /* bytes of buffer left; 0 unknown, INT_MAX unlimited */
};

typedef struct {
  int unused;
} wait_queue_head_t;

struct fuse_conn {
  unsigned int max_pages, max_read, max_write, name_max;
  bool do_readdirplus, readdirplus_auto, auto_inval_data;
  atomic_t epoch;
};

struct fuse_mount {
  struct fuse_conn* fc;
};

enum { FUSE_I_ADVISE_RDPLUS, FUSE_I_INIT_RDPLUS, FUSE_I_BAD };

struct fuse_inode {
  struct inode inode;
  u64 nodeid;
  u64 nlookup;
  unsigned long state;
  spinlock_t lock;
  struct {
    bool cached;
    loff_t size;
    loff_t pos;
    u64 version;
    struct timespec64 mtime;
    u64 iversion;
    spinlock_t lock;
  } rdc;
};

struct fuse_file {
  u64 fh, nodeid;
  u32 open_flags;
  struct {
    loff_t pos;
    loff_t cache_off;
    u64 version;
    struct mutex lock;
  } readdir;
};

struct fuse_in_arg {
  unsigned int size;
  const void* value;
};

struct fuse_arg {
  unsigned int size;
  void* value;
};

struct fuse_args {
  u64 nodeid;
  u32 opcode;
  u8 in_numargs, out_numargs;
  bool force, noreply, nocreds;
  bool in_pages, out_pages, user_pages, out_argvar;
  bool page_zeroing, page_replace, may_block, is_ext, is_pinned;
  bool invalidate_vmap;
  struct fuse_in_arg in_args[4];
  struct fuse_arg out_args[2];
};

struct fuse_folio_desc {
  unsigned int length;
  unsigned int offset;
};

/* Pages and folios are the same thing under two names, so that the versions
 * before and after the change from one to the other find their members. */
struct fuse_args_pages {
  struct fuse_args args;
  struct page** pages;
  struct folio** folios;
  struct fuse_folio_desc* descs;
  struct fuse_folio_desc* folio_descs;
  unsigned int num_pages;
  unsigned int num_folios;
  bool uses_folios;
};

struct fuse_io_args {
  struct fuse_args_pages ap;
  /* What fuse_read_args_fill() puts into fuse_read_in. */
  u64 offset;
  u32 size;
};

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_TYPES_H_ */
