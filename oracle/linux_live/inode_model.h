// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The dentries of one directory and their inodes, as READDIRPLUS makes them:
// which links succeed, and which lookups are given back because an inode lost
// its last dentry.  From fuse_direntplus_link(), fuse_iget() and
// d_splice_alias() of Linux 6.12.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_INODE_MODEL_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_INODE_MODEL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

class InodeModel {
 public:
  // Of the directory with this nodeid.
  explicit InodeModel(uint64_t dir_nodeid) : dir_nodeid_(dir_nodeid) {}

  // Links a record.  Returns 0 or a negative errno value.
  // REQUIRES: nodeid is not 0, and IsBadEntryOut() is false.  A record with the
  // nodeid of the directory itself is a directory of generation 0: any other
  // makes the open directory unusable.
  int Link(std::string_view name, const FuseEntryOut& entry_out);

  // Lookups given back so far, by nodeid.
  const std::map<uint64_t, uint64_t>& forgotten() const { return forgotten_; }

  std::set<std::string> Dentries() const;
  // Drops every dentry.
  void DropAll();

 private:
  struct Inode {
    uint64_t nodeid;
    uint32_t generation;
    uint32_t format;  // S_IFMT bits of the mode.
    uint64_t nlookup = 0;
    bool bad = false;  // Its nodeid came back as something else.
    std::set<std::string, std::less<>> names = {};
  };
  using InodePtr = std::shared_ptr<Inode>;

  void Drop(std::string_view name);
  // The inode of a nodeid: the one that is known, unless it is stale.
  InodePtr Get(const FuseEntryOut& entry_out);

  const uint64_t dir_nodeid_;
  std::map<std::string, InodePtr, std::less<>> dentries_;
  std::map<uint64_t, InodePtr> inodes_;  // None of them bad.
  std::map<uint64_t, uint64_t> forgotten_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_INODE_MODEL_H_
