// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/fake_server/fake_tree.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "parser/wire.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kDirectory = 2, kFirstFile = 100;
constexpr size_t kFiles = 40;
constexpr size_t kLongNames[] = {20, 61, 122, 203, 255};

}  // namespace

std::vector<FakeEntry> FakeTree::Entries(uint64_t nodeid) {
  std::vector<FakeEntry> entries = {{".", nodeid, true},
                                    {"..", kFuseRootId, true}};
  if (!paths_.empty()) {
    for (FakeEntry& entry : RealEntries(nodeid)) {
      entries.push_back(std::move(entry));
    }
  } else if (nodeid == kFuseRootId) {
    entries.push_back({"d", kDirectory, true});
    entries.push_back({"f", kFirstFile, false});
  } else if (nodeid == kDirectory) {
    for (size_t i = 0; i < kFiles; ++i) {
      entries.push_back({"file_" + std::to_string(i), kFirstFile + i, false});
    }
    for (const size_t size : kLongNames) {
      entries.push_back(
          {std::string(size, 'x'), kFirstFile + kFiles + size, false});
    }
  } else {
    entries.clear();
  }
  return entries;
}

std::vector<FakeEntry> FakeTree::RealEntries(uint64_t nodeid) {
  std::vector<FakeEntry> entries;
  std::error_code error;
  for (fs::directory_iterator it(paths_[nodeid], error), end;
       !error && it != end; it.increment(error)) {
    const std::string path = it->path();
    const uint64_t next = kDirectory + nodeids_.size();
    const uint64_t child = nodeids_.emplace(path, next).first->second;
    paths_[child] = path;
    std::error_code ignored;
    entries.push_back(
        {it->path().filename(), child, it->is_directory(ignored)});
  }
  std::ranges::sort(entries, {}, &FakeEntry::name);
  return entries;
}

}  // namespace fuse_dirents
