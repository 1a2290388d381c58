// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a listing gave, and how other listings compare with it.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_LISTING_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_LISTING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

// One entry; the name is borrowed.  `pos` is where its record starts in the
// reply, in bytes.
struct Entry {
  std::string_view name;
  uint64_t ino = 0, off = 0;
  uint32_t type = 0;
  size_t pos = 0;
};

// What one request asked for, and what it got.
struct Batch {
  std::string call;  // "READDIR", "READDIRPLUS" or "getdents64".
  // Of `bytes`; nothing if they are struct linux_dirent64.
  std::optional<RecordFormat> format = {};
  std::string directory;
  uint64_t offset = 0;
  uint32_t size = 0;
  std::string bytes = {};
  int error = 0;  // Positive errno value of the answer, or 0.
  // Their names borrow `bytes`, so a copy has none.
  std::vector<Entry> entries = {};

  Batch Copy() const;
};

// A name in a sentence: in quotes, and cut if it is long.
std::string ShownName(std::string_view name);

// The entries of one listing, in order.  Keeps each name once.
class Listing {
 public:
  void Add(const Entry& entry);

  // Call after the last Add(), before Find() and doubled().
  void Index();

  size_t size() const { return items_.size(); }
  // The name is valid until the next Add().
  Entry at(size_t i) const;
  // The entry called `name`; looked for at `hint` first.
  std::optional<size_t> Find(std::string_view name, size_t hint) const;
  // An entry with the name of an earlier one, or nothing.
  std::optional<size_t> doubled() const { return doubled_; }
  size_t longest_name() const { return longest_name_; }
  // A listing of the same directory with more entries has names twice.
  size_t MostEntries() const { return 2 * size() + 100; }

 private:
  struct Item {
    uint64_t ino, off;
    size_t name_at;
    uint32_t namelen, type;
  };

  std::string_view NameAt(size_t i) const;

  std::string names_;
  std::vector<Item> items_;
  std::vector<uint32_t> by_name_;
  std::optional<size_t> doubled_;
  size_t longest_name_ = 0;
};

// Compares the names of another listing with those of `expected`, as they come.
class Tally {
 public:
  // `expected` must outlive the tally.  Starts after the first `skip` entries
  // of `expected`: those must not come.
  explicit Tally(const Listing& expected, size_t skip = 0)
      : expected_(expected), seen_(expected.size()), next_(skip), skip_(skip) {}

  // Takes the entries of a reply.  Keeps the reply if it is the first that has
  // a name too many or in another order.
  void Add(const Batch& batch);

  // Says how the names differ; empty if they do not.
  std::string Difference() const;

  // The reply to show beside Difference(), and where in it.
  const Batch& batch() const { return kept_ ? *kept_ : last_; }
  size_t pos() const { return pos_; }

 private:
  const Listing& expected_;
  std::vector<bool> seen_;
  size_t next_;
  size_t skip_;
  size_t doubled_ = 0, unknown_ = 0;
  std::string doubled_name_, unknown_name_;
  std::optional<Batch> kept_;
  Batch last_;
  size_t pos_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_LISTING_H_
