// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every namelen, and a seam at every byte of its record.
//
//     [record: header | name .......... | padding][record "z"]
//     ^ 0        every byte is the seam once      ^ reclen

#include <algorithm>
#include <iterator>
#include <string>

#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"
#include "properties/exhaustive/sets.h"

namespace fuse_dirents {
namespace {

RecordFields Fields(size_t namelen) {
  RecordFields fields;
  fields.ino = 0x0102030405060708;
  fields.off = 0x1112131415161718;
  fields.type = 0x24;  // Some clients refuse more than 8 bits.
  // Each byte shows where it comes from; 'A' to 'Z'.
  fields.name.resize(namelen);
  for (size_t i = 0; i < namelen; ++i) {
    fields.name[i] = static_cast<char>('A' + (i * 7 + i / 256) % 26);
  }
  uint64_t number = 0x3132333435363738;
  for (const EntryOutField& field : EntryOutFields()) {
    SetField(&fields.entry_out, field, ++number);
  }
  fields.entry_out.attr.mode = 0100644;
  return fields;
}

// The record, and after it one that a wrong reclen would miss.
std::string ReplyWith(RecordFormat format, size_t namelen) {
  DirentWriter writer(format);
  writer.Append(Fields(namelen));
  RecordFields last = Fields(1);
  last.name = "z";
  writer.Append(last);
  return writer.bytes();
}

// --- In two and three pieces. ---

// Part r holds the namelens 8j + r + 1, which all have the same padding, for
// j = 0..511; thinned, for each 73rd j, among them the last.
constexpr size_t kPaddings = 8;
constexpr size_t kMaxJ = 511;
constexpr size_t kThinnedJ = 73;
static_assert(kMaxJ % kThinnedJ == 0);

void RunNamelenSeams(Extent extent, RecordFormat format, unsigned part,
                     CaseRunner* runner) {
  const size_t header = HeaderSize(format);
  for (size_t j = 0; j <= kMaxJ; j += Stride(extent, kThinnedJ)) {
    const size_t namelen = kPaddings * j + part + 1;
    const size_t reclen = Reclen(format, static_cast<uint32_t>(namelen));
    runner->Reply(format, ReplyWith(format, namelen));
    for (size_t seam = 0; seam <= reclen; ++seam) {
      const size_t two[] = {seam};
      runner->InPieces(two);
      const size_t empty_between[] = {seam, 0};
      runner->InPieces(empty_between);
      const size_t with_header_end[] = {
          std::min(seam, header),
          std::max(seam, header) - std::min(seam, header)};
      runner->InPieces(with_header_end);
      if (seam == reclen) break;
      const size_t one_byte_between[] = {seam, 1};
      runner->InPieces(one_byte_between);
    }
  }
}

// A record of R bytes is laid 1 + (R+1) + (R+1) + (R+1) + R = 4R + 4 times, and
// in each part R = header + 8(j+1).
uint64_t SeamCases(Extent extent, RecordFormat format) {
  const uint64_t stride = Stride(extent, kThinnedJ);
  const uint64_t n = kMaxJ / stride + 1;  // Namelens.
  const uint64_t sum_of_j = stride * (n * (n - 1) / 2);
  return 4 * (n * (HeaderSize(format) + 8) + 8 * sum_of_j) + 4 * n;
}

// --- On real pages. ---

// Around the padding (8), a byte (256), the name_max of clients (255, 1024,
// 4095), and a page less a header (CVE-2026-31694).
constexpr uint32_t kEdges[] = {1,    7,    8,    9,    255,  256,  1023, 1024,
                               1025, 3944, 3945, 4072, 4073, 4094, 4095, 4096};
constexpr size_t kPageSizes[] = {4096, 16384, 65536};
constexpr size_t kThinnedOnPages = 61;

void RunNamelenPages(Extent extent, RecordFormat format, unsigned part,
                     CaseRunner* runner) {
  Layout layout;
  layout.page_size = kPageSizes[part];
  layout.stale = Stale::kPlausibleRecords;
  for (const uint32_t namelen : kEdges) {
    runner->Reply(format, ReplyWith(format, namelen));
    const size_t reclen = Reclen(format, namelen);
    for (size_t seam = 0; seam <= reclen;
         seam += Stride(extent, kThinnedOnPages)) {
      layout.head = static_cast<uint32_t>(
          (layout.page_size - seam % layout.page_size) % layout.page_size);
      runner->OnPages(layout);
    }
  }
}

// A record of R bytes is laid 1 + R / stride + 1 times.
uint64_t PageCases(Extent extent, RecordFormat format) {
  uint64_t cases = 0;
  for (const uint32_t namelen : kEdges) {
    cases += 1 + Reclen(format, namelen) / Stride(extent, kThinnedOnPages) + 1;
  }
  return cases;
}

// --- Every namelen on real pages. ---

constexpr uint32_t kMaxNamelen = 4096;
constexpr size_t kPlaces = 6;

void RunNamelenPlaces(Extent, RecordFormat format, unsigned,
                      CaseRunner* runner) {
  Layout layout;
  layout.stale = Stale::kPlausibleRecords;
  const size_t header = HeaderSize(format);
  DirentWriter first(format);
  first.Append(Fields(5));
  const size_t before = first.bytes().size();
  for (uint32_t namelen = 1; namelen <= kMaxNamelen; ++namelen) {
    runner->Reply(format, first.bytes() + ReplyWith(format, namelen), {},
                  std::nullopt, namelen);
    // The page ends at the header, in namelen, at the name, in the middle and
    // at the last byte of it, and at the end of the record.
    const size_t places[kPlaces] = {0,
                                    header - 6,
                                    header,
                                    header + namelen / 2,
                                    header + namelen - 1,
                                    Reclen(format, namelen)};
    for (const size_t place : places) {
      layout.head = static_cast<uint32_t>(
          (layout.page_size - (before + place) % layout.page_size) %
          layout.page_size);
      runner->OnPages(layout);
    }
  }
}

uint64_t PlaceCases(Extent, RecordFormat) {
  return kMaxNamelen * (1 + kPlaces);
}

}  // namespace

ExhaustiveSet NamelenPlaces() {
  return {"namelen_places",
          "every namelen from 1 to 4096 on pages, mapped and segmented, with "
          "their seam at six places of the record",
          1, &PlaceCases, &RunNamelenPlaces};
}

ExhaustiveSet NamelenSeams() {
  return {"namelen_seams",
          "every namelen from 1 to 4096 with a seam at every byte of the "
          "record, in two and in three pieces, empty ones among them",
          kPaddings, &SeamCases, &RunNamelenSeams};
}

ExhaustiveSet NamelenPages() {
  return {"namelen_pages",
          "every edge of namelen on real pages of 4, 16 and 64 KiB, mapped and "
          "segmented, with their seam at every byte of the record",
          std::size(kPageSizes), &PageCases, &RunNamelenPages};
}

}  // namespace fuse_dirents
