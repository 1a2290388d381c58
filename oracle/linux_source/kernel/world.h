// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What lies around fs/fuse/readdir.c while it runs: the caller, the server, the
// dentries and the memory.  Each call of the source reaches the World that is
// entered.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_WORLD_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_WORLD_H_

#include <cstddef>
#include <cstdint>

#include "oracle/linux_source/kernel/types.h"

namespace fuse_dirents {

// The functions stand for those of the same name in calls.h.  Those that a
// world does not override end the program: the source is not to call them.
class World {
 public:
  virtual ~World() = default;

  // The source makes a call, any but those of inlines.h; what it does follows.
  virtual void Called() {}

  virtual bool Emit(dir_context* ctx, const char* name, uint32_t namelen,
                    uint64_t ino, uint64_t type) = 0;
  virtual void Warn(const char* condition);

  virtual dentry* LookUp(dentry* parent, const qstr& name) = 0;
  virtual dentry* AllocParallel(dentry* parent, const qstr& name) = 0;
  virtual dentry* SpliceAlias(inode* inode, dentry* dentry) = 0;
  virtual void Invalidate(dentry* dentry);
  virtual void Put(dentry* dentry) = 0;
  virtual inode* Iget(uint64_t nodeid, uint64_t generation,
                      const void* attr) = 0;
  virtual bool IsStale(const inode* inode, uint64_t generation,
                       const void* attr);
  virtual void ChangeAttributes(inode* inode, const void* attr);
  virtual int UpdateAttributes(inode* inode);
  virtual void Linked(dentry*) {}

  virtual ssize_t Request(fuse_args* args) = 0;

  virtual void* Alloc(size_t bytes, bool zeroed);
  virtual void Free(const void* memory);
  virtual unsigned long AllocPages(int count, page** pages);
  virtual void PutPage(page* page);
  virtual void* Map(page** pages, uint32_t count);
  virtual void Unmap(const void* memory, uint32_t count);

  virtual page* FindPage(pgoff_t index);
  virtual page* FindOrCreatePage(pgoff_t index);
  virtual void TruncatePages(loff_t start);
};

// Makes `world` the one that the source runs in, until the end of this object.
class EnteredWorld {
 public:
  explicit EnteredWorld(World* world);
  ~EnteredWorld();
  EnteredWorld(const EnteredWorld&) = delete;
  EnteredWorld& operator=(const EnteredWorld&) = delete;

 private:
  World* const outer_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_KERNEL_WORLD_H_
