// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every field of a record with a value of every class, one at a time, in the
// first, the middle and the last record of three, with a seam at every byte of
// that record.

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"
#include "properties/exhaustive/sets.h"

namespace fuse_dirents {
namespace {

using std::string_view_literals::operator""sv;

// Where a client may change its mind: 0, the nodeid of the root, signs and
// widths of 8, 16, 32 and 64 bits.
constexpr uint64_t k64BitValues[] = {0,
                                     1,
                                     2,
                                     0xff,
                                     0x100,
                                     0xffff,
                                     0x7fffffff,
                                     0x80000000,
                                     0xffffffff,
                                     0x100000000,
                                     0x7fffffffffffffff,
                                     0x8000000000000000,
                                     0xffffffffffffffff};
constexpr uint32_t k32BitValues[] = {
    0, 1, 2, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff};
// d_type: every value of 4 bits, and what does not fit 4 or 8.
constexpr uint32_t kTypes[] = {
    0,  1,  2,  3,  4,  5,   6,   7,   8,   9,       10,         11,
    12, 13, 14, 15, 16, 127, 128, 255, 256, 0x10008, 0x80000000, 0xffffffff};
// S_IFMT: every value of its 4 bits, with permissions, and bits above it.
constexpr uint32_t kModes[] = {0000644, 0010644, 0020644, 0030644, 0040644,
                               0050644, 0060644, 0070644, 0100644, 0110644,
                               0120644, 0130644, 0140644, 0150644, 0160644,
                               0170644, 0100000, 0200000, 0300644, 0xffffffff};
// Each is the field alone; the name stays 5 bytes.  Name limits of clients, the
// bytes that are left, a page, and where 32 bits wrap after a header of 24 or
// 152 bytes.
constexpr uint32_t kNamelens[] = {
    0,          1,          2,          4,          5,          6,
    7,          8,          9,          13,         15,         16,
    17,         24,         40,         152,        160,        254,
    255,        256,        257,        260,        261,        1023,
    1024,       1025,       4072,       4073,       4095,       4096,
    0xffff,     0x10000,    0x10005,    0x7fffffff, 0x80000000, 0xffffff60,
    0xffffff68, 0xffffffe0, 0xffffffe8, 0xffffffe9, 0xfffffff8, 0xffffffff};
// Each is the whole name, with its own namelen.  Dots; the bytes that clients
// refuse, at either end; and UTF-8 at the edges of RFC 3629.
constexpr std::string_view kNames[] = {"."sv,
                                       ".."sv,
                                       "..."sv,
                                       ".a"sv,
                                       "a."sv,
                                       ".\0a"sv,
                                       "/"sv,
                                       "/abcd"sv,
                                       "ab/cd"sv,
                                       "abcd/"sv,
                                       "\0"sv,
                                       "\0abcd"sv,
                                       "ab\0cd"sv,
                                       "abcd\0"sv,
                                       "\0/"sv,
                                       "\x1f"sv,
                                       " "sv,
                                       "~"sv,
                                       "\x7f"sv,
                                       "\\"sv,
                                       "a\nb"sv,
                                       "\x80"sv,
                                       "\xc3"sv,
                                       "\xc0\xaf"sv,
                                       "\xc1\xbf"sv,
                                       "\xc2\x80"sv,
                                       "\xdf\xbf"sv,
                                       "\xe0\x9f\xbf"sv,
                                       "\xe0\xa0\x80"sv,
                                       "\xed\x9f\xbf"sv,
                                       "\xed\xa0\x80"sv,
                                       "\xee\x80\x80"sv,
                                       "\xef\xbf\xbf"sv,
                                       "\xf0\x8f\xbf\xbf"sv,
                                       "\xf0\x90\x80\x80"sv,
                                       "\xf4\x8f\xbf\xbf"sv,
                                       "\xf4\x90\x80\x80"sv,
                                       "\xf8"sv,
                                       "a\xc2"sv,
                                       "a\xe2\x82"sv,
                                       "\xff"sv};
// Of "..", whose lookup has its own rules.
constexpr uint64_t kDotNodeids[] = {0, 1, 2, 0x8000000000000000,
                                    0xffffffffffffffff};
constexpr uint8_t kPaddingBytes[] = {0, 1, '/', 0xff};

RecordFields Plain(uint64_t i) {
  RecordFields fields;
  fields.ino = 100 + i;
  fields.off = 200 + i;
  fields.type = 8;
  fields.name = std::string(5, static_cast<char>('a' + i));
  fields.entry_out.nodeid = 300 + i;
  fields.entry_out.attr.mode = 0100644;
  return fields;
}

// Every record that differs from Plain(i) in one field.
std::vector<RecordFields> Variants(RecordFormat format, uint64_t i) {
  std::vector<RecordFields> variants;
  const auto add = [&](auto change) {
    variants.push_back(Plain(i));
    change(&variants.back());
  };
  for (const uint64_t value : k64BitValues) {
    add([&](RecordFields* fields) { fields->ino = value; });
    add([&](RecordFields* fields) { fields->off = value; });
  }
  for (const uint32_t value : kNamelens) {
    add([&](RecordFields* fields) { fields->namelen = value; });
  }
  for (const uint32_t value : kTypes) {
    add([&](RecordFields* fields) { fields->type = value; });
  }
  for (const std::string_view name : kNames) {
    add([&](RecordFields* fields) { fields->name = name; });
  }
  for (const uint8_t value : kPaddingBytes) {
    add([&](RecordFields* fields) { fields->padding_byte = value; });
  }
  if (format == RecordFormat::kDirent) return variants;
  for (const uint64_t value : kDotNodeids) {
    add([&](RecordFields* fields) {
      fields->name = "..";
      fields->entry_out.nodeid = value;
    });
  }
  for (const EntryOutField& field : EntryOutFields()) {
    const auto set = [&](uint64_t value) {
      add([&](RecordFields* fields) {
        SetField(&fields->entry_out, field, value);
      });
    };
    if (field.name == "attr.mode") {
      for (const uint32_t mode : kModes) set(mode);
    } else if (field.size == 4) {
      for (const uint32_t value : k32BitValues) set(value);
    } else {
      for (const uint64_t value : k64BitValues) set(value);
    }
  }
  return variants;
}

constexpr size_t kRecords = 3;
constexpr size_t kThinnedSeams = 31;

// A seam after every 7 bytes.
Layout ShortDescs() {
  Layout layout;
  layout.desc_limit = 7;
  layout.stale = Stale::kPlausibleRecords;
  return layout;
}

constexpr size_t kPlans = 3;

// Part p has the variants in record p.
void RunFieldValues(Extent extent, RecordFormat format, unsigned part,
                    CaseRunner* runner) {
  const size_t plain = Reclen(format, 5);
  const Layout short_descs = ShortDescs();
  // The buffer is full at the variant, or after it; or every link fails.
  const SinkPlan plans[kPlans] = {{.capacity = part},
                                  {.capacity = part + 1},
                                  {.failing_links = ~uint32_t{0}}};
  for (const RecordFields& variant : Variants(format, part)) {
    DirentWriter writer(format);
    for (unsigned i = 0; i < kRecords; ++i) {
      writer.Append(i == part ? variant : Plain(i));
    }
    runner->Reply(format, writer.bytes());
    // Every name has room where that of a plain record lies.
    for (size_t seam = 0; seam <= plain;
         seam += Stride(extent, kThinnedSeams)) {
      const size_t lengths[] = {part * plain + seam};
      runner->InPieces(lengths);
    }
    runner->OnPages(short_descs);
    for (const SinkPlan& plan : plans) {
      runner->Reply(format, writer.bytes(), plan);
      // Inside of namelen.
      const size_t lengths[] = {part * plain + HeaderSize(format) - 6};
      runner->InPieces(lengths);
      runner->OnPages(short_descs);
    }
  }
}

// Each variant with its seams, in a buffer and in short descs; and with each
// plan in a buffer, in two pieces and in short descs.
uint64_t FieldCases(Extent extent, RecordFormat format) {
  const uint64_t seams = Reclen(format, 5) / Stride(extent, kThinnedSeams) + 1;
  return Variants(format, 0).size() * (seams + 1 + 1 + 3 * kPlans);
}

}  // namespace

ExhaustiveSet FieldValues() {
  return {
      "field_values",
      "every class of value of every field in the first, the middle and "
      "the last of three records, with a seam at every byte of it, and with "
      "a full buffer and failing links",
      kRecords, &FieldCases, &RunFieldValues};
}

}  // namespace fuse_dirents
