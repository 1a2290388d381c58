// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The page cache of a directory's entries (FOPEN_CACHE_DIR), as Linux keeps it
// per inode: fuse_add_dirent_to_cache(), fuse_readdir_cache_end(),
// fuse_readdir_cached() and fuse_parse_cache() of fs/fuse/readdir.c, 6.18.
//
//     page 0                          page 1
//     [rec 0 |rec 1   |rec 2 |0000]   [rec 3    |rec 4 |0000000000]
//                             ^ rec 3 did not fit       ^ size()
//
// Each record lies whole in one page.  Records are appended while the listing
// is read from the server, each only if it continues what is cached.  When the
// listing ends, the cache is complete and serves readdir() until it is reset.

#ifndef FUSE_DIRENTS_READDIR_DIRENT_CACHE_H_
#define FUSE_DIRENTS_READDIR_DIRENT_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pagemap/view/reserved_range.h"
#include "parser/parser_under_test.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

// Most pages of one cache, to bound memory.  The limit is ours.  Past it,
// entries are not cached, as in Linux when no page can be allocated.
inline constexpr size_t kMaxCachePages = 1024;

// A directory's version as the client knows it when it reads.
struct DirVersion {
  int64_t mtime = 0;      // Nanoseconds.
  uint64_t iversion = 0;  // Counts changes made through this client.

  friend bool operator==(const DirVersion&, const DirVersion&) = default;
};

// Where one open file is in the cache; struct fuse_file keeps it.
struct CachePlace {
  uint64_t pos = 0;        // The cookie of the record before cache_off.
  uint64_t cache_off = 0;  // Bytes.
  uint64_t version = 0;    // DirentCache::version() when these were set.
};

class DirentCache {
 public:
  struct Options {
    size_t page_size = 4096;  // Bytes: 4096, 16384 or 65536.
    size_t max_pages = kMaxCachePages;
  };

  explicit DirentCache(const Options& options);
  DirentCache(const DirentCache&) = delete;
  DirentCache& operator=(const DirentCache&) = delete;

  // --- While the listing comes from the server. ---

  // Offers an entry that the parser is about to emit to the caller.  `pos` is
  // the offset of the listing before the entry.  Call it whether or not the
  // caller's buffer then takes the entry.  Appends the entry and returns true.
  // Changes nothing and returns false if the cache is complete, `pos` is not
  // where it ends, the record is larger than a page, there is no page, or the
  // name is empty.  Later entries are then rejected too, until a listing
  // reaches pos() again.
  // No page can hold an empty name: fuse_parse_cache() takes namelen 0 for the
  // end of a page.  Linux never offers one, because parse_dirfile() refuses it,
  // but a Profile may list it.
  bool Add(const dirents_entry& entry, uint64_t pos);

  // The server answered a request at `pos` with nothing: end of directory.  The
  // cache becomes complete if `pos` is where it ends.
  void End(uint64_t pos);

  // --- Reading. ---

  enum class Result : uint8_t {
    kServed,    // The cache answered, perhaps with nothing: the end.
    kUncached,  // Ask the server at *pos; entries may have been emitted before.
    kError,     // -EIO: the cache holds a bad record.
  };

  // readdir() at *pos from the cache.  Emits its entries from there on with
  // sink.emit alone, until the caller's buffer is full, and moves *pos to `off`
  // of the last entry taken.  At *pos 0, resets the cache if `now` is not the
  // version with which the cache was begun.
  Result Read(const DirVersion& now, CachePlace* place,
              const dirents_sink& sink, uint64_t* pos);

  // --- In between. ---

  // Drops everything: fuse_rdc_reset().
  void Reset();

  // Makes it a new cache with pages of the same size.
  void Renew(size_t max_pages = kMaxCachePages);

  // The kernel takes back page `index` when memory is short.  The next Read()
  // that needs it resets the cache.  Does nothing if there is no such page.
  void DropPage(size_t index);

  // The directory is opened without FOPEN_KEEP_CACHE: every page is taken back,
  // by invalidate_inode_pages2().  A complete cache of an empty directory has
  // no page, so it stays complete.
  void DropPages();

  // --- Its state. ---

  bool complete() const { return complete_; }
  uint64_t version() const { return version_; }  // Resets so far.
  uint64_t pos() const { return pos_; }    // Where an entry must continue.
  uint64_t size() const { return size_; }  // Bytes, whole pages and the last.
  size_t page_size() const { return options_.page_size; }
  size_t num_pages() const { return pages_.size(); }
  // The page_size() bytes of page `index`; empty if it was dropped.  Writable,
  // for tests.  An unreadable page follows.
  std::span<std::byte> page(size_t index) const;

 private:
  Options options_;
  std::vector<ReservedRange> pages_;  // Without data(): dropped.
  bool complete_ = false;
  uint64_t version_ = 0;
  uint64_t pos_ = 0;
  uint64_t size_ = 0;
  DirVersion dir_;  // The directory's version when the cache was begun.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_DIRENT_CACHE_H_
