// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/path/dentry_world.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "oracle/linux_source/entry_before_name.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

dentry* ErrorDentry(int error) {
  return reinterpret_cast<dentry*>(static_cast<intptr_t>(error));
}
bool IsError(const void* pointer) {
  return reinterpret_cast<uintptr_t>(pointer) >= uintptr_t(-4095);
}
fuse_inode* FuseInode(inode* inode) {
  static_assert(offsetof(fuse_inode, inode) == 0);
  return reinterpret_cast<fuse_inode*>(inode);
}
FuseAttr AttrOf(const void* attr) {
  FuseAttr copy;
  std::memcpy(&copy, attr, sizeof copy);
  return copy;
}

constexpr uint64_t kBad = 1ul << FUSE_I_BAD;

}  // namespace

DentryWorld::DentryWorld(const MemoryWorld::Parts& parts, const Books& books,
                         fuse_mount* mount)
    : MemoryWorld(parts), books_(books) {
  super_.s_fs_info = mount;
  directory_.inode.i_sb = &super_;
  directory_.inode.i_mode = S_IFDIR | 0755;
  directory_.nodeid = kListedNodeid;
  root_.d_inode = &directory_.inode;
}

DentryWorld::Child* DentryWorld::ChildOf(dentry* dentry) {
  const auto at = children_.find(dentry);
  FUSE_DIRENTS_CHECK(at != children_.end());
  return at->second.get();
}

void DentryWorld::RecordLink(int error) {
  const char* const name = reinterpret_cast<const char*>(link_.name);
  dirents_entry entry = EntryBefore(name);
  entry.namelen = link_.len;
  const void* const entry_out = name - sizeof(FuseDirentplus);
  FuseEntryOut out;
  std::memcpy(&out, entry_out, sizeof out);
  if (error == 0) {
    books_.ledger->Link(out.nodeid);
  } else {
    books_.ledger->LinkRefused(out.nodeid, LinkFailureOf(error));
  }
  books_.trace->AddLink(entry, entry_out, error);
  link_ = {};
}

bool DentryWorld::SendForget(uint64_t nodeid, ModelServer* server) {
  // Of a link that ended without a call: the name's inode has gone bad.
  if (link_.name != nullptr) RecordLink(-EIO);
  hangs_ = hangs_ || !server->ReadForget();
  if (hangs_) return false;
  books_.ledger->Forget(nodeid);
  books_.trace->AddForget(nodeid);
  return true;
}

dentry* DentryWorld::LookUp(dentry*, const qstr& name) {
  if (hangs_) return nullptr;
  const char* const bytes = reinterpret_cast<const char*>(name.name);
  if (!InReply(bytes, name.len)) {
    Warn("a name that ends past the reply is looked up");
    return nullptr;
  }
  link_ = name;
  BeginLink();
  return Known(std::string(bytes, name.len));
}

dentry* DentryWorld::Known(const std::string& name) {
  const auto at = names_.find(name);
  if (at == names_.end()) return nullptr;
  ++at->second->refs;
  return &at->second->d;
}

dentry* DentryWorld::AllocParallel(dentry* parent, const qstr& name) {
  const char* const bytes = reinterpret_cast<const char*>(name.name);
  if (hangs_ || !InReply(bytes, name.len)) return ErrorDentry(-ENAMETOOLONG);
  // The name can have been rewritten since LookUp().
  if (dentry* const known = Known(std::string(bytes, name.len))) return known;
  if (Fails(FaultPoint::kLink)) {
    RecordLink(-ENOMEM);
    return ErrorDentry(-ENOMEM);
  }
  auto child = std::make_unique<Child>();
  child->name.assign(bytes, name.len);
  child->d.d_parent = parent;
  child->d.in_lookup = true;
  dentry* const made = &child->d;
  children_.emplace(made, std::move(child));
  return made;
}

