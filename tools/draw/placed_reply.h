// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the parts of a reply lie on its pages.
//
// Positions are in bytes of the descs, one after the other:
//
//     page 7            page 2            page 9
//     [....|reply...]   [reply........]   [reply|cut off|stale....]
//          0        |    |             |   |    nbytes  size      desc_bytes
//                   seam               seam

#ifndef FUSE_DIRENTS_TOOLS_DRAW_PLACED_REPLY_H_
#define FUSE_DIRENTS_TOOLS_DRAW_PLACED_REPLY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pagemap/page_array.h"
#include "parser/frames.h"
#include "parser/wire.h"
#include "tools/draw/palette.h"

namespace fuse_dirents {

// One desc and its folio.
struct Piece {
  Folio folio;
  FolioDesc desc;
  size_t folio_bytes;
  size_t begin, end;  // Positions.

  std::string PageNumbers() const;  // "7", or "4..7" for a larger folio.
  std::string Pages() const;        // "page 7" or "pages 4..7".
};

// A run of bytes of one kind.
struct Part {
  size_t begin, end;
  Ink ink;
  std::optional<size_t> record;
  std::string text;  // What it holds, as long as it comes.
};

// A record with a seam inside.
struct Straddle {
  size_t record;
  size_t begin, end;               // Of the record.
  size_t first_piece, last_piece;  // Not counting empty descs at its ends.
};

class PlacedReply {
 public:
  // `reply`: with the bytes that are cut off from byte `nbytes` on.  Both
  // arguments must outlive this object.  REQUIRES: the descs hold the reply.
  PlacedReply(RecordFormat format, std::string_view reply, size_t nbytes,
              const PageArray& pages);

  size_t nbytes() const { return nbytes_; }
  size_t size() const { return reply_.size(); }
  size_t desc_bytes() const { return desc_bytes_; }
  const std::vector<Piece>& pieces() const { return pieces_; }
  const std::vector<Straddle>& straddles() const { return straddles_; }
  const std::vector<RecordFrame>& records() const { return records_; }
  // Where one desc ends and another starts, before the end of the reply.
  const std::vector<size_t>& seams() const { return seams_; }

  // The parts that have bytes in [begin, end), in order and without gaps.
  std::vector<Part> PartsIn(size_t begin, size_t end) const;

  // The pages that a record lies on, such as "pages 7, 2".
  std::string PagesOf(const Straddle& straddle) const;

  // "record 3 straddles pages 7, 2", and which field the seam cuts if there is
  // one only.
  std::string StraddleText(const Straddle& straddle) const;

  // The name of a record, as far as it lies in the reply.
  std::string_view NameOf(size_t record) const;

  // Index of the first record that ends after `at`; records().size() if none.
  size_t RecordAt(size_t at) const;

 private:
  const RecordFormat format_;
  const std::string_view reply_;
  const size_t nbytes_;
  size_t desc_bytes_ = 0;
  std::vector<RecordFrame> records_;
  std::vector<Piece> pieces_;
  std::vector<size_t> seams_;
  std::vector<Straddle> straddles_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DRAW_PLACED_REPLY_H_
