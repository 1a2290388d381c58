// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/stale_records.h"

#include <algorithm>
#include <cstring>

#include "base/hex.h"
#include "base/random.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// The upper half of every ino.  In a fuse_direntplus it is the mode of a
// regular file: 0100644.
constexpr uint64_t kInoHigh = 0x81a4;
constexpr uint32_t kRegularFile = 8;  // DT_REG.
constexpr char kNamePrefix[] = {'s', 't', 'a', 'l', 'e'};

struct StaleRecord {
  FuseDirent header;
  char name[8];
};
// Bytes that StaleRecords caches: two pages of 4 KiB, which most layouts use.
constexpr size_t kCached = 8192;
static_assert(sizeof(StaleRecord) == kStaleRecordBytes);
// The mode is in the fourth record's ino; the dirent is the fifth record.
static_assert(offsetof(FuseDirentplus, entry_out.attr.mode) ==
              3 * kStaleRecordBytes + 4);
static_assert(offsetof(FuseDirentplus, dirent) == 4 * kStaleRecordBytes);
static_assert(Reclen(RecordFormat::kDirentplus, 8) == 5 * kStaleRecordBytes);

StaleRecord MakeRecord(uint64_t seed, uint64_t index) {
  const uint64_t bits = Random(seed + index * 0xd1342543de82ef95).Next();
  StaleRecord record;
  record.header.ino = kInoHigh << 32 | (bits >> 32);
  record.header.off = index + 1;
  record.header.namelen = sizeof record.name;
  record.header.type = kRegularFile;
  std::memcpy(record.name, kNamePrefix, sizeof kNamePrefix);
  for (size_t i = 0; i < 3; ++i) {
    record.name[sizeof kNamePrefix + i] = kHexDigits[bits >> (4 * i) & 15];
  }
  return record;
}

}  // namespace

void FillStaleRecords(uint64_t seed, uint64_t pos, std::span<std::byte> out) {
  uint64_t index = pos / kStaleRecordBytes;
  for (size_t skip = pos % kStaleRecordBytes; !out.empty(); skip = 0) {
    const StaleRecord record = MakeRecord(seed, index++);
    const size_t len = std::min(out.size(), kStaleRecordBytes - skip);
    std::memcpy(out.data(), reinterpret_cast<const char*>(&record) + skip, len);
    out = out.subspan(len);
  }
}

void StaleRecords::Fill(uint64_t seed, uint64_t pos, std::span<std::byte> out) {
  if (seed != seed_) beginning_.clear();
  seed_ = seed;
  if (pos < kCached) {
    const size_t len = std::min<size_t>(out.size(), kCached - pos);
    const size_t had = beginning_.size();
    if (pos + len > had) {
      beginning_.resize(pos + len);
      FillStaleRecords(seed, had, std::span(beginning_).subspan(had));
    }
    if (len > 0) std::memcpy(out.data(), beginning_.data() + pos, len);
    pos += len;
    out = out.subspan(len);
  }
  FillStaleRecords(seed, pos, out);
}

}  // namespace fuse_dirents
