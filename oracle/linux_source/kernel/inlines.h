/* Copyright 2026 The fuse-dirents Authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins for the macros and small functions of the kernel that
 * fs/fuse/readdir.c uses: those that need no world around them.  C11 with the
 * extensions of GNU C, as the kernel itself.
 */
#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_INLINES_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_INLINES_H_

#include <errno.h>
#include <limits.h>
#include <linux/fuse.h> /* the tree's */
#include <linux/limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "oracle/linux_source/kernel/calls.h"
#include "oracle/linux_source/kernel/types.h"

/* --- The compiler. --- */

#define __user
#define __force
#define __init
#define __exit
#undef __always_inline
#define __always_inline inline __attribute__((always_inline))
#define __maybe_unused __attribute__((unused))
#define __must_check __attribute__((warn_unused_result))
#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)
#define READ_ONCE(place) (*(const volatile __typeof__(place)*)&(place))
#define WRITE_ONCE(place, value) \
  (*(volatile __typeof__(place)*)&(place) = (value))
#define BUILD_BUG_ON(condition) _Static_assert(!(condition), #condition)
#define WARN_ON(condition)                         \
  ({                                               \
    const bool fired_ = !!(condition);             \
    if (unlikely(fired_)) kernel_warn(#condition); \
    fired_;                                        \
  })
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define EXPORT_SYMBOL_GPL(name)

/* --- Numbers. --- */

/* Each argument is evaluated once.  As in C, the wider type wins; the kernel
 * refuses to compile what mixes signs, which is not repeated here. */
#define min(a, b)         \
  ({                      \
    __auto_type a_ = (a); \
    __auto_type b_ = (b); \
    a_ < b_ ? a_ : b_;    \
  })
#define max(a, b)         \
  ({                      \
    __auto_type a_ = (a); \
    __auto_type b_ = (b); \
    a_ > b_ ? a_ : b_;    \
  })
#define min3(a, b, c) min(min(a, b), c)
#define max3(a, b, c) max(max(a, b), c)
#define min_t(type, a, b) \
  ({                      \
    const type x_ = (a);  \
    const type y_ = (b);  \
    x_ < y_ ? x_ : y_;    \
  })
#define max_t(type, a, b) \
  ({                      \
    const type x_ = (a);  \
    const type y_ = (b);  \
    x_ > y_ ? x_ : y_;    \
  })
/* Where low is above high, what the kernel answers: high wins from high on,
 * low below. */
#define clamp(value, low, high)                               \
  ({                                                          \
    __auto_type value_ = (value);                             \
    __auto_type low_ = (low);                                 \
    __auto_type high_ = (high);                               \
    value_ >= high_ ? high_ : value_ <= low_ ? low_ : value_; \
  })
#define clamp_t(type, value, low, high) \
  clamp((type)(value), (type)(low), (type)(high))
#define clamp_val(value, low, high) clamp_t(__typeof__(value), value, low, high)
#define DIV_ROUND_UP(n, unit) (((n) + (unit) - 1) / (unit))
#define ALIGN(n, unit) \
  (((n) + ((__typeof__(n))(unit) - 1)) & ~((__typeof__(n))(unit) - 1))
#define round_up(n, unit) ALIGN(n, unit)
#define PAGE_ALIGN(n) ALIGN(n, PAGE_SIZE)
#define offset_in_page(address) ((unsigned long)(address) & ~PAGE_MASK)
#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define struct_size(pointer, member, count) \
  (sizeof(*(pointer)) + sizeof((pointer)->member[0]) * (count))
#define container_of(pointer, type, member) \
  ((type*)((char*)(pointer) - offsetof(type, member)))

static inline void set_bit(int n, unsigned long* bits) { *bits |= BIT(n); }
static inline void clear_bit(int n, unsigned long* bits) { *bits &= ~BIT(n); }
static inline bool test_bit(int n, const unsigned long* bits) {
  return (*bits & BIT(n)) != 0;
}
static inline bool test_and_clear_bit(int n, unsigned long* bits) {
  const bool was_set = test_bit(n, bits);
  clear_bit(n, bits);
  return was_set;
}
static inline int atomic_read(const atomic_t* v) { return v->counter; }

/* --- Errors in pointers: the last page of the address space. --- */

#define MAX_ERRNO 4095
static inline void* ERR_PTR(long error) { return (void*)error; }
static inline long PTR_ERR(const void* pointer) { return (long)pointer; }
static inline bool IS_ERR(const void* pointer) {
  return (unsigned long)pointer >= (unsigned long)-MAX_ERRNO;
}
static inline bool IS_ERR_OR_NULL(const void* pointer) {
  return pointer == NULL || IS_ERR(pointer);
}
static inline void* ERR_CAST(const void* pointer) { return (void*)pointer; }

/* --- Locks. --- */

static inline void spin_lock(spinlock_t* lock) {
  KERNEL_CHECK(!lock->held);
  lock->held = true;
}
static inline void spin_unlock(spinlock_t* lock) {
  KERNEL_CHECK(lock->held);
  lock->held = false;
}
static inline void mutex_lock(struct mutex* mutex) {
  KERNEL_CHECK(!mutex->held);
  mutex->held = true;
}
static inline void mutex_unlock(struct mutex* mutex) {
  KERNEL_CHECK(mutex->held);
  mutex->held = false;
}
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) wait_queue_head_t name = {0}

