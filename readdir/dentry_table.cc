// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/dentry_table.h"

#include <algorithm>

#include "base/check.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {

bool DentryTable::Inode::IsStale(const FuseEntryOut& entry_out) const {
  const bool other_generation =
      IsPlanted(PathMutant::kGenerationIgnored)
          ? false
          : generation != static_cast<uint32_t>(entry_out.generation);
  return other_generation || file_type != (entry_out.attr.mode & kFileTypeBits);
}

LinkFailure DentryTable::Link(std::string_view name,
                              const FuseEntryOut& entry_out, bool no_memory) {
  FUSE_DIRENTS_CHECK(entry_out.nodeid != 0);
  if (const auto found = dentries_.find(name); found != dentries_.end()) {
    Inode* const inode = found->second;
    const bool same_nodeid = inode->nodeid == entry_out.nodeid;
    if (same_nodeid && !inode->IsStale(entry_out)) {
      if (inode->bad && !IsPlanted(PathMutant::kBadInodeLinked)) {
        return LinkFailure::kBadInode;
      }
      ++inode->lookups;
      return LinkFailure::kNone;
    }
    if (same_nodeid) inode->bad = true;
    const bool keeps = IsPlanted(PathMutant::kLoopKeepsDentry) &&
                       entry_out.nodeid == dir_.nodeid;
    if (!keeps) {
      dentries_.erase(found);
      Release(inode);
    }
  }
  if (no_memory) return LinkFailure::kNoMemory;
  Inode* inode = GoodInode(entry_out.nodeid);
  if (inode != nullptr && inode->IsStale(entry_out)) {
    inode->bad = true;
    inode = nullptr;
  }
  if (inode == &dir_) return LinkFailure::kListedDirectory;
  if (inode == nullptr) {
    const Inode made = {entry_out.nodeid,
                        static_cast<uint32_t>(entry_out.generation),
                        entry_out.attr.mode & kFileTypeBits};
    inode = &inodes_.emplace(entry_out.nodeid, made)->second;
  }
  ++inode->lookups;
  // A directory has one dentry, which moves to the new name.
  if (inode->file_type == kDirectory && inode->dentries > 0 &&
      !IsPlanted(PathMutant::kDirectoryOfTwoDentries)) {
    std::erase_if(dentries_,
                  [inode](const auto& at) { return at.second == inode; });
    --inode->dentries;
  }
  ++inode->dentries;
  dentries_.emplace(name, inode);
  return LinkFailure::kNone;
}

DentryTable::Inode* DentryTable::GoodInode(uint64_t nodeid) {
  if (nodeid == dir_.nodeid && !dir_.bad) return &dir_;
  const auto [first, last] = inodes_.equal_range(nodeid);
  const auto good =
      std::find_if(first, last, [](const auto& at) { return !at.second.bad; });
  return good == last ? nullptr : &good->second;
}

void DentryTable::Release(Inode* inode) {
  if (--inode->dentries > 0) return;
  if (!IsPlanted(PathMutant::kReplacedInodeStays)) {
    evict_(inode->nodeid, inode->lookups);
  }
  if (IsPlanted(PathMutant::kReplacedInodeEvictedTwice)) {
    evict_(inode->nodeid, inode->lookups);
  }
  const auto [first, last] = inodes_.equal_range(inode->nodeid);
  inodes_.erase(std::find_if(
      first, last, [inode](const auto& at) { return &at.second == inode; }));
}

std::set<std::string> DentryTable::Names() const {
  std::set<std::string> names;
  for (const auto& [name, inode] : dentries_) names.insert(name);
  return names;
}

void DentryTable::DropAll() {
  dentries_.clear();
  for (const auto& [nodeid, inode] : inodes_) evict_(nodeid, inode.lookups);
  inodes_.clear();
}

void DentryTable::Clear() {
  dentries_.clear();
  inodes_.clear();
  dir_.bad = false;
}

}  // namespace fuse_dirents