inode* DentryWorld::Iget(uint64_t nodeid, uint64_t generation,
                         const void* attr) {
  if (Fails(FaultPoint::kLink)) {
    RecordLink(-ENOMEM);
    return nullptr;
  }
  const FuseAttr read = AttrOf(attr);
  if (nodeid == kListedNodeid && (directory_.state & kBad) == 0) {
    if (!IsStale(&directory_.inode, generation, attr)) {
      directory_.inode.i_mtime = {static_cast<int64_t>(read.mtime),
                                  static_cast<long>(read.mtimensec)};
      ++directory_.nlookup;
      return &directory_.inode;
    }
    directory_.state |= kBad;
  }
  for (auto at = inodes_.rbegin(); at != inodes_.rend(); ++at) {
    fuse_inode* const known = at->get();
    // One gone bad is no longer found by its nodeid.
    if (known->nodeid != nodeid || (known->state & kBad) != 0) continue;
    if (IsStale(&known->inode, generation, attr)) {
      known->state |= kBad;
      break;
    }
    ++known->nlookup;
    return &known->inode;
  }
  auto made = std::make_unique<fuse_inode>();
  made->inode.i_sb = &super_;
  made->inode.i_mode = read.mode;
  made->inode.i_generation = static_cast<uint32_t>(generation);
  made->nodeid = nodeid;
  made->nlookup = 1;
  inodes_.push_back(std::move(made));
  return &inodes_.back()->inode;
}

bool DentryWorld::IsStale(const inode* inode, uint64_t generation,
                          const void* attr) {
  return inode->i_generation != static_cast<uint32_t>(generation) ||
         ((inode->i_mode ^ AttrOf(attr).mode) & S_IFMT) != 0;
}

dentry* DentryWorld::SpliceAlias(inode* inode, dentry* dentry) {
  if (IsError(inode)) return reinterpret_cast<::dentry*>(inode);
  if (inode == &directory_.inode) {
    RecordLink(-ELOOP);
    return ErrorDentry(-ELOOP);
  }
  Child* const child = ChildOf(dentry);
  if (S_ISDIR(inode->i_mode)) {
    // A directory has one name: the old one moves.
    for (auto at = names_.begin(); at != names_.end(); ++at) {
      Child* const known = at->second;
      if (known->d.d_inode != inode) continue;
      if (Fails(FaultPoint::kLink)) {
        RecordLink(-ESTALE);
        return ErrorDentry(-ESTALE);
      }
      names_.erase(at);
      known->name = child->name;
      names_[known->name] = known;
      ++known->refs;
      return &known->d;
    }
  }
  child->d.d_inode = inode;
  child->named = true;
  names_[child->name] = child;
  return nullptr;
}

void DentryWorld::Invalidate(dentry* dentry) {
  Child* const child = ChildOf(dentry);
  if (!child->named) return;
  child->named = false;
  names_.erase(child->name);
}

void DentryWorld::Put(dentry* dentry) {
  Child* const child = ChildOf(dentry);
  FUSE_DIRENTS_CHECK(child->refs > 0);
  if (--child->refs > 0 || child->named) return;
  inode* const inode = child->d.d_inode;
  children_.erase(dentry);
  if (inode == nullptr) return;
  const bool has_alias = std::ranges::any_of(
      children_,
      [inode](const auto& other) { return other.second->d.d_inode == inode; });
  if (!has_alias) Evict(FuseInode(inode));
}

void DentryWorld::Evict(fuse_inode* inode) {
  if (inode->nlookup > 0) books_.ledger->Evict(inode->nodeid, inode->nlookup);
  std::erase_if(inodes_, [inode](const auto& at) { return at.get() == inode; });
}

std::set<std::string> DentryWorld::Names() const {
  std::set<std::string> names;
  for (const auto& [name, child] : names_) names.insert(name);
  return names;
}

void DentryWorld::EvictAll() {
  names_.clear();
  children_.clear();
  while (!inodes_.empty()) Evict(inodes_.back().get());
}

std::string DentryWorld::DentriesLeft() const {
  const auto left = std::ranges::count_if(
      children_, [](const auto& at) { return at.second->refs != 0; });
  return left == 0 ? "" : std::to_string(left) + " dentries stay in use\n";
}

}  // namespace fuse_dirents