/* --- Memory. --- */

#define GFP_KERNEL 0u
#define GFP_KERNEL_ACCOUNT 0u
#define GFP_ATOMIC 0u
#define GFP_NOFS 0u
#define __GFP_ZERO 1u
#define __GFP_NOWARN 0u
#define __GFP_NORETRY 0u
#define NUMA_NO_NODE (-1)

static inline void* kmalloc(size_t bytes, gfp_t gfp) {
  return kernel_alloc(bytes, (gfp & __GFP_ZERO) != 0);
}
static inline void* kmalloc_array(size_t count, size_t bytes, gfp_t gfp) {
  size_t all;
  if (__builtin_mul_overflow(count, bytes, &all)) return NULL;
  return kmalloc(all, gfp);
}
#define kzalloc(bytes, gfp) kmalloc(bytes, (gfp) | __GFP_ZERO)
#define kcalloc(count, bytes, gfp) \
  kmalloc_array(count, bytes, (gfp) | __GFP_ZERO)
#define kvmalloc(bytes, gfp) kmalloc(bytes, gfp)
#define kvzalloc(bytes, gfp) kzalloc(bytes, gfp)
#define kvmalloc_array(count, bytes, gfp) kmalloc_array(count, bytes, gfp)
#define kvcalloc(count, bytes, gfp) kcalloc(count, bytes, gfp)

/* `type* p __free(kvfree) = ...;` frees p where it goes out of scope. */
#define __free(how) __attribute__((cleanup(kernel_free_by_##how)))
static inline void kernel_free_by_kfree(void* place) {
  void* memory = *(void**)place;
  if (!IS_ERR_OR_NULL(memory)) kfree(memory);
}
static inline void kernel_free_by_kvfree(void* place) {
  void* memory = *(void**)place;
  if (!IS_ERR_OR_NULL(memory)) kvfree(memory);
}
/* Takes the pointer out of such a variable. */
#define no_free_ptr(p)        \
  ({                          \
    __auto_type taken_ = (p); \
    (p) = NULL;               \
    taken_;                   \
  })
#define return_ptr(p) return no_free_ptr(p)

static inline struct folio* page_folio(struct page* page) {
  return container_of(page, struct folio, page);
}
static inline struct page* folio_page(struct folio* folio, size_t index) {
  KERNEL_CHECK(index == 0);
  return &folio->page;
}
static inline void* page_address(const struct page* page) {
  return page->address;
}
static inline void* folio_address(const struct folio* folio) {
  return folio->page.address;
}
static inline void get_page(struct page* page) { ++page->refs; }
static inline void __free_page(struct page* page) { put_page(page); }
static inline void folio_put(struct folio* folio) { put_page(&folio->page); }
static inline struct folio* folio_alloc(gfp_t gfp, unsigned int order) {
  KERNEL_CHECK(order == 0);
  struct page* page = alloc_page(gfp);
  return page == NULL ? NULL : page_folio(page);
}
/* The names that alloc_pages_bulk() had before. */
#define alloc_pages_bulk_array(gfp, count, pages) \
  alloc_pages_bulk(gfp, count, pages)
#define alloc_pages_bulk_noprof(gfp, count, pages) \
  alloc_pages_bulk(gfp, count, pages)

static inline void* kmap(struct page* page) { return page->address; }
static inline void kunmap(struct page* page) { (void)page; }
static inline void* kmap_local_page(struct page* page) { return page->address; }
static inline void* kmap_local_folio(struct folio* folio, size_t offset) {
  return (char*)folio->page.address + offset;
}
static inline void kunmap_local(const void* address) { (void)address; }
static inline void clear_page(void* address) { memset(address, 0, PAGE_SIZE); }
static inline bool PageUptodate(const struct page* page) {
  return page->uptodate;
}
static inline void SetPageUptodate(struct page* page) { page->uptodate = true; }

/* --- The page cache. --- */

#define FGP_ACCESSED 1
#define FGP_LOCK 2
static inline gfp_t mapping_gfp_mask(const struct address_space* mapping) {
  (void)mapping;
  return GFP_KERNEL;
}

/* --- Files, inodes, dentries. --- */

/* dir_emit() takes it off again.  Above the 32 bits of a type on the wire, so
 * that no server can send it. */
#define FILLDIR_FLAG_NOINTR BIT_ULL(32)
#define STATX_MTIME 0x40u

#define QSTR_INIT(bytes, length) \
  {.name = (const unsigned char*)(bytes), .len = (length)}
