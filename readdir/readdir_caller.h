// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The caller of readdir, which takes the entries: struct dir_context and its
// actor.

#ifndef FUSE_DIRENTS_READDIR_READDIR_CALLER_H_
#define FUSE_DIRENTS_READDIR_READDIR_CALLER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parser_under_test.h"

namespace fuse_dirents {

// An entry as the caller got it.
struct ListedEntry {
  uint64_t ino = 0;
  uint64_t off = 0;  // d_off: where to resume after it.
  uint8_t type = 0;
  std::string name;

  friend bool operator==(const ListedEntry&, const ListedEntry&) = default;
};

class ReaddirCaller {
 public:
  // dir_context::count: bytes of buffer left, kCountUnknown or kCountUnlimited.
  virtual int32_t count() const = 0;

  // The actor: takes the entry or not.  `pos` is where the listing stands
  // before it.
  virtual bool Take(const dirents_entry& entry, uint64_t pos) = 0;

 protected:
  ~ReaddirCaller() = default;  // Nothing owns one by this type.
};

// Bytes of a linux_dirent64 with a name of `namelen` bytes: 19 of header, the
// name, a NUL, up to a multiple of 8.  filldir64().
constexpr size_t Getdents64Reclen(size_t namelen) {
  return (19 + namelen + 1 + 7) & ~size_t{7};
}

// One call of getdents64(2) with a buffer of the caller's.  Linux 6.16 and
// later, where each entry taken lowers dir_context::count.
class Getdents64 final : public ReaddirCaller {
 public:
  // REQUIRES: size <= INT_MAX.
  explicit Getdents64(size_t size) { Reset(size); }

  // As a new one; keeps the memory.  REQUIRES: size <= INT_MAX.
  void Reset(size_t size);
  // Begins another call, with the same buffer.
  void Reset() {
    buffer_.clear();
    left_ = size_;
    last_reclen_ = 0;
    error_ = 0;
  }

  int32_t count() const override { return static_cast<int32_t>(left_); }
  // Refuses with -EIO a name that is empty, of PATH_MAX bytes or more, or that
  // holds a '/'; with -EINVAL one that does not fit.
  bool Take(const dirents_entry& entry, uint64_t pos) override;

  // What the system call returns if readdir returned `error` and left the file
  // at `pos`: the bytes taken if there are any, even if an error followed; or
  // `error`; or why the first entry was not taken; or 0.  Writes `pos` as d_off
  // of the last entry.
  int64_t Finish(int error, uint64_t pos);

  // The buffer, up to what Finish() returned.
  std::span<const std::byte> bytes() const { return buffer_; }

 private:
  void SetLastOff(uint64_t off);

  size_t size_ = 0;
  std::vector<std::byte> buffer_;  // As far as it is used.
  size_t left_ = 0;
  size_t last_reclen_ = 0;
  int error_ = 0;
};

// Appends the records that getdents64(2) wrote to *entries.
// REQUIRES: each is well-formed.  Its reclen is a multiple of 8, holds a header
// and a NUL, and is not past the end; its name ends with a NUL.
void ReadGetdents64(std::span<const std::byte> bytes,
                    std::vector<ListedEntry>* entries);

// A caller in the kernel that keeps every entry, as overlayfs does when it
// merges directories (count INT_MAX).  Other callers give no size (count 0).
class KeepingCaller final : public ReaddirCaller {
 public:
  explicit KeepingCaller(
      int32_t count,
      uint64_t max_entries = std::numeric_limits<uint64_t>::max())
      : count_(count), max_entries_(max_entries) {}

  int32_t count() const override { return count_; }
  bool Take(const dirents_entry& entry, uint64_t pos) override;

  // Begins another call.
  void Reset() { entries_.clear(); }
  // As a new one; keeps the memory.
  void Reset(int32_t count, uint64_t max_entries) {
    count_ = count;
    max_entries_ = max_entries;
    Reset();
  }

  const std::vector<ListedEntry>& entries() const { return entries_; }

 private:
  int32_t count_;
  uint64_t max_entries_;
  std::vector<ListedEntry> entries_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_READDIR_CALLER_H_
