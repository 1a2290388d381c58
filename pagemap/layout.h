// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How a reply lies in memory, as a value.

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

// The bytes after the reply in its folios, up to 8 KiB; then zeros.
enum class Stale : uint8_t {
  kZero,
  kOnes,              // Bytes of ff.
  kPlausibleRecords,  // Well-formed records: see stale_records.h.
};

// Every Layout that IsValid() can be laid out, for a reply of any length up to
// kMaxReplyBytes.
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

  // Most bytes that a desc uses of its folio; the rest of the folio is idle.
  // With 1, there is a seam after every byte.  0: whole folios.  It applies to
  // the first max_short_descs() folios; later folios are used whole, to bound
  // memory.
  uint32_t desc_limit = 0;

  // Lengths of the first descs in bytes, each cut to what its folio holds.  0
  // makes an empty segment.  All these descs are made, even past the end of the
  // reply.  Later descs follow desc_limit.  At most max_short_descs() entries.
  std::vector<uint32_t> desc_lengths = {};

  // Cuts the reply to this many bytes: nbytes is reduced, but the rest of the
  // reply stays in memory.  No effect on a shorter reply.
  std::optional<uint32_t> cut = std::nullopt;

  Stale stale = Stale::kZero;
  uint64_t stale_seed = 0;  // For kPlausibleRecords.

  friend bool operator==(const Layout&, const Layout&) = default;

  // Bytes in one folio.
  size_t folio_bytes() const { return page_size << folio_order; }

  // How many folios may be used in part: 256, or as many as fit in 32 MiB.
  size_t max_short_descs() const;

  // Names the first value that is out of range, and what was expected.  Empty
  // if every value is in range.
  std::string Problem() const;
  bool IsValid() const { return Problem().empty(); }

  // One line, as LAYOUTS.md describes it.
  std::string ToText() const;

  // Parses the output of ToText(), with its parts in any order.  Returns
  // nothing if `text` is not a valid layout; *problem then says in one line
  // what is wrong where and what was expected.
  static std::optional<Layout> FromText(std::string_view text,
                                        std::string* problem);
};

struct NamedLayout {
  std::string_view name;  // Lower case and '_'.
  Layout layout;
};

// A small fixed list, the default first, that covers the interesting values of
// every field of Layout.  Gates and tests over "all layouts" use it.
std::span<const NamedLayout> DefaultLayouts();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_LAYOUT_H_
