// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/dentry_table.h"

#include <functional>

#include "base/check.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

size_t HashOf(std::string_view name) {
  return std::hash<std::string_view>()(name);
}

}  // namespace

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
  const size_t hash = HashOf(name);
  const Dentry* const found = dentries_.Find(
      hash, [name](const Dentry& dentry) { return dentry.name == name; });
  if (found != nullptr) {
    Inode* const inode = found->inode;
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
      dentries_.Remove(hash, found);
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
    inode = &inodes_.Add(entry_out.nodeid);
    *inode = {entry_out.nodeid, static_cast<uint32_t>(entry_out.generation),
              entry_out.attr.mode & kFileTypeBits};
  }
  ++inode->lookups;
  // A directory has one dentry, which moves to the new name.
  if (inode->file_type == kDirectory && inode->dentries > 0 &&
      !IsPlanted(PathMutant::kDirectoryOfTwoDentries)) {
    dentries_.ForEach([this, inode](const Dentry& dentry) {
      if (dentry.inode == inode) {
        dentries_.Remove(HashOf(dentry.name), &dentry);
      }
    });
    --inode->dentries;
  }
  ++inode->dentries;
  Dentry& dentry = dentries_.Add(hash);
  dentry.name = name;
  dentry.inode = inode;
  return LinkFailure::kNone;
}

DentryTable::Inode* DentryTable::GoodInode(uint64_t nodeid) {
  if (nodeid == dir_.nodeid && !dir_.bad) return &dir_;
  return inodes_.Find(nodeid, [nodeid](const Inode& inode) {
    return inode.nodeid == nodeid && !inode.bad;
  });
}

void DentryTable::Release(Inode* inode) {
  if (--inode->dentries > 0) return;
  if (!IsPlanted(PathMutant::kReplacedInodeStays)) {
    evict_(inode->nodeid, inode->lookups);
  }
  if (IsPlanted(PathMutant::kReplacedInodeEvictedTwice)) {
    evict_(inode->nodeid, inode->lookups);
  }
  inodes_.Remove(inode->nodeid, inode);
}

void DentryTable::DropAll() {
  dentries_.Clear();
  inodes_.ForEach(
      [this](const Inode& inode) { evict_(inode.nodeid, inode.lookups); });
  inodes_.Clear();
}

void DentryTable::Clear() {
  dentries_.Clear();
  inodes_.Clear();
  dir_.bad = false;
}

}  // namespace fuse_dirents
