// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_LISTING_H_
#define FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_LISTING_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "parser/dirent_writer.h"
#include "parser/wire.h"
#include "tools/fake_server/fake_nodes.h"
#include "tools/fake_server/fake_tree.h"

namespace fuse_dirents {

struct FakeReply {
  int error = 0;  // 0 or a negative errno value.
  std::string payload = {};
};

// The open directories of fake_server.  Each lists what was there when it was
// opened; the cookie of an entry is its number, from 1.
class FakeListing {
 public:
  FakeListing(const std::string& mode, FakeTree* tree, FakeNodes* nodes)
      : mode_(mode), tree_(*tree), nodes_(*nodes) {}

  uint64_t Open(uint64_t nodeid);
  void Close(uint64_t fh) { handles_.erase(fh); }
  size_t open() const { return handles_.size(); }

  FakeReply Read(uint64_t fh, RecordFormat format, uint64_t offset,
                 uint32_t size);

 private:
  struct Handle {
    uint64_t nodeid = 0;
    std::vector<FakeEntry> entries = {};
    uint64_t next = 0;   // Where the last reply ended.
    uint64_t asked = 0;  // The offset of the last request.
    size_t reads = 0;
    bool was_at_end = false;
  };

  // The number of the first entry to list.
  uint64_t Begin(uint64_t fh, Handle& handle, RecordFormat format,
                 uint64_t offset);
  // Whether the entry is left out, or comes twice.
  bool Omits(size_t i, RecordFormat format, uint32_t size) const;
  bool Doubles(size_t i, uint32_t size) const;
  // The number of the entry that is listed as number `i`.
  size_t Shown(size_t i) const;
  RecordFields Fields(const std::vector<FakeEntry>& entries, size_t i,
                      RecordFormat format);

  const std::string mode_;
  FakeTree& tree_;
  FakeNodes& nodes_;
  std::map<uint64_t, Handle> handles_;
  uint64_t last_fh_ = 0;  // Of the last request.
  uint64_t next_fh_ = 7;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_LISTING_H_
