// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/generators.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "parser/entry_out_fields.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kInt64Max = std::numeric_limits<int64_t>::max();
constexpr uint64_t kUint64Max = std::numeric_limits<uint64_t>::max();
constexpr uint32_t kUint32Max = std::numeric_limits<uint32_t>::max();

// Records of a case at most.  With names of up to 4096 bytes, and a seam per
// page, few are enough for each to be cut at any byte.
constexpr size_t kMaxRecords = 6;

// Around 8 (padding), 256 (a byte), 1024 (name_max before Linux 6.15), a page
// less a header (CVE-2026-31694), and name_max since 6.15.
constexpr uint32_t kEdgeNamelens[] = {1,    7,    8,    9,    255,  256,
                                      1023, 1024, 1025, 3944, 3945, 4072,
                                      4073, 4094, 4095, 4096};

// What a namelen field says that lies.  The last ones wrap where a parser adds
// a header and padding to them in 32 bits.
constexpr uint32_t kLyingNamelens[] = {
    0,          1,          9,          1024,       1025,
    4095,       4096,       65536,      0x80000000, 0xffffff60,
    0xffffffe0, 0xffffffe9, 0xfffffff8, 0xffffffff};

constexpr uint64_t kEdgeNumbers[] = {
    0, 1, kInt64Max, kInt64Max + 1, kUint64Max, uint64_t{1} << 32};
constexpr uint32_t kTypes[] = {8, 4, 0, 10, 15, 16, 255, 256, kUint32Max};
// With and without a file type in S_IFMT, and with types that there are not.
constexpr uint32_t kModes[] = {0100644, 0040755, 0120777, 0010000, 0,
                               0644,    0170000, 0030000, 0140000};
constexpr uint64_t kNodeids[] = {2, 0, kFuseRootId, kUint64Max};
constexpr uint64_t kSizes[] = {0, 4096, kInt64Max, kInt64Max + 1, kUint64Max};

constexpr uint32_t kDescLimits[] = {61,  599, 1,   2,    3,    7,   8,
                                    23,  24,  25,  127,  128,  151, 152,
                                    153, 160, 255, 1023, 2048, 4095};

// How one record departs from a right one.
enum Wrong : uint64_t {
  kNothing,
  kNamelenLies,
  kPaddingLies,
  kPaddingIsStale,
  kSlash,
  kWrongs,
};

bool TakesAnyByte(const Profile& profile) {
  return profile.nul == kAccept && profile.unprintable == kAccept &&
         profile.not_utf8 == kAccept;
}

std::string DrawName(const CaseRules& rules, const Profile& profile, size_t i,
                     Chooser* chooser) {
  // Half are as short as most names are.
  const uint64_t kind = chooser->InRange(0, 7);
  const uint64_t short_length = chooser->InRange(1, 27);
  const uint64_t edge = chooser->OneOf(kEdgeNamelens);
  const uint64_t any_length = chooser->InRange(1, kFuseNameMax);
  uint64_t length = kind < 5 ? short_length : kind < 7 ? edge : any_length;
  if (rules.well_formed) {
    length = std::min<uint64_t>(length, profile.name_max);
  }
  length = std::min<uint64_t>(length, rules.max_namelen);

  // One letter a record, or bytes that show where each of them came from.
  std::string name(length, static_cast<char>('a' + i));
  if (chooser->InRange(0, 2) > 0) {
    for (size_t at = 0; at < length; ++at) {
      name[at] = static_cast<char>('A' + (at * 7 + i) % 53 % 26);
    }
  }

  const uint64_t odd = chooser->InRange(0, 15);
  const uint64_t at = chooser->InRange(0, kFuseNameMax) % length;
  if (odd == 1) name = ".";
  if (odd == 2) name = "..";
  if (TakesAnyByte(profile) || !rules.well_formed) {
    if (odd == 3) name[at] = '\0';
    if (odd == 4) name[at] = '\xff';
    if (odd == 5) name[at] = '\\';
  }
  if (odd == 6) name[at] = '.';
  return name;
}

uint64_t DrawNumber(uint64_t small, Chooser* chooser) {
  const bool is_edge = chooser->InRange(0, 3) == 3;
  const uint64_t edge = chooser->OneOf(kEdgeNumbers);
  return is_edge ? edge : small;
}

