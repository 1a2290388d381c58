// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/inode_model.h"

#include <sys/stat.h>

#include <cerrno>

#include "base/check.h"

namespace fuse_dirents {

int InodeModel::Link(std::string_view name, const FuseEntryOut& entry_out) {
  if (const auto found = dentries_.find(name); found != dentries_.end()) {
    const InodePtr inode = found->second;
    const bool same_inode = inode->nodeid == entry_out.nodeid;
    const bool stale =
        inode->generation != static_cast<uint32_t>(entry_out.generation) ||
        inode->format != (entry_out.attr.mode & S_IFMT);
    if (same_inode && !stale) {
      if (inode->bad) return -EIO;
      ++inode->nlookup;
      return 0;
    }
    if (same_inode) inode->bad = true;
    Drop(name);
  }
  if (entry_out.nodeid == dir_nodeid_) {
    FUSE_DIRENTS_CHECK(S_ISDIR(entry_out.attr.mode) &&
                       static_cast<uint32_t>(entry_out.generation) == 0);
    return -ELOOP;
  }
  const InodePtr inode = Get(entry_out);
  ++inode->nlookup;
  // A directory has one dentry: the new name takes it over.
  if (inode->format == S_IFDIR && !inode->names.empty()) {
    dentries_.erase(*inode->names.begin());
    inode->names.clear();
  }
  inode->names.emplace(name);
  dentries_.emplace(name, inode);
  return 0;
}

InodeModel::InodePtr InodeModel::Get(const FuseEntryOut& entry_out) {
  const auto generation = static_cast<uint32_t>(entry_out.generation);
  const uint32_t format = entry_out.attr.mode & S_IFMT;
  if (const auto found = inodes_.find(entry_out.nodeid);
      found != inodes_.end()) {
    Inode& inode = *found->second;
    if (inode.generation == generation && inode.format == format) {
      return found->second;
    }
    inode.bad = true;
  }
  const auto made =
      std::make_shared<Inode>(Inode{entry_out.nodeid, generation, format});
  inodes_[entry_out.nodeid] = made;
  return made;
}

void InodeModel::Drop(std::string_view name) {
  const auto found = dentries_.find(name);
  const InodePtr inode = found->second;
  dentries_.erase(found);
  inode->names.erase(inode->names.find(name));
  if (!inode->names.empty()) return;
  forgotten_[inode->nodeid] += inode->nlookup;
  const auto known = inodes_.find(inode->nodeid);
  if (known != inodes_.end() && known->second == inode) inodes_.erase(known);
}

std::set<std::string> InodeModel::Dentries() const {
  std::set<std::string> names;
  for (const auto& [name, inode] : dentries_) names.insert(name);
  return names;
}

void InodeModel::DropAll() {
  while (!dentries_.empty()) Drop(std::string(dentries_.begin()->first));
}

}  // namespace fuse_dirents
