// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_READDIR_HOSTILE_HOSTILE_MEMORY_H_
#define FUSE_DIRENTS_READDIR_HOSTILE_HOSTILE_MEMORY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "pagemap/view/linear_view.h"
#include "parser/parser_under_test.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Writes `bytes` from `at` on, counted through all `pieces`.
// REQUIRES: the pieces hold them.
void WriteToPieces(std::span<const std::span<std::byte>> pieces, size_t at,
                   std::string_view bytes);

// A reply that can be written to while it is parsed, in one segment or two,
// each of which ends at an unreadable page.  Reused for each reply.
class HostileMemory {
 public:
  HostileMemory() = default;
  HostileMemory(const HostileMemory&) = delete;
  HostileMemory& operator=(const HostileMemory&) = delete;

  // Copies `reply` in.  Its first `split` bytes get their own segment, unless
  // that leaves one of the two empty.
  void Show(std::string_view reply, size_t split = 0);

  // The reply for a parser.  Valid until the next Show().
  dirents_reply Reply(RecordFormat format, uint64_t start_off) const {
    return {format == RecordFormat::kDirentplus ? 1 : 0, start_off,
            segments_.data(), pieces_[1].empty() ? size_t{1} : 2,
            pieces_[0].size() + pieces_[1].size()};
  }

  // The segments, writable.
  std::span<const std::span<std::byte>> pieces() const { return pieces_; }

  // Writes `bytes` over the reply from `at` on.  REQUIRES: they lie in the
  // reply.
  void Write(size_t at, std::string_view bytes) {
    WriteToPieces(pieces_, at, bytes);
  }

 private:
  void ShowPiece(size_t i, std::string_view bytes);

  std::array<std::unique_ptr<LinearView>, 2> views_;
  std::array<std::span<std::byte>, 2> pieces_;
  std::array<dirents_segment, 2> segments_ = {};
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_HOSTILE_MEMORY_H_
