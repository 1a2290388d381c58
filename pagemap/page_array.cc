// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/page_array.h"

#include "base/check.h"

namespace fuse_dirents {

void PageArray::Clear() {
  folios_.clear();
  descs_.clear();
  desc_bytes_ = 0;
}

void PageArray::Append(Folio folio, FolioDesc desc) {
  const size_t folio_bytes = page_size_ << folio.order;
  FUSE_DIRENTS_CHECK(desc.offset <= folio_bytes);
  FUSE_DIRENTS_CHECK(desc.length <= folio_bytes - desc.offset);
  folios_.push_back(folio);
  descs_.push_back(desc);
  desc_bytes_ += desc.length;
}

bool PageArray::mappable() const {
  for (size_t i = 0; i < size(); ++i) {
    if (i > 0 && descs_[i].offset != 0) return false;
    if (i + 1 < size() &&
        descs_[i].offset + size_t{descs_[i].length} != FolioBytes(i)) {
      return false;
    }
  }
  return true;
}

}  // namespace fuse_dirents