FuseEntryOut DrawEntryOut(size_t i, Chooser* chooser) {
  FuseEntryOut entry_out = {};
  if (chooser->InRange(0, 1) > 0) {
    // A number of its own in each field, so that none can stand for another.
    uint64_t number = 1000 * (i + 1);
    for (const EntryOutField& field : EntryOutFields()) {
      SetField(&entry_out, field, ++number);
    }
  }
  // Two thirds are good, so that there is something to link.
  const bool is_odd = chooser->InRange(0, 2) == 2;
  const uint64_t nodeid = chooser->OneOf(kNodeids);
  const uint32_t mode = chooser->OneOf(kModes);
  const uint64_t size = chooser->OneOf(kSizes);
  entry_out.nodeid = is_odd && nodeid != 2 ? nodeid : i + 2;
  entry_out.attr.mode = is_odd ? mode : kModes[0];
  entry_out.attr.size = is_odd ? size : 0;
  return entry_out;
}

// Where the profile refuses what was drawn, `fields` is made to be accepted.
void MakeRight(const Profile& profile, RecordFields* fields) {
  if (profile.off_negative != kAccept) fields->off &= kInt64Max;
  if (profile.type_above_u8 != kAccept) fields->type &= 255;
  if (profile.efi_attr != kAccept) {
    fields->entry_out.attr.mode = kModes[0];
    fields->entry_out.attr.nlink = 1;
    fields->entry_out.attr.blocks = 0;
  }
}

RecordFields DrawRecord(const CaseRules& rules, const Profile& profile,
                        RecordFormat format, size_t i, Chooser* chooser) {
  RecordFields fields;
  fields.name = DrawName(rules, profile, i, chooser);
  fields.ino = DrawNumber(i + 1, chooser);
  fields.off = DrawNumber(i + 1, chooser);
  fields.type = chooser->OneOf(kTypes);
  const FuseEntryOut entry_out = DrawEntryOut(i, chooser);
  if (format == RecordFormat::kDirentplus) fields.entry_out = entry_out;

  // One record in eight, so that a bad one mostly has good ones before it.
  const bool is_wrong = chooser->InRange(0, 7) == 7;
  const uint64_t wrong = chooser->InRange(kNamelenLies, kWrongs - 1);
  const uint32_t namelen = chooser->OneOf(kLyingNamelens);
  const uint64_t padding = chooser->InRange(0, 9);
  const uint64_t slash_at = chooser->InRange(0, kFuseNameMax);
  if (rules.well_formed) {
    MakeRight(profile, &fields);
    return fields;
  }
  switch (is_wrong ? wrong : kNothing) {
    case kNamelenLies:
      fields.namelen = namelen;
      break;
    case kPaddingLies:
      fields.padding = padding;
      break;
    case kPaddingIsStale:
      // Not even a '/' counts there.
      fields.padding_byte = slash_at % 2 == 0 ? 0xff : '/';
      break;
    case kSlash:
      fields.name[slash_at % fields.name.size()] = '/';
      break;
  }
  return fields;
}

std::vector<RecordFields> DrawRecords(const CaseRules& rules,
                                      const Profile& profile,
                                      RecordFormat format, Chooser* chooser) {
  std::vector<RecordFields> records;
  for (size_t i = 0; i < kMaxRecords; ++i) {
    const bool is_kept = chooser->InRange(0, 4) > 0;
    RecordFields fields = DrawRecord(rules, profile, format, i, chooser);
    if (is_kept) records.push_back(std::move(fields));
  }
  // Round trips are about at least one record.
  if (rules.well_formed && records.empty()) {
    records.push_back({.ino = 1, .off = 1, .type = 8, .name = "a"});
    if (format == RecordFormat::kDirentplus) {
      records.back().entry_out.nodeid = 2;
      records.back().entry_out.attr.mode = kModes[0];
    }
    MakeRight(profile, &records.back());
  }
  return records;
}

// A byte of the reply at which something can go wrong: the edges and the inside
// of a record's header, name and padding, and both sides of a '/'.
struct Place {
  uint64_t record, part, anywhere;
};

Place DrawPlace(Chooser* chooser) {
  Place place;
  place.record = chooser->InRange(0, kMaxRecords - 1);
  place.part = chooser->InRange(0, 7);
  place.anywhere = chooser->InRange(0, 8191);
  return place;
}

