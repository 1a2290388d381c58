// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The dentries and inodes around fuse_readdir() of a kernel tree.  The books of
// lookups are kept by them: an inode that is evicted gives its lookups back.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_DENTRY_WORLD_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_DENTRY_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "oracle/linux_source/path/memory_world.h"
#include "parser/trace/trace.h"
#include "readdir/dentry_table.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model_server.h"

namespace fuse_dirents {

class DentryWorld : public MemoryWorld {
 public:
  struct Books {
    LookupLedger* ledger;
    Trace* trace;
  };

  DentryWorld(const MemoryWorld::Parts& parts, const Books& books,
              fuse_mount* mount);

  dentry* LookUp(dentry* parent, const qstr& name) override;
  dentry* AllocParallel(dentry* parent, const qstr& name) override;
  dentry* SpliceAlias(inode* inode, dentry* dentry) override;
  void Invalidate(dentry* dentry) override;
  void Put(dentry* dentry) override;
  inode* Iget(uint64_t nodeid, uint64_t generation, const void* attr) override;
  bool IsStale(const inode* inode, uint64_t generation,
               const void* attr) override;
  void ChangeAttributes(inode*, const void*) override {}
  int UpdateAttributes(inode*) override { return 0; }
  void Linked(dentry*) override { RecordLink(0); }

 protected:
  fuse_inode* directory() { return &directory_; }
  const fuse_inode* directory() const { return &directory_; }
  dentry* root() { return &root_; }
  const Books& books() const { return books_; }

  std::set<std::string> Names() const;
  void EvictAll();
  // A FORGET is sent.  Returns false where the server does not read it: the
  // call never returns, and no more of its events count.
  bool SendForget(uint64_t nodeid, ModelServer* server);
  bool hangs() const { return hangs_; }
  // How many dentries stay in use, as a line; empty where none does.
  std::string DentriesLeft() const;

 private:
  struct Child {
    dentry d = {};
    std::string name;
    int refs = 1;
    bool named = false;  // In names_.
  };

  // The dentry that has the name, with one more reference, or null.
  dentry* Known(const std::string& name);
  // The end of the link in hand.
  void RecordLink(int error);
  void Evict(fuse_inode* inode);
  Child* ChildOf(dentry* dentry);

  const Books books_;
  super_block super_ = {};
  fuse_inode directory_ = {};
  dentry root_ = {};

  // Names that the dentry cache holds, and all dentries that there are.
  std::map<std::string, Child*> names_;
  std::map<dentry*, std::unique_ptr<Child>> children_;
  // By nodeid; if several have one nodeid, the last is current.
  std::vector<std::unique_ptr<fuse_inode>> inodes_;

  // The name of the link in hand, in the reply; null when its end is recorded.
  qstr link_ = {};
  bool hangs_ = false;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_DENTRY_WORLD_H_
