// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The memory around fuse_readdir() of a kernel tree: allocations, pages,
// mappings, and the page cache of the directory.  Each call that can fail is a
// fault point.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_MEMORY_WORLD_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_MEMORY_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/guarded_bytes.h"
#include "oracle/linux_source/kernel/world.h"
#include "pagemap/page_array.h"
#include "pagemap/view/mapped_view.h"
#include "readdir/fault_points.h"
#include "readdir/hostile/hostile_pages.h"
#include "readdir/transport.h"

namespace fuse_dirents {

class MemoryWorld : public World {
 public:
  struct Parts {
    ReaddirMemory* memory = nullptr;  // Pages of 4096 bytes.
    FaultPoints* faults = nullptr;    // Or null.
    size_t cache_pages = 0;           // Most pages of the cache.
    // The server writes to the reply when the source makes its
    // Rewrite::event-th call (from 0) after the reply came; `at` is modulo the
    // reply's length.
    std::span<const Rewrite> rewrites = {};
  };

  // All parts must outlive this object.
  explicit MemoryWorld(const Parts& parts);
  ~MemoryWorld() override;
  MemoryWorld(const MemoryWorld&) = delete;
  MemoryWorld& operator=(const MemoryWorld&) = delete;

  void Called() override;
  void* Alloc(size_t bytes, bool zeroed) override;
  void Free(const void* memory) override;
  unsigned long AllocPages(int count, page** pages) override;
  void PutPage(page* page) override;
  void* Map(page** pages, uint32_t count) override;
  void Unmap(const void* memory, uint32_t count) override;
  page* FindPage(pgoff_t index) override;
  page* FindOrCreatePage(pgoff_t index) override;
  void TruncatePages(loff_t start) override;

 protected:
  // Passes a point; true if it fails.
  bool Fails(FaultPoint point) const;
  // A link begins: see FaultPoints.
  void BeginLink() {
    if (parts_.faults != nullptr) parts_.faults->BeginLink();
  }
  // Each entry of a reply passes FaultPoint::kCachePage once, also if the
  // source asks for no page.
  void EndOfCaching();

  // Puts a reply into the buffer that `args` describes, by `transport`.
  // Returns its length or a negative errno value.
  struct Received {
    Arrived arrived;
    bool by_pages;
  };
  Received Receive(const ReaddirRequest& request, const fuse_args_pages& args,
                   const TransportOptions& options, ModelServer* server);
  void ForgetReply();

  // Whether `len` bytes at `name` lie in the reply.
  bool InReply(const char* name, size_t len) const;
  size_t reply_bytes() const { return nbytes_; }

  // What is left in use, a line each.
  std::string MemoryLeft() const;
  void DropPageOfCache(size_t index) { cache_.erase(index); }
  void DropPagesOfCache() { cache_.clear(); }

 private:
  struct CachePage {
    page head = {};
    std::unique_ptr<GuardedBytes> bytes;
  };

  const Parts parts_;
  std::set<const void*> allocated_;
  std::vector<folio> pool_pages_;
  const MappedView* view_ = nullptr;
  PageArray mapped_;
  std::map<pgoff_t, CachePage> cache_;
  bool cache_point_passed_ = false;

  // The reply in hand: its length, where the source reads it, and its bytes in
  // order.
  size_t nbytes_ = 0;
  const char* read_at_ = nullptr;
  std::vector<std::span<std::byte>> pieces_;
  size_t calls_ = 0;  // Since it came.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_MEMORY_WORLD_H_
