// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The fast path of DirentReader: plain records in one run of bytes.
//
//     at          at + reclen     end
//     [hdr|name..|hdr|name......]
//      ^ read     ^ then this     ^ the segment or the reply ends
//
// A record is plain if it lies whole in the run, padding included, its namelen
// is 1 to name_max, and its name has no '/'.  Under a profile that accepts all
// other content (DirentReader::IsPlain), a plain record has the same outcome on
// the slow path.

#ifndef FUSE_DIRENTS_PARSER_READER_PLAIN_RUN_H_
#define FUSE_DIRENTS_PARSER_READER_PLAIN_RUN_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "parser/reader/dirent.h"
#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Invariant: at() is where a record starts, and no byte outside [at(), end) is
// read.  16 bytes without a destructor, so a call returns it in registers.
class PlainRun {
 public:
  // Stands for a namelen that was not read.
  static constexpr uint64_t kUnread = ~uint64_t{0};

  PlainRun() = default;
  explicit PlainRun(ByteRun run)
      : at_(run.data()), end_(run.data() + run.size()) {}

  const std::byte* at() const { return at_; }

  // `header_size` is 24 or 152.  The two formats share all code but one branch,
  // so that a loop has few jumps and its place in memory changes little.
  //
  // If the record at at() is plain: reads it into *out, except for out->pos,
  // and into *entry_out if it has one; moves past it; returns true.  Else
  // changes only *namelen, which it sets to the record's namelen or, if the run
  // ends inside the header, to kUnread.  Each byte of a header is read once;
  // of a record that is not plain, at most namelen and the name.
  [[gnu::always_inline]] bool Next(size_t header_size, uint32_t name_max,
                                   Dirent* out, FuseEntryOut* entry_out,
                                   uint64_t* namelen) {
    const size_t dirent = header_size - sizeof(FuseDirent);
    const std::byte* const at = at_;
    const auto run = static_cast<size_t>(end_ - at);
    *namelen = kUnread;
    if (run < header_size) [[unlikely]]
      return false;
    const auto len =
        Load<uint32_t>(at + dirent + offsetof(FuseDirent, namelen));
    const uint64_t reclen = PaddedSize(header_size + len);
    const char* const name = reinterpret_cast<const char*>(at + header_size);
    *namelen = len;
    // namelen 0 wraps and so exceeds every name_max.
    if (len - 1 >= name_max || reclen > run ||
        std::memchr(name, '/', len) != nullptr) [[unlikely]] {
      return false;
    }
    // After memchr(), so that no number is spilled across the call.
    if (dirent > 0) [[unlikely]] {
      std::memcpy(entry_out, at, sizeof *entry_out);
    }
    out->ino = Load<uint64_t>(at + dirent + offsetof(FuseDirent, ino));
    out->off = Load<uint64_t>(at + dirent + offsetof(FuseDirent, off));
    out->type = Load<uint32_t>(at + dirent + offsetof(FuseDirent, type));
    out->name = std::string_view(name, len);
    out->reclen = reclen;
    out->bounced = false;
    out->hidden = false;
    at_ = at + reclen;
    return true;
  }

 private:
  template <typename Number>
  static Number Load(const std::byte* at) {
    Number number;
    std::memcpy(&number, at, sizeof number);
    return number;
  }

  const std::byte* at_ = nullptr;
  const std::byte* end_ = nullptr;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_READER_PLAIN_RUN_H_