#define QSTR_LEN(bytes, length) (struct qstr) QSTR_INIT(bytes, length)
static inline u32 full_name_hash(const void* salt, const void* name, u32 len) {
  (void)salt;
  (void)name;
  return len;
}
static inline struct inode* d_inode(const struct dentry* dentry) {
  return dentry->d_inode;
}
static inline bool d_in_lookup(const struct dentry* dentry) {
  return dentry->in_lookup;
}
static inline void d_lookup_done(struct dentry* dentry) {
  dentry->in_lookup = false;
}
static inline struct inode* file_inode(const struct file* file) {
  return file->f_inode;
}
static inline struct timespec64 inode_get_mtime(const struct inode* inode) {
  return inode->i_mtime;
}
static inline u64 inode_query_iversion(const struct inode* inode) {
  return inode->i_version;
}
static inline u64 inode_peek_iversion(const struct inode* inode) {
  return inode->i_version;
}
static inline bool timespec64_equal(const struct timespec64* a,
                                    const struct timespec64* b) {
  return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}
static inline void forget_all_cached_acls(struct inode* inode) { (void)inode; }

/* --- fs/fuse. --- */

/* The older name of a desc. */
#define fuse_page_desc fuse_folio_desc

#define FUSE_ARGS(name) struct fuse_args name = {0}

static inline struct fuse_inode* get_fuse_inode(const struct inode* inode) {
  return container_of(inode, struct fuse_inode, inode);
}
static inline struct fuse_mount* get_fuse_mount(const struct inode* inode) {
  return inode->i_sb->s_fs_info;
}
static inline struct fuse_conn* get_fuse_conn(const struct inode* inode) {
  return get_fuse_mount(inode)->fc;
}
static inline u64 get_node_id(const struct inode* inode) {
  return get_fuse_inode(inode)->nodeid;
}
/* No server may give an entry the nodeid of the root, or none at all. */
static inline bool invalid_nodeid(u64 nodeid) {
  return nodeid == 0 || nodeid == FUSE_ROOT_ID;
}
/* An attr is good if its mode has a file type and its size fits loff_t. */
static inline bool fuse_invalid_attr(const struct fuse_attr* attr) {
  switch (attr->mode & S_IFMT) {
    case S_IFREG:
    case S_IFDIR:
    case S_IFLNK:
    case S_IFCHR:
    case S_IFBLK:
    case S_IFIFO:
    case S_IFSOCK:
      return attr->size > (u64)LLONG_MAX;
    default:
      return true;
  }
}
static inline bool fuse_is_bad(const struct inode* inode) {
  return test_bit(FUSE_I_BAD, &get_fuse_inode(inode)->state);
}
static inline void fuse_make_bad(struct inode* inode) {
  set_bit(FUSE_I_BAD, &get_fuse_inode(inode)->state);
}
static inline bool fuse_stale_inode(const struct inode* inode, u64 generation,
                                    const struct fuse_attr* attr) {
  return kernel_stale_inode(inode, generation, attr);
}
/* Versions differ in what follows the attributes; none of it matters here. */
#define fuse_iget(sb, nodeid, generation, attr, ...) \
  kernel_iget(sb, nodeid, generation, attr)
#define fuse_change_attributes(inode, attr, ...) \
  kernel_change_attributes(inode, attr)
#define fuse_update_attributes(inode, ...) kernel_update_attributes(inode)
#define ATTR_TIMEOUT(entry_out) ((entry_out)->attr_valid)
#define entry_attr_timeout(entry_out) ((entry_out)->attr_valid)
#define fuse_change_entry_timeout(dentry, entry_out) \
  ((void)(entry_out), kernel_entry_linked(dentry))
static inline u64 fuse_get_attr_version(const struct fuse_conn* fc) {
  (void)fc;
  return 1;
}
static inline u64 fuse_get_evict_ctr(const struct fuse_conn* fc) {
  (void)fc;
  return 1;
}
static inline bool fuse_lock_inode(struct inode* inode) {
  (void)inode;
  return false;
}
static inline void fuse_unlock_inode(struct inode* inode, bool locked) {
  (void)inode;
  KERNEL_CHECK(!locked);
}
static inline void fuse_invalidate_atime(struct inode* inode) { (void)inode; }

/* The arguments of a READ-like request for `count` bytes at `pos`. */
static inline void fuse_read_args_fill(struct fuse_io_args* ia,
                                       struct file* file, loff_t pos,
                                       size_t count, int opcode) {
  struct fuse_file* ff = file->private_data;
  struct fuse_args* args = &ia->ap.args;
  ia->offset = (u64)pos;
  ia->size = (u32)count;
  args->opcode = (u32)opcode;
  args->nodeid = ff->nodeid;
  args->in_numargs = 1;
  args->out_argvar = true;
  args->out_numargs = 1;
  args->out_args[0].size = (unsigned int)count;
}

/* Room for `count` folio pointers and as many descs, in one piece: kfree() of
 * the pointers frees both. */
static inline struct folio** fuse_folios_alloc(unsigned int count, gfp_t gfp,
                                               struct fuse_folio_desc** descs) {
  struct folio** folios =
      kcalloc(count, sizeof(struct folio*) + sizeof(**descs), gfp);
  *descs = folios == NULL ? NULL : (struct fuse_folio_desc*)(folios + count);
  return folios;
}

#endif /* FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_INLINES_H_ */
