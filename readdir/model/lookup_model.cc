// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model/lookup_model.h"

#include <functional>

#include "base/utf8.h"
#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kDirectory = 4;  // The type bits of its mode.

size_t HashOf(std::string_view name) {
  return std::hash<std::string_view>()(name);
}

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

std::optional<size_t> LookupModel::LastNamed(std::string_view name,
                                             size_t hash) const {
  const size_t* const last =
      by_name_.Find(hash, [&](size_t i) { return tries_[i].name == name; });
  return last == nullptr ? std::nullopt : std::optional(*last);
}

std::optional<size_t> LookupModel::LastOf(uint64_t nodeid) const {
  const size_t* const last = by_nodeid_.Find(
      nodeid, [&](size_t i) { return tries_[i].nodeid == nodeid; });
  return last == nullptr ? std::nullopt : std::optional(*last);
}

std::optional<size_t> LookupModel::DentryOf(std::optional<size_t> last) const {
  // After kBadInode the dentry stayed.
  while (last && tries_[*last].failure == LinkFailure::kBadInode) {
    last = tries_[*last].last_named;
  }
  if (!last || tries_[*last].failure != LinkFailure::kNone) return std::nullopt;
  const Tried& tried = tries_[*last];
  // It moved if the directory was linked under another name since.
  const bool moved =
      tried.file_type == kDirectory &&
      AnyOf(tried.nodeid, [&](size_t i, const Tried& other) {
        return i > *last && other.failure == LinkFailure::kNone &&
               other.inode == tried.inode && other.name != tried.name;
      });
  return moved ? std::nullopt : std::optional(tried.inode);
}

bool LookupModel::IsAlive(size_t inode) const {
  return AnyOf(tries_[inode].nodeid, [&](size_t, const Tried& tried) {
    return tried.failure == LinkFailure::kNone && tried.inode == inode &&
           DentryOf(LastNamed(tried.name, tried.name_hash)) == inode;
  });
}

bool LookupModel::IsBad(size_t inode) const {
  return AnyOf(tries_[inode].nodeid, [&](size_t i, const Tried& tried) {
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
  const size_t hash = HashOf(record.name);
  const std::optional<size_t> last_named = LastNamed(record.name, hash);
  const std::optional<size_t> last_of_nodeid = LastOf(record.nodeid);
  const std::optional<size_t> dentry = DentryOf(last_named);
  Tried& tried = tries_.Add();
  tried.name = record.name;
  tried.name_hash = hash;
  tried.nodeid = record.nodeid;
  tried.generation = static_cast<uint32_t>(record.generation);
  tried.file_type = record.mode >> 12 & 15;
  tried.failure = LinkFailure::kNone;
  tried.replaced.reset();
  tried.last_named = last_named;
  tried.last_of_nodeid = last_of_nodeid;
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
    AnyOf(tried.nodeid, [&](size_t, const Tried& other) {
      if (other.failure != LinkFailure::kNone || !other.IsAlike(tried) ||
          !IsAlive(other.inode) || IsBad(other.inode)) {
        return false;
      }
      tried.inode = other.inode;
      return true;
    });
    if (tried.failure == LinkFailure::kNone &&
        fault == LinkFailure::kBusyAlias) {
      tried.failure = fault;
    }
  }
  ++ended_[static_cast<size_t>(tried.failure)];
  if (tried.failure == LinkFailure::kListedDirectory) {
    dir_mtime_ = record.mtime;
  }
  // Both find the newest first.
  by_name_.Add(hash) = self;
  by_nodeid_.Add(tried.nodeid) = self;
  return tried.failure;
}

std::string LookupModel::Compare(const LookupLedger& ledger,
                                 const ReaddirPath& path) {
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
  for (size_t i = 0; i < tries_.size(); ++i) {
    const uint64_t nodeid = tries_[i].nodeid;
    if (LastOf(nodeid) != i) continue;
    uint64_t count = 0;
    AnyOf(nodeid, [&](size_t, const Tried& tried) {
      count += tried.failure == LinkFailure::kNone && IsAlive(tried.inode);
      return false;
    });
    all += count;
    if (count == 0 || ledger.held(nodeid) == count) continue;
    return differ("of nodeid " + std::to_string(nodeid) + " are held",
                  ledger.held(nodeid), count);
  }
  if (ledger.held() != all) return differ("are held", ledger.held(), all);
  return CompareDentries(path);
}

std::string LookupModel::CompareDentries(const ReaddirPath& path) {
  std::string problem;
  has_dentry_.assign(tries_.size(), false);
  path.ForEachDentry([&](std::string_view name) {
    const auto last = LastNamed(name, HashOf(name));
    if (!DentryOf(last)) {
      problem = "\"" + std::string(name) + "\" has a dentry, expected none";
    } else if (has_dentry_[*last]) {
      problem = "\"" + std::string(name) + "\" has two dentries";
    } else {
      has_dentry_[*last] = true;
    }
  });
  for (size_t i = 0; problem.empty() && i < tries_.size(); ++i) {
    const Tried& tried = tries_[i];
    if (!has_dentry_[i] && LastNamed(tried.name, tried.name_hash) == i &&
        DentryOf(i)) {
      problem = "\"" + tried.name + "\" has no dentry, expected one";
    }
  }
  return problem;
}

}  // namespace fuse_dirents
