// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model/lookup_model.h"

#include <algorithm>
#include <ranges>

#include "base/utf8.h"
#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kDirectory = 4;  // The type bits of its mode.

}  // namespace

LookupUse LookupModel::UseOf(const SentRecord& record) const {
  if (record.nodeid == 0) return LookupUse::kNone;
  return IsDotOrDotDot(record.name, *profile_) ? profile_->dot_lookups
                                               : profile_->lookups;
}

bool LookupModel::IsTried(const SentRecord& record) const {
  if (record.bad_entry_out && profile_->bad_entry_forgotten) return false;
  if (profile_->not_utf8_forgotten && !IsUtf8(record.name)) return false;
  return UseOf(record) == LookupUse::kLink;
}

bool LookupModel::Forget() {
  if (forgotten_ == forgets_read_) return false;
  ++forgotten_;
  return true;
}

bool LookupModel::Skip(const SentRecord& record) {
  return UseOf(record) == LookupUse::kNone || Forget();
}

bool LookupModel::Settle(const SentRecord& record, LinkFailure fault) {
  if (!IsTried(record)) return Skip(record);
  const LinkFailure failure = Try(record, fault);
  return failure == LinkFailure::kNone || !profile_->failed_link_forgotten ||
         Forget();
}

std::optional<size_t> LookupModel::DentryOf(const std::string& name) const {
  const auto named = by_name_.find(name);
  if (named == by_name_.end()) return std::nullopt;
  for (const size_t i : std::views::reverse(named->second)) {
    const Tried& last = tries_[i];
    // The dentry stayed.
    if (last.failure == LinkFailure::kBadInode) continue;
    if (last.failure != LinkFailure::kNone) return std::nullopt;
    if (last.file_type == kDirectory) {
      // It moved if the directory was linked under another name since.
      for (const size_t later : by_nodeid_.at(last.nodeid)) {
        const Tried& other = tries_[later];
        if (later > i && other.failure == LinkFailure::kNone &&
            other.inode == last.inode && other.name != name) {
          return std::nullopt;
        }
      }
    }
    return last.inode;
  }
  return std::nullopt;
}

bool LookupModel::IsAlive(size_t inode) const {
  return std::ranges::any_of(
      by_nodeid_.at(tries_[inode].nodeid), [&](size_t i) {
        const Tried& tried = tries_[i];
        return tried.failure == LinkFailure::kNone && tried.inode == inode &&
               DentryOf(tried.name) == inode;
      });
}

bool LookupModel::IsBad(size_t inode) const {
  return std::ranges::any_of(
      by_nodeid_.at(tries_[inode].nodeid), [&](size_t i) {
        const Tried& tried = tries_[i];
        if (i <= inode || tried.IsAlike(tries_[inode])) return false;
        switch (tried.failure) {
          case LinkFailure::kNone:
          case LinkFailure::kListedDirectory:
          case LinkFailure::kBusyAlias:
            return true;
          case LinkFailure::kBadInode:
            return false;
          case LinkFailure::kNoMemory:  // It came as far as the name's dentry.
            return tried.replaced == inode;
        }
        return false;
      });
}

LinkFailure LookupModel::Try(const SentRecord& record, LinkFailure fault) {
  const size_t self = tries_.size();
  Tried tried = {.name = record.name,
                 .nodeid = record.nodeid,
                 .generation = static_cast<uint32_t>(record.generation),
                 .file_type = record.mode >> 12 & 15};
  const std::optional<size_t> dentry = DentryOf(record.name);
  if (dentry && tries_[*dentry].nodeid == tried.nodeid &&
      tries_[*dentry].IsAlike(tried)) {
    tried.inode = *dentry;
    if (IsBad(*dentry)) tried.failure = LinkFailure::kBadInode;
  } else {
    tried.replaced = dentry;
    if (fault == LinkFailure::kNoMemory) {
      tried.failure = LinkFailure::kNoMemory;
    } else if (tried.nodeid == kListedNodeid && !dir_is_bad_) {
      dir_is_bad_ = tried.generation != 0 || tried.file_type != kDirectory;
      if (!dir_is_bad_) tried.failure = LinkFailure::kListedDirectory;
    }
    tried.inode = self;
    for (const size_t i : by_nodeid_[tried.nodeid]) {
      const Tried& other = tries_[i];
      if (other.failure == LinkFailure::kNone && other.IsAlike(tried) &&
          IsAlive(other.inode) && !IsBad(other.inode)) {
        tried.inode = other.inode;
      }
    }
    if (tried.failure == LinkFailure::kNone &&
        fault == LinkFailure::kBusyAlias) {
      tried.failure = fault;
    }
  }
  ++ended_[static_cast<size_t>(tried.failure)];
  if (tried.failure == LinkFailure::kListedDirectory) {
    dir_mtime_ = record.mtime;
  }
  by_name_[tried.name].push_back(self);
  by_nodeid_[tried.nodeid].push_back(self);
  tries_.push_back(std::move(tried));
  return tries_.back().failure;
}

std::string LookupModel::Compare(const LookupLedger& ledger,
                                 const std::set<std::string>& dentries) const {
  const auto differ = [](const std::string& what, uint64_t got,
                         uint64_t wanted) {
    return std::to_string(got) + " lookups " + what + ", expected " +
           std::to_string(wanted);
  };
  if (ledger.linked() != ended_[0]) {
    return differ("are linked", ledger.linked(), ended_[0]);
  }
  for (size_t i = 1; i < kNumLinkFailures; ++i) {
    const auto why = static_cast<LinkFailure>(i);
    if (ledger.refused(why) == ended_[i]) continue;
    return differ("are refused for " + std::string(LinkFailureText(why)),
                  ledger.refused(why), ended_[i]);
  }
  if (ledger.forgotten() != forgotten_) {
    return differ("are forgotten", ledger.forgotten(), forgotten_);
  }
  uint64_t all = 0;
  for (const auto& [nodeid, of_nodeid] : by_nodeid_) {
    const auto count = static_cast<uint64_t>(
        std::ranges::count_if(of_nodeid, [this](size_t i) {
          const Tried& tried = tries_[i];
          return tried.failure == LinkFailure::kNone && IsAlive(tried.inode);
        }));
    all += count;
    if (count == 0 || ledger.held(nodeid) == count) continue;
    return differ("of nodeid " + std::to_string(nodeid) + " are held",
                  ledger.held(nodeid), count);
  }
  if (ledger.held() != all) return differ("are held", ledger.held(), all);
  size_t names = 0;
  for (const auto& [name, unused] : by_name_) {
    if (!DentryOf(name)) continue;
    ++names;
    if (!dentries.contains(name)) {
      return "\"" + name + "\" has no dentry, expected one";
    }
  }
  if (names == dentries.size()) return "";
  for (const std::string& name : dentries) {
    if (DentryOf(name)) continue;
    return "\"" + name + "\" has a dentry, expected none";
  }
  return "";
}

}  // namespace fuse_dirents
