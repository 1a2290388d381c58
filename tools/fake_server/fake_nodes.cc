// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/fake_server/fake_nodes.h"

#include <sys/stat.h>

#include <algorithm>

#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

// The entry of a directory that is wrong.
constexpr size_t kWrong = 4;

}  // namespace

FuseEntryOut FakeNodes::EntryOut(const FakeEntry& entry, size_t i) const {
  FuseEntryOut out = {};
  out.nodeid = entry.nodeid;
  out.attr.ino = entry.nodeid;
  out.attr.mode = entry.is_directory ? S_IFDIR | 0755 : S_IFREG | 0644;
  out.attr.nlink = 1;
  out.attr.blksize = 4096;
  if (i != kWrong) return out;
  if (mode_ == "bad_nsec") out.attr.mtimensec = 2'000'000'000;
  if (mode_ == "no_links") out.attr.nlink = 0;
  if (mode_ == "no_file_type") out.attr.mode = 0644;
  if (mode_ == "huge_size") out.attr.size = UINT64_MAX;
  if (mode_ == "odd_blksize") out.attr.blksize = 1000;
  return out;
}

void FakeNodes::Count(uint64_t nodeid) {
  ++counts_[nodeid];
  ++lookups_;
}

FuseEntryOut FakeNodes::Lookup(const FakeEntry& entry, size_t i) {
  FuseEntryOut out = EntryOut(entry, i);
  if (i == kWrong) {
    if (mode_ == "lookup_fails") return {};
    if (mode_ == "lookup_other_node") out.nodeid += 5000;
    if (mode_ == "lookup_new_node") out.nodeid += 5000 + looked_up_.size();
    if (mode_ == "lookup_other_mode") out.attr.mode ^= 0111;
  }
  looked_up_.insert(out.nodeid);
  const bool stays = mode_ == "forgotten_stays";
  if (!stays || !forgotten_.contains(out.nodeid)) Count(out.nodeid);
  return out;
}

FuseEntryOut FakeNodes::List(const FakeEntry& entry, size_t i) {
  FuseEntryOut out = EntryOut(entry, i);
  if (IsDotOrDotDot(entry.name)) {
    if (mode_ != "dots_looked_up") out.nodeid = 0;
    return out;
  }
  if (mode_ == "plus_not_counted") return out;
  if (mode_ == "forgotten_not_listed" && looked_up_.contains(out.nodeid) &&
      !counts_.contains(out.nodeid)) {
    return out;
  }
  forgotten_.erase(out.nodeid);
  Count(out.nodeid);
  return out;
}

void FakeNodes::Forget(uint64_t nodeid, uint64_t nlookup) {
  const auto at = counts_.find(nodeid);
  if (at == counts_.end()) return;
  const uint64_t given =
      mode_ == "forget_takes_all" ? at->second : std::min(nlookup, at->second);
  lookups_ -= static_cast<long>(given);
  at->second -= given;
  if (at->second > 0) return;
  counts_.erase(at);
  forgotten_.insert(nodeid);
}

}  // namespace fuse_dirents
