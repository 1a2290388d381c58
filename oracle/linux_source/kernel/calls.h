/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins for the functions of the kernel that fs/fuse/readdir.c calls and
 * that need a world around them: pages, dentries, inodes, requests.  calls.cc
 * hands each to the World in which the source runs (world.h).  Those that need
 * none are in inlines.h.
 *
 * A function that a newer readdir.c calls belongs here or there.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_CALLS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_CALLS_H_

#include "oracle/linux_source/kernel/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A belief about how the source uses a call does not hold; does not return. */
__attribute__((noreturn)) void kernel_broken(const char* belief,
                                             const char* file, int line);
#define KERNEL_CHECK(belief) \
  ((belief) ? (void)0 : kernel_broken(#belief, __FILE__, __LINE__))

/* A WARN_ON() of the source fired. */
void kernel_warn(const char* condition);

/* The caller of readdir.  `type` may hold FILLDIR_FLAG_NOINTR. */
bool dir_emit(struct dir_context* ctx, const char* name, int namelen, u64 ino,
              u64 type);

/* Dentries and inodes. */
struct dentry* d_lookup(struct dentry* parent, const struct qstr* name);
struct dentry* d_alloc_parallel(struct dentry* parent, const struct qstr* name,
                                wait_queue_head_t* wq);
struct dentry* d_splice_alias(struct inode* inode, struct dentry* dentry);
void d_invalidate(struct dentry* dentry);
void dput(struct dentry* dentry);
struct inode* kernel_iget(struct super_block* sb, u64 nodeid, u64 generation,
                          const void* attr);
bool kernel_stale_inode(const struct inode* inode, u64 generation,
                        const void* attr);
void kernel_change_attributes(struct inode* inode, const void* attr);
int kernel_update_attributes(struct inode* inode);
/* A record was linked: its dentry gets a timeout. */
void kernel_entry_linked(struct dentry* dentry);

/* Requests: 0 or more bytes of reply, or a negative errno value. */
ssize_t fuse_simple_request(struct fuse_mount* fm, struct fuse_args* args);

/* Memory.  All of it is counted, and each allocation can be made to fail. */
void* kernel_alloc(size_t bytes, bool zeroed);
void kfree(const void* memory);
void kvfree(const void* memory);
struct page* alloc_page(gfp_t gfp);
unsigned long alloc_pages_bulk(gfp_t gfp, int count, struct page** pages);
void put_page(struct page* page);
void release_pages(struct page** pages, int count);
void* vm_map_ram(struct page** pages, unsigned int count, int node);
void vm_unmap_ram(const void* memory, unsigned int count);

/* The page cache of the directory. */
struct page* find_lock_page(struct address_space* mapping, pgoff_t index);
struct page* find_or_create_page(struct address_space* mapping, pgoff_t index,
                                 gfp_t gfp);
struct page* find_get_page_flags(struct address_space* mapping, pgoff_t index,
                                 int flags);
void unlock_page(struct page* page);
void truncate_inode_pages(struct address_space* mapping, loff_t start);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_CALLS_H_ */
