// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How a reply lies in memory, as a plain value.

#ifndef FUSE_DIRENTS_PAGEMAP_LAYOUT_H_
#define FUSE_DIRENTS_PAGEMAP_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pagemap/page_pool.h"

namespace fuse_dirents {

// What lies in a reply's folios behind its last byte, for 8 KiB at most; then
// zeros.
enum class Stale : uint8_t {
  kZero,
  kOnes,              // Bytes of ff.
  kPlausibleRecords,  // Well-formed records: see stale_records.h.
};

// Every combination of values that IsValid() accepts can be laid, for replies
// of any length up to kMaxReplyBytes.
//
//     page 7            page 2            page 9
//     [....|reply...]   [reply........]   [reply|cut off|stale....]
//      head  desc 0      desc 1            desc 2
//                                               ^ nbytes
struct Layout {
  size_t page_size = 4096;  // In bytes: 4096, 16384 or 65536.
  PageOrder order = PageOrder::kSeeded;
  uint64_t order_seed = 0;   // For kSeeded.
  unsigned folio_order = 0;  // Each folio is 2^folio_order pages; at most 4.

  // Where the reply starts in its first folio, in bytes; less than a folio.
  uint32_t head = 0;

  // Most bytes that a desc uses of its folio; the rest of the folio lies idle,
  // so 1 puts a seam behind every byte.  0: whole folios.  Only the first
  // max_short_descs() folios obey it, later ones are used whole, so that memory
  // stays bounded.
  uint32_t desc_limit = 0;

  // The lengths of the first descs, in bytes, cut to what their folio holds.  0
  // is an empty segment.  All are made, also past the end of the reply.
  // Afterwards desc_limit rules.  At most max_short_descs() of them.
  std::vector<uint32_t> desc_lengths = {};

  // The reply is cut to this many bytes: the parser is told no more, though the
  // rest stays where it lies.  Nothing where the reply is shorter.
  std::optional<uint32_t> cut = std::nullopt;

  Stale stale = Stale::kZero;
  uint64_t stale_seed = 0;  // For kPlausibleRecords.

  friend bool operator==(const Layout&, const Layout&) = default;

  // Bytes in one folio.
  size_t folio_bytes() const { return page_size << folio_order; }

  // How many folios may be used in part: 256, or fewer where that many folios
  // would take more than 32 MiB.
  size_t max_short_descs() const;

  // Whether vm_map_ram() could show a reply of any length that lies so: every
  // desc uses its whole folio, the first one from `head` on.
  bool mappable() const;

  // Whether every value is in its range; if not, says in *why (if it is not
  // null) which is not and what was expected.
  bool IsValid(std::string* why = nullptr) const;

  // One line such as
  //   page_size=16384 order=seeded:7 desc_limit=61 stale=records:9
  // without what is as in Layout(); "default" where all is.
  std::string ToText() const;

  // Reads what ToText() wrote, and the same with the parts in another order.
  // Nothing where `text` is no valid layout; *error (if it is not null) then
  // says what stands where and what was expected, in one line.
  static std::optional<Layout> FromText(std::string_view text,
                                        std::string* error = nullptr);
};

struct NamedLayout {
  std::string_view name;  // Lower case and '_'.
  Layout layout;
};

// A small fixed list in which every part of Layout takes an interesting value,
// the default first.  For gates and for tests over "all layouts".
std::span<const NamedLayout> DefaultLayouts();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_LAYOUT_H_
