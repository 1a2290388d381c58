// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>

#include "properties/suite/case_sets.h"

namespace fuse_dirents {
namespace {

constexpr size_t kRecords = 3;
constexpr uint64_t kUint64Max = std::numeric_limits<uint64_t>::max();
constexpr uint64_t kInt64Max = std::numeric_limits<int64_t>::max();
constexpr uint32_t kRegularFile = 0100644;

std::vector<RecordFormat> FormatsOf(const Subject& subject) {
  std::vector<RecordFormat> formats;
  if (subject.dirent) formats.push_back(RecordFormat::kDirent);
  if (subject.direntplus) formats.push_back(RecordFormat::kDirentplus);
  return formats;
}

RecordFields RecordCalled(RecordFormat format, size_t i, std::string name) {
  RecordFields fields = {.ino = 100 + i, .off = 10 + i, .type = 8};
  fields.name = std::move(name);
  if (format == RecordFormat::kDirentplus) {
    fields.entry_out.nodeid = 1000 + i;
    fields.entry_out.generation = 3;
    fields.entry_out.attr.ino = fields.ino;
    fields.entry_out.attr.mode = kRegularFile;
    fields.entry_out.attr.size = 4096;
  }
  return fields;
}

// Names with 3, 0 and 7 bytes of padding.
Case ThreeRecords(const Subject& subject, RecordFormat format) {
  Case c;
  c.format = format;
  c.choices.profile = subject.profile;
  for (const std::string name : {"first", "eight-by", "t"}) {
    c.records.push_back(RecordCalled(format, c.records.size(), name));
  }
  return c;
}

Layout ShortDescs(uint32_t limit) {
  Layout layout;
  layout.desc_limit = limit;
  layout.stale = Stale::kPlausibleRecords;
  return layout;
}

// The seam of two pages on byte `at` of the reply.
Layout PageSeamAt(size_t at) {
  Layout layout;
  const size_t page = layout.page_size;
  layout.head = static_cast<uint32_t>((page - at % page) % page);
  layout.stale = Stale::kPlausibleRecords;
  return layout;
}

// --- Cuts. ---

constexpr size_t kCutLayouts = 3;

void EachCut(const Subject& subject, const CaseVisitor& visit) {
  for (const RecordFormat format : FormatsOf(subject)) {
    Case c = ThreeRecords(subject, format);
    const auto size = static_cast<uint32_t>(c.Written().size());
    const std::array<Layout, kCutLayouts> layouts = {Layout(), ShortDescs(13),
                                                     PageSeamAt(size / 2)};
    for (const Layout& layout : layouts) {
      for (uint32_t cut = 0; cut <= size; ++cut) {
        c.choices.layout = layout;
        c.sent = cut;
        if (!visit(c)) return;
        c.sent.reset();
        c.choices.layout.cut = cut;
        if (!visit(c)) return;
      }
    }
  }
}

size_t CountCuts(const Subject& subject) {
  size_t count = 0;
  for (const RecordFormat format : FormatsOf(subject)) {
    // Three headers and names of 8, 8 and 8 bytes with their padding.
    count += 2 * kCutLayouts * (kRecords * (HeaderSize(format) + 8) + 1);
  }
  return count;
}

// --- namelen. ---

constexpr uint32_t kMaxNamelen = 4096;
constexpr size_t kPlaces = 6;

// Byte of a record: at its header, in its namelen, at its name, in the middle
// and at the last byte of it, and at its end.
size_t PlaceInRecord(RecordFormat format, uint32_t namelen, size_t place) {
  const size_t header = HeaderSize(format);
  const size_t places[kPlaces] = {0,
                                  header - 6,
                                  header,
                                  header + namelen / 2,
                                  header + namelen - 1,
                                  Reclen(format, namelen)};
  return places[place];
}

void EachNamelen(const Subject& subject, const CaseVisitor& visit) {
  for (const RecordFormat format : FormatsOf(subject)) {
    Case c = ThreeRecords(subject, format);
    const size_t before = Reclen(format, 5);
    for (uint32_t namelen = 1; namelen <= kMaxNamelen; ++namelen) {
      std::string name(namelen, '\0');
      for (size_t i = 0; i < namelen; ++i) {
        name[i] = static_cast<char>('a' + i * 7 % 26);
      }
      c.records[1].name = name;
      for (size_t place = 0; place < kPlaces; ++place) {
        c.choices.layout =
            PageSeamAt(before + PlaceInRecord(format, namelen, place));
        if (!visit(c)) return;
      }
    }
  }
}

// --- Fields. ---

constexpr uint32_t kNamelens[] = {
    0,          1,          2,          7,          8,          9,
    15,         16,         17,         24,         152,        254,
    255,        256,        257,        260,        261,        1023,
    1024,       1025,       4072,       4073,       4094,       4095,
    4096,       65536,      0x7fffffff, 0x80000000, 0xffffff60, 0xffffffe0,
    0xffffffe9, 0xfffffff8, 0xffffffff};
constexpr uint64_t kNumbers[] = {0,          1,
                                 INT32_MAX,  uint64_t{1} << 31,
                                 UINT32_MAX, uint64_t{1} << 32,
                                 kInt64Max,  kInt64Max + 1,
                                 kUint64Max};
constexpr uint32_t kTypes[] = {0,  1,  2,  4,   6,   8,          10,        12,
                               14, 15, 16, 255, 256, 0x80000008, UINT32_MAX};
constexpr uint64_t kNodeids[] = {0, 1, 2, kInt64Max + 1, kUint64Max};
constexpr size_t kModes = 32;  // Each S_IFMT value, with and without 0644.
constexpr uint64_t kSizes[] = {0, kInt64Max, kInt64Max + 1, kUint64Max};
constexpr std::string_view kNames[] = {
    ".",        "..",       "...",         ".a",      "a.",        "/",
    "/a",       "a/",       "a/b",         {"\0", 1}, {"a\0b", 3}, {"\0/", 2},
    "\\",       " ",        "\x7f",        "\n",      "\xff",      "\xc3",
    "\xc3\xa9", "\xc0\xaf", "\xed\xa0\x80"};
constexpr uint8_t kPaddings[] = {0x2f, 0xff};

constexpr size_t kFieldLayouts = 3;
constexpr size_t kPlans = 4;

// Every value that one record can be given, one at a time.
std::vector<RecordFields> Variants(RecordFormat format,
                                   const RecordFields& good) {
  std::vector<RecordFields> all;
  const auto with = [&](const auto& change) {
    all.push_back(good);
    change(all.back());
  };
  for (const auto v : kNamelens) with([&](auto& f) { f.namelen = v; });
  for (const auto v : kNumbers) with([&](auto& f) { f.ino = v; });
  for (const auto v : kNumbers) with([&](auto& f) { f.off = v; });
  for (const auto v : kTypes) with([&](auto& f) { f.type = v; });
  for (const auto v : kNames) with([&](auto& f) { f.name = v; });
  for (const auto v : kPaddings) with([&](auto& f) { f.padding_byte = v; });
  if (format == RecordFormat::kDirent) return all;
  for (const auto v : kNodeids) {
    with([&](auto& f) { f.entry_out.nodeid = v; });
    // A lookup of "..", which has rules of its own.
    with([&](auto& f) {
      f.entry_out.nodeid = v;
      f.name = "..";
    });
  }
  for (uint32_t i = 0; i < kModes; ++i) {
    with([&](auto& f) {
      f.entry_out.attr.mode = (i / 2) << 12 | (i % 2 == 0 ? 0 : 0644);
    });
  }
  for (const auto v : kSizes) with([&](auto& f) { f.entry_out.attr.size = v; });
  return all;
}

size_t CountVariants(RecordFormat format) {
  const size_t both = std::size(kNamelens) + 2 * std::size(kNumbers) +
                      std::size(kTypes) + std::size(kNames) +
                      std::size(kPaddings);
  const size_t plus = 2 * std::size(kNodeids) + kModes + std::size(kSizes);
  return format == RecordFormat::kDirent ? both : both + plus;
}

void EachField(const Subject& subject, const CaseVisitor& visit) {
  for (const RecordFormat format : FormatsOf(subject)) {
    const Case good = ThreeRecords(subject, format);
    for (size_t i = 0; i < kRecords; ++i) {
      const auto place = static_cast<uint32_t>(i);
      const std::array<SinkPlan, kPlans> plans = {
          SinkPlan(), SinkPlan{.capacity = place},
          SinkPlan{.capacity = place + 1}, SinkPlan{.failing_links = ~0u}};
      const std::array<Layout, kFieldLayouts> layouts = {
          Layout(), ShortDescs(7),
          PageSeamAt(i * (HeaderSize(format) + 8) + HeaderSize(format) - 6)};
      for (const RecordFields& fields : Variants(format, good.records[i])) {
        for (const Layout& layout : layouts) {
          for (const SinkPlan& plan : plans) {
            Case c = good;
            c.records[i] = fields;
            c.choices.layout = layout;
            c.choices.plan = plan;
            if (!visit(c)) return;
          }
        }
      }
    }
  }
}

}  // namespace

std::vector<CaseSet> ExhaustiveSets(const Subject& subject) {
  size_t fields = 0;
  for (const RecordFormat format : FormatsOf(subject)) {
    fields += kRecords * CountVariants(format) * kFieldLayouts * kPlans;
  }
  const auto of = [&subject](auto each) {
    return [&subject, each](const CaseVisitor& visit) { each(subject, visit); };
  };
  return {
      {.name = "fields", .size = fields, .for_each = of(&EachField)},
      {.name = "cuts", .size = CountCuts(subject), .for_each = of(&EachCut)},
      {.name = "namelens",
       .size = FormatsOf(subject).size() * kMaxNamelen * kPlaces,
       .for_each = of(&EachNamelen)},
  };
}

}  // namespace fuse_dirents
