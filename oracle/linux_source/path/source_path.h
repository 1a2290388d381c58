// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One open directory, read by fuse_readdir() of a kernel tree: a ReaddirPath
// whose every step is the kernel's own.
//
//     ReaddirCaller <- dir_emit | fuse_readdir() | fuse_simple_request ->
//     server
//          pages, mappings, cache: MemoryWorld
//          dentries, inodes, lookups: DentryWorld

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SOURCE_PATH_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SOURCE_PATH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "oracle/linux_source/entry_points.h"
#include "oracle/linux_source/path/dentry_world.h"
#include "readdir/listing_rig.h"
#include "readdir/readdir_path.h"

namespace fuse_dirents {

class SourcePath : public ReaddirPath, private DentryWorld {
 public:
  // Lists by `source`, between the parts of `rig`, which was reset with
  // `options`.  `rewrites`: see MemoryWorld::Parts.  All must outlive this.
  SourcePath(const source_entry_points& source, const RigOptions& options,
             ListingRig* rig, std::span<const Rewrite> rewrites = {});

  int Readdir(ReaddirCaller* caller) override;
  uint64_t pos() const override { return pos_; }
  void Seek(uint64_t pos) override { pos_ = pos; }
  void Reopen(bool keep_cache) override;
  void AdviseReaddirplus() override;
  void SetDirVersion(const DirVersion& version) override;
  void DropCachePage(size_t index) override { DropPageOfCache(index); }
  void ForEachDentry(
      const std::function<void(std::string_view name)>& visit) const override {
    for (const std::string& name : Names()) visit(name);
  }
  void DropInodes() override { EvictAll(); }
  // What Left() returns, and warnings().
  std::string Problems() const override;

  // Memory, dentries and locks that stay in use, a line each.
  std::string Left() const;
  // Each WARN_ON() of the source that fired, and what the stand-ins saw it do
  // that can go wrong.
  const std::set<std::string>& warnings() const { return warnings_; }
  // Whether the buffer of the last reply was pages rather than one piece.
  bool by_pages() const { return by_pages_; }

 private:
  bool Emit(dir_context* ctx, const char* name, uint32_t namelen, uint64_t ino,
            uint64_t type) override;
  void Warn(const char* condition) override { warnings_.insert(condition); }
  ssize_t Request(fuse_args* args) override;
  void* Map(page** pages, uint32_t count) override;

  const source_entry_points& source_;
  const RigOptions& options_;
  ModelServer* const server_;

  fuse_conn connection_ = {};
  fuse_mount mount_ = {&connection_};
  address_space mapping_ = {};
  file file_ = {};
  fuse_file open_ = {};
  uint64_t pos_ = 0;

  // Of the readdir in hand.
  ReaddirCaller* caller_ = nullptr;
  std::optional<uint32_t> request_;  // The number of one that was answered.
  uint64_t taken_ = 0;               // Entries.
  bool by_pages_ = false;
  std::set<std::string> warnings_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SOURCE_PATH_H_
