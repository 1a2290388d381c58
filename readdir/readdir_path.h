// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One open directory of a FUSE client, as its callers see it.  ReaddirClient is
// one; oracle/linux_source makes one of a kernel tree's fuse_readdir().

#ifndef FUSE_DIRENTS_READDIR_READDIR_PATH_H_
#define FUSE_DIRENTS_READDIR_READDIR_PATH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "readdir/dirent_cache.h"
#include "readdir/readdir_caller.h"

namespace fuse_dirents {

// What Readdir() returns of a call that in the kernel never returns: the client
// waits for the server to read a FORGET, and it does not.
inline constexpr int kCallHangs = 1;

class ReaddirPath {
 public:
  virtual ~ReaddirPath() = default;

  // One readdir at pos(), as iterate_dir() calls it: at most one request.
  // Returns 0 or a negative errno value, perhaps after entries were taken, and
  // moves pos() past the last of them.  An end is 0 with nothing taken.
  // Returns kCallHangs where the call never returns; pos() then stays, and the
  // lookups of the reply that are left are excused in the ledger.
  // REQUIRES: no call hangs.
  virtual int Readdir(ReaddirCaller* caller) = 0;

  virtual uint64_t pos() const = 0;
  virtual void Seek(uint64_t pos) = 0;  // lseek(2).

  // The file is closed and opened again.  Unless `keep_cache`
  // (FOPEN_KEEP_CACHE), the cache loses its pages.
  virtual void Reopen(bool keep_cache) = 0;

  // A lookup in the directory makes the next request a READDIRPLUS, in
  // PlusMode::kAdaptive: fuse_advise_use_readdirplus().
  virtual void AdviseReaddirplus() = 0;

  // The directory's version, for the cache: a change of it resets the cache
  // when it is next read from position 0.
  virtual void SetDirVersion(const DirVersion& version) = 0;

  // The kernel takes back page `index` of the cache, if there is one.
  virtual void DropCachePage(size_t index) = 0;

  // Calls visit(name) for each name in the directory that READDIRPLUS made a
  // dentry for, in any order.
  virtual void ForEachDentry(
      const std::function<void(std::string_view name)>& visit) const = 0;

  // Drops every inode that a listing linked, as unmounting does: each gives
  // back the lookups that were linked to it.
  virtual void DropInodes() = 0;

  // Between two calls: what is left that must not be, a line each; empty where
  // all is well.
  virtual std::string Problems() const { return ""; }
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_READDIR_PATH_H_
