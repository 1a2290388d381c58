// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_STALE_RECORDS_H_
#define FUSE_DIRENTS_PAGEMAP_STALE_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fuse_dirents {

// Size of one record of the stream below.
inline constexpr size_t kStaleRecordBytes = 32;

// Fills `out` with the bytes from `pos` on of an endless stream of records that
// depends only on `seed`.  The stream tempts a parser that runs past the end of
// a reply.
//
// Each 32 bytes are a good fuse_dirent of a regular file whose name is "stale"
// and three hex digits.  Each 160 bytes from such a record on are also a good
// fuse_direntplus, with the fifth record as its dirent.  So the stream is
// well-formed in either format from any multiple of 32 on.
void FillStaleRecords(uint64_t seed, uint64_t pos, std::span<std::byte> out);

// The same but faster: caches the beginning of the stream of the last seed.
class StaleRecords {
 public:
  void Fill(uint64_t seed, uint64_t pos, std::span<std::byte> out);

 private:
  uint64_t seed_ = 0;
  std::vector<std::byte> beginning_;  // Of the stream of seed_.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_STALE_RECORDS_H_
