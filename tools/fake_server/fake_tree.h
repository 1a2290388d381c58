// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_TREE_H_
#define FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_TREE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fuse_dirents {

struct FakeEntry {
  std::string name;
  uint64_t nodeid;
  bool is_directory;
};

// The directories that fake_server serves.
class FakeTree {
 public:
  // Of names alone: a root with the entries "d" (a directory with 45 files) and
  // "f".
  FakeTree() = default;
  // Those below a real directory.
  explicit FakeTree(const std::string& backing) : paths_{{1, backing}} {}

  // "." and "..", then the others by name.  Empty if `nodeid` is no directory.
  std::vector<FakeEntry> Entries(uint64_t nodeid);

 private:
  std::vector<FakeEntry> RealEntries(uint64_t nodeid);

  std::map<uint64_t, std::string> paths_;  // By nodeid.
  std::map<std::string, uint64_t> nodeids_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAKE_TREE_H_
