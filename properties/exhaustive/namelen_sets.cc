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
  // Bytes of which each tells where it comes from; 'A' to 'Z'.
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

// The record, and behind it one that a wrong reclen would miss.
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
// j = 0..511; thinned, for each 73rd j, the last one (511) among them.
constexpr size_t kPaddings = 8;
constexpr size_t kMaxJ = 511;
constexpr size_t kStrideOfJ = kThinned ? 73 : 1;
static_assert(kMaxJ % kStrideOfJ == 0);

void RunNamelenSeams(RecordFormat format, unsigned part, CaseRunner* runner) {
  const size_t header = HeaderSize(format);
  for (size_t j = 0; j <= kMaxJ; j += kStrideOfJ) {
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
constexpr uint64_t NamelenSeamCases(uint64_t header) {
  const uint64_t n = kMaxJ / kStrideOfJ + 1;  // Namelens.
  const uint64_t sum_of_j = kStrideOfJ * (n * (n - 1) / 2);
  return 4 * (n * (header + 8) + 8 * sum_of_j) + 4 * n;
}
constexpr uint64_t kSeamCases[] = {kThinned ? 66464 : 4253696,
                                   kThinned ? 70560 : 4515840};
static_assert(kSeamCases[0] == NamelenSeamCases(24));
static_assert(kSeamCases[1] == NamelenSeamCases(152));

// --- On real pages. ---

// Around the padding (8), a byte (256), the name_max of clients (255, 1024,
// 4095), and a page less a header (CVE-2026-31694).
constexpr uint32_t kEdges[] = {1,    7,    8,    9,    255,  256,  1023, 1024,
                               1025, 3944, 3945, 4072, 4073, 4094, 4095, 4096};
constexpr size_t kPageSizes[] = {4096, 16384, 65536};
constexpr size_t kStrideOnPages = kThinned ? 61 : 1;

void RunNamelenPages(RecordFormat format, unsigned part, CaseRunner* runner) {
  Layout layout;
  layout.page_size = kPageSizes[part];
  layout.stale = Stale::kPlausibleRecords;
  for (const uint32_t namelen : kEdges) {
    runner->Reply(format, ReplyWith(format, namelen));
    const size_t reclen = Reclen(format, namelen);
    for (size_t seam = 0; seam <= reclen; seam += kStrideOnPages) {
      layout.head = static_cast<uint32_t>(
          (layout.page_size - seam % layout.page_size) % layout.page_size);
      runner->OnPages(layout);
    }
  }
}

// A record of R bytes is laid 1 + (R+1) times, or 1 + R/61 + 1 times.
constexpr uint64_t NamelenPageCases(RecordFormat format) {
  uint64_t cases = 0;
  for (const uint32_t namelen : kEdges) {
    cases += 1 + Reclen(format, namelen) / kStrideOnPages + 1;
  }
  return cases;
}
constexpr uint64_t kPageCases[] = {kThinned ? 556 : 32384,
                                   kThinned ? 588 : 34432};
static_assert(kPageCases[0] == NamelenPageCases(RecordFormat::kDirent));
static_assert(kPageCases[1] == NamelenPageCases(RecordFormat::kDirentplus));

// --- Every namelen on real pages. ---

constexpr uint32_t kMaxNamelen = 4096;
constexpr size_t kPlaces = 6;

void RunNamelenPlaces(RecordFormat format, unsigned, CaseRunner* runner) {
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

constexpr uint64_t kPlaceCases = kMaxNamelen * (1 + kPlaces);

}  // namespace

ExhaustiveSet NamelenPlaces() {
  return {"namelen_places",
          "every namelen from 1 to 4096 on pages, mapped and segmented, with "
          "their seam at six places of the record",
          1,
          {kPlaceCases, kPlaceCases},
          &RunNamelenPlaces};
}

ExhaustiveSet NamelenSeams() {
  return {"namelen_seams",
          "every namelen from 1 to 4096 with a seam at every byte of the "
          "record, in two and in three pieces, empty ones among them",
          kPaddings,
          {kSeamCases[0], kSeamCases[1]},
          &RunNamelenSeams};
}

ExhaustiveSet NamelenPages() {
  return {"namelen_pages",
          "every edge of namelen on real pages of 4, 16 and 64 KiB, mapped and "
          "segmented, with their seam at every byte of the record",
          std::size(kPageSizes),
          {kPageCases[0], kPageCases[1]},
          &RunNamelenPages};
}

}  // namespace fuse_dirents
