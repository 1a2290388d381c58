// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One open directory, read by fuse_readdir() of a kernel tree: the counterpart
// of ReaddirClient whose every step is the kernel's own.
//
//     ReaddirCaller <- dir_emit | fuse_readdir() | fuse_simple_request ->
//     server
//          PagePool <- alloc_pages_bulk          | vm_map_ram -> MappedView
//          LookupLedger <- dentries and inodes, FUSE_FORGET

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_SOURCE_PATH_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_SOURCE_PATH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/guarded_bytes.h"
#include "oracle/linux_source/entry_points.h"
#include "oracle/linux_source/kernel/world.h"
#include "pagemap/page_array.h"
#include "pagemap/view/mapped_view.h"
#include "parser/parser_under_test.h"
#include "parser/trace/trace.h"
#include "readdir/dirent_cache.h"
#include "readdir/fault_points.h"
#include "readdir/model_server.h"
#include "readdir/readdir_caller.h"
#include "readdir/readdir_client.h"
#include "readdir/transport.h"

namespace fuse_dirents {

// The `nth` (from 0) time that a point is passed, it fails.  Numbered for each
// kind of point alone: the source passes them in another order than
// ReaddirClient.
struct NthFault {
  FaultPoint point;
  size_t nth;
};

// nodeid of the directory that is listed.
inline constexpr uint64_t kListedNodeid = 0xd1ec7042;

class SourcePath : private World {
 public:
  struct Parts {
    const source_entry_points* source = nullptr;
    ModelServer* server = nullptr;
    ReaddirMemory* memory = nullptr;  // Pages of 4096 bytes.
    Trace* trace = nullptr;           // Or null.
    bool cached = false;              // FOPEN_CACHE_DIR.
    size_t cache_pages = kMaxCachePages;
    std::optional<NthFault> fault = std::nullopt;
  };

  // Uses of `options` the limits, the transport and the mode.  Lookups are
  // settled in the ledger of the server, if it has one.  All must outlive this
  // object.
  SourcePath(const ClientOptions& options, const Parts& parts);
  ~SourcePath() override;
  SourcePath(const SourcePath&) = delete;
  SourcePath& operator=(const SourcePath&) = delete;

  // As those of ReaddirClient.
  int Readdir(ReaddirCaller* caller);
  uint64_t pos() const { return pos_; }
  void Seek(uint64_t pos) { pos_ = pos; }
  void AdviseReaddirplus();
  void SetDirVersion(const DirVersion& version);
  void DropInodes();

  // The kernel takes back page `index` of the cache.
  void DropCachePage(size_t index);

  // What is left that must not be, and each WARN_ON() that fired, a line each;
  // empty where all is well.  Pages of the cache may stay.
  std::string Problems() const;

  // Whether the fault happened.
  bool fired() const { return fired_; }
  // Whether a link was to fail whose name the dentry cache held: there is
  // nothing to allocate, so it did not.
  bool known_link_failed() const { return known_link_failed_; }
  // Whether the reply's buffer was pages rather than one piece of memory.
  bool uses_pages() const { return uses_pages_; }

 private:
  struct Child;  // A dentry.

  // The calls of the source.
  bool Emit(dir_context* ctx, const char* name, uint32_t namelen, uint64_t ino,
            uint64_t type) override;
  void Warn(const char* condition) override;
  dentry* LookUp(dentry* parent, const qstr& name) override;
  dentry* AllocParallel(dentry* parent, const qstr& name) override;
  dentry* SpliceAlias(inode* inode, dentry* dentry) override;
  void Invalidate(dentry* dentry) override;
  void Put(dentry* dentry) override;
  inode* Iget(uint64_t nodeid, uint64_t generation, const void* attr) override;
  bool IsStale(const inode* inode, uint64_t generation,
               const void* attr) override;
  void ChangeAttributes(inode* inode, const void* attr) override;
  int UpdateAttributes(inode* inode) override;
  void Linked(dentry* dentry) override;
  ssize_t Request(fuse_args* args) override;
  void* Alloc(size_t bytes, bool zeroed) override;
  void Free(const void* memory) override;
  unsigned long AllocPages(int count, page** pages) override;
  void PutPage(page* page) override;
  void* Map(page** pages, uint32_t count) override;
  void Unmap(const void* memory, uint32_t count) override;
  page* FindPage(pgoff_t index) override;
  page* FindOrCreatePage(pgoff_t index) override;
  void TruncatePages(loff_t start) override;

  // Passes a point; true where it fails.
  bool Fails(FaultPoint point);
  bool IsFault(FaultPoint point, size_t nth);
  // The event of the link in hand.
  void RecordLink(int error);
  ssize_t Readdir(fuse_args* args);
  void Evict(fuse_inode* inode);
  Child* ChildOf(dentry* dentry);

  const ClientOptions options_;
  const Parts parts_;
  LookupLedger* const ledger_;
  std::string problems_;

  fuse_conn connection_ = {};
  fuse_mount mount_ = {};
  super_block super_ = {};
  fuse_inode directory_ = {};
  address_space mapping_ = {};
  dentry root_ = {};
  file file_ = {};
  fuse_file open_ = {};
  uint64_t pos_ = 0;

  // What is in hand during a call.
  ReaddirCaller* caller_ = nullptr;
  std::optional<uint32_t> request_;  // Answered, its records not yet excused.
  RecordFormat format_ = RecordFormat::kDirent;
  size_t nbytes_ = 0;   // Of its reply.
  uint64_t taken_ = 0;  // Entries.
  bool uses_pages_ = false;
  const char* link_name_ = nullptr;  // In the reply.
  bool link_fails_ = false;

  // Names that the dentry cache holds, and all dentries that there are.
  std::map<std::string, Child*> names_;
  std::map<dentry*, std::unique_ptr<Child>> children_;
  // By nodeid; of one nodeid the last is current.
  std::vector<std::unique_ptr<fuse_inode>> inodes_;

  std::set<const void*> allocated_;
  std::vector<folio> pool_pages_;
  const MappedView* view_ = nullptr;
  PageArray mapped_;
  struct CachePage {
    page head = {};
    std::unique_ptr<GuardedBytes> bytes;
  };
  std::map<pgoff_t, std::unique_ptr<CachePage>> cache_;

  std::array<size_t, 16> passed_ = {};  // By FaultPoint.
  size_t offered_ = 0;                  // Entries of uncached replies.
  bool fired_ = false;
  bool known_link_failed_ = false;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_SOURCE_PATH_H_
