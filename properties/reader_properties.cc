// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/reader_properties.h"

#include <functional>

#include "base/check.h"

namespace fuse_dirents {

std::vector<ShownReply> ShowInEveryView(LaidOutReply* laid_out) {
  const size_t nbytes = laid_out->nbytes();
  std::vector<ShownReply> shown = {
      {"linear", ReplyBytes(laid_out->Linear(), nbytes)},
      {"segmented", ReplyBytes(laid_out->Segmented(), nbytes)},
  };
  if (laid_out->mappable()) {
    shown.push_back({"mapped", ReplyBytes(laid_out->Mapped(), nbytes)});
  }
  return shown;
}

std::pair<const std::byte*, size_t> Locate(const ReplyBytes& bytes,
                                           size_t pos) {
  for (const Segment& segment : bytes.segments()) {
    if (pos < segment.len) {
      return {static_cast<const std::byte*>(segment.base) + pos,
              segment.len - pos};
    }
    pos -= segment.len;
  }
  FUSE_DIRENTS_CHECK(false && "pos lies in the reply");
  return {nullptr, 0};
}

bool LiesInASegment(const ReplyBytes& bytes, const void* p) {
  // std::less orders pointers into different objects.
  const std::less<const void*> before;
  for (const Segment& segment : bytes.segments()) {
    const auto* end = static_cast<const std::byte*>(segment.base) + segment.len;
    if (!before(p, segment.base) && before(p, end)) return true;
  }
  return false;
}

bool SameDirent(const Dirent& a, const Dirent& b) {
  return a.ino == b.ino && a.off == b.off && a.type == b.type &&
         a.name.data() == b.name.data() && a.name.size() == b.name.size() &&
         a.pos == b.pos && a.reclen == b.reclen && a.bounced == b.bounced &&
         a.hidden == b.hidden;
}

}  // namespace fuse_dirents
