// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/placed_reply.h"

#include <algorithm>

#include "base/check.h"
#include "differential/record_parts.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

// Pages of a record that are named.
constexpr size_t kMaxPages = 6;

Ink InkOf(std::string_view field) {
  if (field == "entry_out") return Ink::kEntryOut;
  if (field == "header") return Ink::kHeader;
  return field == "name" ? Ink::kName : Ink::kPadding;
}

}  // namespace

std::string Piece::PageNumbers() const {
  if (folio.order == 0) return fmt::format("{}", folio.first_page);
  return fmt::format("{}..{}", folio.first_page,
                     folio.first_page + (1u << folio.order) - 1);
}

std::string Piece::Pages() const {
  return (folio.order == 0 ? "page " : "pages ") + PageNumbers();
}

PlacedReply::PlacedReply(RecordFormat format, std::string_view reply,
                         size_t nbytes, const PageArray& pages)
    : format_(format),
      reply_(reply),
      nbytes_(nbytes),
      records_(FramesOf(format, reply.substr(0, nbytes))) {
  FUSE_DIRENTS_CHECK(nbytes <= reply.size() &&
                     reply.size() <= pages.desc_bytes());
  for (size_t i = 0; i < pages.size(); ++i) {
    const FolioDesc& desc = pages.descs()[i];
    pieces_.push_back({pages.folios()[i], desc, pages.FolioBytes(i),
                       desc_bytes_, desc_bytes_ + desc.length});
    desc_bytes_ += desc.length;
    if (desc_bytes_ > 0 && desc_bytes_ < nbytes &&
        (seams_.empty() || seams_.back() != desc_bytes_)) {
      seams_.push_back(desc_bytes_);
    }
  }
  for (const size_t seam : seams_) {
    const size_t record = RecordAt(seam);
    if (record == records_.size() || records_[record].pos >= seam) continue;
    if (!straddles_.empty() && straddles_.back().record == record) continue;
    const RecordFrame& frame = records_[record];
    const auto first =
        std::ranges::upper_bound(pieces_, frame.pos, {}, &Piece::end);
    const auto last =
        std::ranges::lower_bound(pieces_, frame.end, {}, &Piece::end);
    straddles_.push_back({record, frame.pos, frame.end,
                          static_cast<size_t>(first - pieces_.begin()),
                          static_cast<size_t>(last - pieces_.begin())});
  }
}

size_t PlacedReply::RecordAt(size_t at) const {
  return static_cast<size_t>(
      std::ranges::upper_bound(records_, at, {}, &RecordFrame::end) -
      records_.begin());
}

std::string_view PlacedReply::NameOf(size_t record) const {
  return fuse_dirents::NameOf(reply_.substr(0, nbytes_), records_[record]);
}

std::vector<Part> PlacedReply::PartsIn(size_t begin, size_t end) const {
  std::vector<Part> parts;
  const auto add = [&](Part part) {
    if (part.begin < end && part.end > begin && part.begin < part.end) {
      parts.push_back(std::move(part));
    }
  };
  const std::string_view seen = reply_.substr(0, nbytes_);
  for (size_t i = RecordAt(begin); i < records_.size() && records_[i].pos < end;
       ++i) {
    // The two parts of a header are one.
    std::vector<Part> of_record;
    for (const RecordPart& part : PartsOf(format_, seen, records_[i])) {
      const Ink ink = InkOf(part.field);
      if (!of_record.empty() && of_record.back().ink == ink) {
        of_record.back().end = part.end;
        of_record.back().text += " " + part.text;
      } else {
        of_record.push_back({part.begin, part.end, ink, i, part.text});
      }
    }
    for (Part& part : of_record) add(std::move(part));
  }
  const size_t framed = records_.empty() ? 0 : records_.back().end;
  add({framed, nbytes_, Ink::kTrailing, {}, "trailing"});
  add({nbytes_, reply_.size(), Ink::kCutOff, {}, "cut off"});
  add({reply_.size(), desc_bytes_, Ink::kStale, {}, "stale"});
  return parts;
}

std::string PlacedReply::PagesOf(const Straddle& straddle) const {
  std::string pages = "pages ";
  size_t named = 0;
  for (size_t i = straddle.first_piece; i <= straddle.last_piece; ++i) {
    if (pieces_[i].desc.length == 0) continue;
    if (named == kMaxPages) return pages + ", ..";
    pages += (named++ == 0 ? "" : ", ") + pieces_[i].PageNumbers();
  }
  return pages;
}

std::string PlacedReply::StraddleText(const Straddle& straddle) const {
  std::string text =
      fmt::format("record {} straddles {}", straddle.record, PagesOf(straddle));
  const auto first = std::ranges::upper_bound(seams_, straddle.begin);
  const auto end = std::ranges::lower_bound(seams_, straddle.end);
  if (end - first != 1) return text;
  return text + ": " +
         CutText(PartsOf(format_, reply_.substr(0, nbytes_),
                         records_[straddle.record]),
                 *first);
}

}  // namespace fuse_dirents
