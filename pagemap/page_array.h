// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The pages of one reply in order, and which bytes of each hold it.  Models
// `folios` and `descs` of struct fuse_args_pages (Linux 6.15).

#ifndef FUSE_DIRENTS_PAGEMAP_PAGE_ARRAY_H_
#define FUSE_DIRENTS_PAGEMAP_PAGE_ARRAY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fuse_dirents {

// Pages [first_page, first_page + 2^order) of a pool.
struct Folio {
  uint32_t first_page = 0;
  uint32_t order = 0;

  friend constexpr bool operator==(const Folio&, const Folio&) = default;
};

// Which bytes of a folio belong to the reply's buffer.  Models fuse_folio_desc.
struct FolioDesc {
  uint32_t offset = 0;  // In bytes from the start of the folio.
  uint32_t length = 0;  // In bytes; may be 0.

  friend constexpr bool operator==(const FolioDesc&,
                                   const FolioDesc&) = default;
};

class PageArray {
 public:
  // For pages of `page_size` bytes.
  explicit PageArray(size_t page_size) : page_size_(page_size) {}

  // Removes all folios; keeps the memory for the next reply.
  void Clear();

  // REQUIRES: the desc lies in the folio.
  void Append(Folio folio, FolioDesc desc);

  size_t page_size() const { return page_size_; }
  size_t size() const { return folios_.size(); }  // In folios.

  // folios()[i] is described by descs()[i].  Valid until the next change.
  std::span<const Folio> folios() const { return folios_; }
  std::span<const FolioDesc> descs() const { return descs_; }

  size_t FolioBytes(size_t i) const { return page_size_ << folios_[i].order; }

  // Bytes in all descs: the longest reply that fits.
  size_t desc_bytes() const { return desc_bytes_; }

  // Whether vm_map_ram() could map the descs as one piece: the first desc may
  // start inside its folio and the last may end inside its folio; all others
  // use their whole folio.
  bool mappable() const;

 private:
  size_t page_size_;
  size_t desc_bytes_ = 0;
  std::vector<Folio> folios_;
  std::vector<FolioDesc> descs_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_PAGE_ARRAY_H_