// Where that is in the reply, in bytes.
size_t Resolve(const Place& place, const Case& c) {
  const std::string bytes = c.Written();
  const std::vector<RecordFrame> frames = FramesOf(c.format, bytes);
  if (frames.empty()) return 0;
  if (place.part == 6) {
    // Before or after the first '/' of a name, if there is one.
    for (const RecordFrame& each : frames) {
      const size_t slash = bytes.find('/', each.name_at);
      if (slash < std::min<size_t>(each.name_at + each.namelen, each.end)) {
        return slash + place.anywhere % 2;
      }
    }
  }
  const RecordFrame& frame = frames[std::min(place.record, frames.size() - 1)];
  const size_t header_size = HeaderSize(c.format);
  const size_t in_record = [&]() -> size_t {
    switch (place.part) {
      case 0:
        return header_size;
      case 1:
        return header_size - 1;
      case 2:
        return header_size + 1;
      case 3:
        return 1 + place.anywhere % (header_size - 1);
      case 4:
        return frame.reclen - 1;
      case 5:
        return 0;
      default:
        return place.anywhere % frame.reclen;
    }
  }();
  return std::min(bytes.size(),
                  frame.pos + std::min<size_t>(in_record, frame.reclen));
}

// How the reply is divided.
struct Division {
  enum By : uint64_t { kPages, kHead, kFirstDesc, kDescs, kDescLimit };
  By by;
  Place seam;  // For kHead and kFirstDesc.
  uint32_t limit;
  std::vector<uint32_t> lengths;
};

Division DrawDivision(Chooser* chooser) {
  static constexpr Division::By kBys[] = {
      Division::kPages,     Division::kHead,      Division::kHead,
      Division::kHead,      Division::kFirstDesc, Division::kFirstDesc,
      Division::kDescLimit, Division::kDescLimit, Division::kDescLimit,
      Division::kDescs};
  Division division;
  division.by = chooser->OneOf(kBys);
  division.seam = DrawPlace(chooser);
  division.limit = chooser->OneOf(kDescLimits);
  // One less than a trailer can hold: kFirstDesc puts one in front.
  division.lengths.resize(kMaxDescLengths - 1);
  for (uint32_t& length : division.lengths) {
    const bool is_empty = chooser->InRange(0, 3) == 0;
    const auto drawn = static_cast<uint32_t>(chooser->InRange(1, 300));
    length = is_empty ? 0 : drawn;
  }
  division.lengths.resize(chooser->InRange(0, kMaxDescLengths - 1));
  return division;
}

void Divide(const Division& division, const Case& c, Layout* layout) {
  const size_t folio_bytes = layout->folio_bytes();
  const size_t seam_at = Resolve(division.seam, c);
  switch (division.by) {
    case Division::kPages:
      break;
    case Division::kHead:
      // The reply is moved so that the seam of two folios falls there.
      layout->head = static_cast<uint32_t>(
          (folio_bytes - seam_at % folio_bytes) % folio_bytes);
      break;
    case Division::kFirstDesc:
      // A desc ends there, and short ones follow.
      layout->desc_lengths = division.lengths;
      layout->desc_lengths.insert(
          layout->desc_lengths.begin(),
          static_cast<uint32_t>(
              std::min({seam_at, folio_bytes, size_t{UINT16_MAX}})));
      break;
    case Division::kDescs:
      layout->desc_lengths = division.lengths;
      layout->desc_limit = division.limit;
      break;
    case Division::kDescLimit:
      layout->desc_limit = division.limit;
      break;
  }
}

// All of a layout but how it divides the reply.
Layout DrawPages(Chooser* chooser) {
  static constexpr size_t kPageSizes[] = {4096,  4096,  4096,
                                          16384, 16384, 65536};
  static constexpr PageOrder kOrders[] = {
      PageOrder::kSeeded, PageOrder::kAscending, PageOrder::kDescending};
  static constexpr Stale kStales[] = {Stale::kZero, Stale::kPlausibleRecords,
                                      Stale::kPlausibleRecords, Stale::kOnes};
  Layout layout;
  layout.page_size = chooser->OneOf(kPageSizes);
  // More than 2 pages in a folio would give nothing but work.
  layout.folio_order = chooser->InRange(0, 7) == 7 ? 1 : 0;
  layout.order = chooser->OneOf(kOrders);
  const uint64_t order_seed = chooser->InRange(0, kSeeds - 1);
  if (layout.order == PageOrder::kSeeded) layout.order_seed = order_seed;
  layout.stale = chooser->OneOf(kStales);
  const uint64_t stale_seed = chooser->InRange(0, kSeeds - 1);
  if (layout.stale == Stale::kPlausibleRecords) layout.stale_seed = stale_seed;
  return layout;
}

