// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The dentries of one directory and their inodes, as READDIRPLUS makes them:
// which links succeed, and which lookups are given back because an inode lost
// its last dentry.  From fuse_direntplus_link(), fuse_iget() and
// d_splice_alias() of Linux 6.12.
//
//     name -> dentry -> inode: nodeid, generation, type, lookups
//
// oracle/linux_live compares this class with the running kernel.

#ifndef FUSE_DIRENTS_READDIR_DENTRY_TABLE_H_
#define FUSE_DIRENTS_READDIR_DENTRY_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/hash_chains.h"
#include "parser/wire.h"
#include "readdir/link_failure.h"

namespace fuse_dirents {

// nodeid of the directory that a ReaddirClient lists.
inline constexpr uint64_t kListedNodeid = 0xd1ec7042;

class DentryTable {
 public:
  // An inode is dropped and gives back the lookups that it held.
  using Evict = std::function<void(uint64_t nodeid, uint64_t lookups)>;

  // Of the directory with this nodeid, which has generation 0.
  DentryTable(uint64_t dir_nodeid, Evict evict)
      : evict_(std::move(evict)), dir_{dir_nodeid, 0, kDirectory} {}
  DentryTable(const DentryTable&) = delete;
  DentryTable& operator=(const DentryTable&) = delete;

  // Links a record.  A name whose dentry stands for something else loses that
  // dentry, even if the link then fails.  `no_memory`: nothing can be
  // allocated; a dentry that is still right needs no memory.
  // REQUIRES: nodeid is not 0.
  LinkFailure Link(std::string_view name, const FuseEntryOut& entry_out,
                   bool no_memory = false);

  // Whether the directory itself has gone bad: a record had its nodeid with
  // another generation or type.  Each operation on it then fails with -EIO.
  bool dir_is_bad() const { return dir_.bad; }

  // Calls visit(name) for each name that has a dentry, in an order that the
  // links decide.
  template <typename Visit>
  void ForEachName(const Visit& visit) const {
    dentries_.ForEach([&visit](const Dentry& dentry) {
      visit(std::string_view(dentry.name));
    });
  }

  // Drops every dentry.
  void DropAll();

  // Drops every dentry and gives nothing back; the directory is good again.
  void Clear();

 private:
  static constexpr uint32_t kFileTypeBits = 0170000;  // S_IFMT.
  static constexpr uint32_t kDirectory = 0040000;     // S_IFDIR.

  struct Inode {
    uint64_t nodeid = 0;
    uint32_t generation = 0;
    uint32_t file_type = 0;  // kFileTypeBits of the mode.
    bool bad = false;        // Its nodeid came back as something else.
    uint64_t lookups = 0;
    size_t dentries = 0;

    bool IsStale(const FuseEntryOut& entry_out) const;
  };
  struct Dentry {
    std::string name;
    Inode* inode = nullptr;
  };

  // The inode of that nodeid which is not bad, or null.
  Inode* GoodInode(uint64_t nodeid);
  // Takes one dentry from the inode, and drops the inode after the last.
  void Release(Inode* inode);

  const Evict evict_;
  Inode dir_;
  HashChains<Dentry> dentries_;  // By HashOf(name).
  HashChains<Inode> inodes_;     // By nodeid; at most one is not bad.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_DENTRY_TABLE_H_
