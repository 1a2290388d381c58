// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Which links of a listing fail, which lookups stay held, and which names have
// a dentry, computed from the records that the server sent.  Each question is
// answered by looking back over all records that the client tried to link; no
// dentry and no inode is kept (readdir/dentry_table.h, under test, keeps them).
//
// A lookup is named by the number of its try: 0, 1, 2, ...  An inode is named
// by the try that made it.

#ifndef FUSE_DIRENTS_READDIR_MODEL_LOOKUP_MODEL_H_
#define FUSE_DIRENTS_READDIR_MODEL_LOOKUP_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash_chains.h"
#include "base/reused_vector.h"
#include "parser/profile/profile.h"
#include "readdir/dentry_table.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model/reply_outcome.h"
#include "readdir/readdir_path.h"

namespace fuse_dirents {

class LookupModel {
 public:
  // A client with `profile`, which must outlive this object, of a server that
  // reads `forgets_read` FORGETs, and then no more.
  LookupModel(const Profile& profile, uint64_t forgets_read)
      : profile_(&profile), forgets_read_(forgets_read) {}

  // As a new one; keeps the memory.
  void Reset(const Profile& profile, uint64_t forgets_read) {
    profile_ = &profile;
    forgets_read_ = forgets_read;
    Drop();
    dir_is_bad_ = false;
    dir_mtime_.reset();
    forgotten_ = 0;
    ended_ = {};
  }

  // Whether the client links the record, or tries to.
  bool IsTried(const SentRecord& record) const;

  // The client links the record, or fails to.  REQUIRES: IsTried(record).
  // `fault`: what fails if the link comes to it: kNoMemory, kBusyAlias or
  // kNone.
  LinkFailure Try(const SentRecord& record, LinkFailure fault);

  // The client has read the record and settles its lookup.  Returns false where
  // that takes a FORGET that the server does not read.
  bool Settle(const SentRecord& record, LinkFailure fault);
  // The client forgets the record after an error.  Returns as Settle().
  bool Skip(const SentRecord& record);

  // Whether the listed directory has gone bad.
  bool dir_is_bad() const { return dir_is_bad_; }
  // attr.mtime, in seconds, of the last record since the last call that was
  // refused for the nodeid of the listed directory.
  std::optional<uint64_t> TakeDirMtime() {
    return std::exchange(dir_mtime_, std::nullopt);
  }

  // How the ledger and the names that have a dentry in `path` differ from this;
  // empty where they do not.
  std::string Compare(const LookupLedger& ledger, const ReaddirPath& path);

  // Every dentry and inode was dropped.
  void Drop() {
    tries_.Clear();
    by_name_.Clear();
    by_nodeid_.Clear();
  }

 private:
  struct Tried {
    std::string name = {};
    size_t name_hash = 0;
    uint64_t nodeid = 0;
    uint32_t generation = 0, file_type = 0;
    LinkFailure failure = LinkFailure::kNone;
    size_t inode = 0;  // If it is linked.
    // The inode whose dentry the name lost by this try.
    std::optional<size_t> replaced = std::nullopt;
    // The try before it of the same name, and that of the same nodeid.
    std::optional<size_t> last_named = std::nullopt;
    std::optional<size_t> last_of_nodeid = std::nullopt;

    bool IsAlike(const Tried& other) const {
      return generation == other.generation && file_type == other.file_type;
    }
  };

  LookupUse UseOf(const SentRecord& record) const;
  bool Forget();
  // The last try of the name, and that of the nodeid.
  std::optional<size_t> LastNamed(std::string_view name, size_t hash) const;
  std::optional<size_t> LastOf(uint64_t nodeid) const;
  // Whether some try of the nodeid is such.
  template <typename IsSuch>
  bool AnyOf(uint64_t nodeid, const IsSuch& is_such) const {
    for (auto i = LastOf(nodeid); i; i = tries_[*i].last_of_nodeid) {
      if (is_such(*i, tries_[*i])) return true;
    }
    return false;
  }
  // The inode of the dentry of a name whose last try is `last`.
  std::optional<size_t> DentryOf(std::optional<size_t> last) const;
  // Whether the inode has a dentry.
  bool IsAlive(size_t inode) const;
  // Whether its nodeid came again as something else.
  bool IsBad(size_t inode) const;
  // The part of Compare() about `path`.
  std::string CompareDentries(const ReaddirPath& path);

  const Profile* profile_;
  uint64_t forgets_read_;
  ReusedVector<Tried> tries_;
  // Tries, of which the newest of a name or a nodeid is found first.
  HashChains<size_t> by_name_, by_nodeid_;
  // By last try of a name: whether the path has a dentry of it.
  std::vector<bool> has_dentry_;
  bool dir_is_bad_ = false;
  std::optional<uint64_t> dir_mtime_;
  uint64_t forgotten_ = 0;
  // Tries so far, by how they ended.
  std::array<uint64_t, kNumLinkFailures> ended_ = {};
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_MODEL_LOOKUP_MODEL_H_