SinkPlan DrawPlan(const CaseRules& rules, Chooser* chooser) {
  SinkPlan plan;
  const bool is_small = chooser->InRange(0, 3) == 3;
  const auto capacity = static_cast<uint32_t>(chooser->InRange(0, kMaxRecords));
  if (is_small && !rules.well_formed) plan.capacity = capacity;
  const bool links_fail = chooser->InRange(0, 3) == 3;
  const auto links = static_cast<uint32_t>(chooser->InRange(1, 15));
  if (links_fail) plan.failing_links = links;
  return plan;
}

// Whether `profile` accepts the record, and its fields are true.
bool IsAccepted(const Profile& profile, const RecordFields& fields) {
  const std::string_view name = fields.name;
  RecordFields right = fields;
  MakeRight(profile, &right);
  right.namelen.reset();
  right.padding.reset();
  right.padding_byte = 0;
  const auto is_odd = [](unsigned char c) {
    return c < ' ' || c > '~' || c == '\\';
  };
  return right == fields && !name.empty() && name.size() <= profile.name_max &&
         name.find('/') == name.npos &&
         (TakesAnyByte(profile) || std::ranges::none_of(name, is_odd));
}

}  // namespace

bool FitsRules(const CaseRules& rules, const Case& c) {
  const Choices& choices = c.choices;
  if (rules.always_cut && !choices.layout.cut) return false;
  if (rules.plus_only && (c.format != RecordFormat::kDirentplus ||
                          !choices.profile->readdirplus)) {
    return false;
  }
  if (!rules.well_formed) return true;
  return !c.records.empty() && c.raw.empty() && !c.sent &&
         (rules.always_cut || !choices.layout.cut) &&
         choices.plan.capacity >= c.records.size() &&
         std::ranges::all_of(c.records, [&](const RecordFields& fields) {
           return IsAccepted(*choices.profile, fields);
         });
}

Case DrawCase(const CaseRules& rules, const Profile* profile,
              Chooser* chooser) {
  Case c;
  // The records come last.  A driver that makes one choice after the other
  // simpler so takes away first what is done to the reply, then from the reply
  // what is not needed.
  if (rules.has_draws) {
    // Apart, so that each of them is made simpler by itself.
    for (uint8_t& number : c.draws) {
      number = static_cast<uint8_t>(chooser->InRange(0, 15));
    }
  }
  const uint64_t how_cut = chooser->InRange(0, 3);
  const Place cut = DrawPlace(chooser);
  c.choices.plan = DrawPlan(rules, chooser);
  c.choices.start_off = DrawNumber(0, chooser);
  c.choices.layout = DrawPages(chooser);
  const Division division = DrawDivision(chooser);
  const bool has_tail = chooser->InRange(0, 7) == 7;
  const uint64_t tail = chooser->InRange(1, 200);
  if (has_tail && !rules.well_formed) c.raw.assign(tail, '\x01');
  const std::span<const Profile> profiles = AllProfiles();
  // Half are the first one's, `linux`.
  const uint64_t drawn = chooser->InRange(0, 2 * profiles.size() - 1);
  c.choices.profile = profile != nullptr ? profile
                      : drawn < profiles.size()
                          ? &profiles.front()
                          : &profiles[drawn - profiles.size()];
  if (rules.plus_only && !c.choices.profile->readdirplus) {
    FUSE_DIRENTS_CHECK(profile == nullptr);
    c.choices.profile = &profiles.front();
  }
  c.format = chooser->InRange(0, 1) == 0 ? RecordFormat::kDirent
                                         : RecordFormat::kDirentplus;
  if (rules.plus_only) c.format = RecordFormat::kDirentplus;
  if (!c.choices.profile->Supports(c.format)) {
    c.format = c.format == RecordFormat::kDirent ? RecordFormat::kDirentplus
                                                 : RecordFormat::kDirent;
  }
  c.records = DrawRecords(rules, *c.choices.profile, c.format, chooser);

  Divide(division, c, &c.choices.layout);
  // Half the replies are cut: by the server, or by the parser's nbytes.
  const auto cut_at = static_cast<uint32_t>(Resolve(cut, c));
  if (rules.always_cut || (how_cut == 2 && !rules.well_formed)) {
    c.choices.layout.cut = cut_at;
  } else if (how_cut == 3 && !rules.well_formed) {
    c.sent = cut_at;
  }
  FUSE_DIRENTS_CHECK(c.choices.layout.IsValid() && IsEncodable(c.choices));
  FUSE_DIRENTS_CHECK(FitsRules(rules, c));
  return c;
}

}  // namespace fuse_dirents
