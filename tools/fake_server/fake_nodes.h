// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_NODES_H_
#define FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_NODES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "parser/wire.h"
#include "tools/fake_server/fake_tree.h"

namespace fuse_dirents {

// The nodes that fake_server's client has looked up, and their attributes.
class FakeNodes {
 public:
  explicit FakeNodes(const std::string& mode) : mode_(mode) {}

  // Answers LOOKUP of entry number `i` of a directory.  nodeid 0: there is no
  // such entry.
  FuseEntryOut Lookup(const FakeEntry& entry, size_t i);
  // The same in READDIRPLUS.
  FuseEntryOut List(const FakeEntry& entry, size_t i);
  void Forget(uint64_t nodeid, uint64_t nlookup);

  bool Has(uint64_t nodeid) const {
    return nodeid == kFuseRootId || counts_.contains(nodeid);
  }
  // Those of all nodes.
  long lookups() const { return lookups_; }

 private:
  FuseEntryOut EntryOut(const FakeEntry& entry, size_t i) const;
  void Count(uint64_t nodeid);

  const std::string mode_;
  std::map<uint64_t, uint64_t> counts_;  // Lookups of each node that is alive.
  std::set<uint64_t> forgotten_, looked_up_;  // At some time.
  long lookups_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_NODES_H_
