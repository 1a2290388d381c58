// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reference and reader agree by every profile: by those of the table, and by
// profiles that no client has, so that every field meets every other.

#include <algorithm>
#include <string>

#include "base/random.h"
#include "differential/runner.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

constexpr size_t kRepliesByProfile = 4000;

template <typename T, size_t n>
const T& OneOf(const T (&choices)[n], Random* random) {
  return choices[random->Below(n)];
}

std::string DrawName(Random* random) {
  switch (random->Below(6)) {
    case 0:
      return OneOf<std::string>({".", "..", "", "/", "a/b", "\\", "\x7f"},
                                random);
    case 1:
      return std::string(
          OneOf<size_t>({255, 256, 260, 261, 1024, 1025, 4095, 4096}, random),
          'n');
    case 2: {
      // Bytes at the edges of what is printable and of UTF-8.
      constexpr char kBytes[] = {'\0',   '\x1f', ' ',    '~',    '\x7f',
                                 '\x80', '\xbf', '\xc1', '\xc3', '\xe0',
                                 '\xed', '\xf0', '\xf4', '\xff', 'x'};
      std::string name(random->InRange(1, 12), 'x');
      for (char& c : name) c = OneOf(kBytes, random);
      return name;
    }
    default:
      return std::string(random->InRange(1, 20), 'a');
  }
}

RecordFields DrawRecord(Random* random) {
  RecordFields fields = {
      .ino = random->Below(100), .off = random->Below(100), .type = 8};
  fields.name = DrawName(random);
  if (random->Below(8) == 0) {
    fields.off =
        OneOf<uint64_t>({INT64_MAX, uint64_t{1} << 63, UINT64_MAX, 0}, random);
  }
  if (random->Below(8) == 0) {
    fields.type = OneOf<uint32_t>({0, 255, 256, 0xffffffff}, random);
  }
  fields.entry_out.nodeid = OneOf<uint64_t>({0, 1, 2, 77, UINT64_MAX}, random);
  fields.entry_out.attr.mode =
      OneOf<uint32_t>({0100644, 040755, 0120777, 0, 0170000}, random);
  fields.entry_out.attr.size =
      OneOf<uint64_t>({0, 4096, INT64_MAX, uint64_t{1} << 63}, random);
  if (random->Below(16) == 0) {
    fields.namelen = OneOf<uint32_t>({0, 1, 9, 4096, 0xffffffff}, random);
  }
  if (random->Below(16) == 0) fields.padding = random->Below(8);
  return fields;
}

std::string DrawReply(RecordFormat format, Random* random) {
  DirentWriter writer(format);
  for (size_t n = random->Below(6); n > 0; --n) {
    writer.Append(DrawRecord(random));
  }
  const size_t size = writer.bytes().size();
  if (size > 0 && random->Below(4) == 0) {
    writer.Cut(size - random->Below(std::min<size_t>(size, 40)));
  }
  std::string reply = writer.bytes();
  if (random->Below(8) == 0) {
    reply += std::string(random->InRange(1, 30), '\1');
  }
  if (!reply.empty() && random->Below(4) == 0) {
    for (size_t n = random->InRange(1, 4); n > 0; --n) {
      reply[random->Below(reply.size())] = static_cast<char>(random->Next());
    }
  }
  return reply;
}

// What became of the replies of one profile.
struct Tally {
  size_t replies = 0, emits = 0, errors = 0, quiet = 0;
};

// Compares `replies` random replies by what `profile` gives for each.
template <typename DrawProfile>
Tally CompareMany(uint64_t seed, size_t replies, DrawProfile draw_profile) {
  Random random(seed);
  Runner runner;
  Tally tally;
  Layout layout;
  Profile profile;
  for (size_t i = 0; i < replies; ++i) {
    if (i % 50 == 0) {
      const auto layouts = DefaultLayouts();
      layout = layouts[random.Below(layouts.size())].layout;
    }
    profile = draw_profile(&random);
    RecordFormat format =
        OneOf({RecordFormat::kDirent, RecordFormat::kDirentplus}, &random);
    // A format that is not asked for is refused unread: seldom worth a try.
    if (!profile.Supports(format) && random.Below(20) > 0) {
      format = format == RecordFormat::kDirent ? RecordFormat::kDirentplus
                                               : RecordFormat::kDirent;
    }
    const std::string reply = DrawReply(format, &random);
    Input input = {reply, {}};
    input.choices.layout = layout;
    input.choices.profile = &profile;
    input.choices.start_off = 3;
    input.choices.plan.capacity = static_cast<uint32_t>(random.Below(7));
    input.choices.plan.failing_links = static_cast<uint32_t>(random.Next());
    const auto difference = runner.Compare(format, input);
    EXPECT_FALSE(difference.has_value())
        << "profile " << profile.name << ", seed " << seed << ", reply " << i
        << "\n"
        << difference->report;
    if (difference) return tally;
    ++tally.replies;
    const Trace& trace = runner.expected();
    tally.emits += trace.size() - 1;
    (trace.at(trace.size() - 1).error != 0 ? tally.errors : tally.quiet) += 1;
  }
  return tally;
}

class ProfilesAgreeTest : public testing::TestWithParam<size_t> {};

INSTANTIATE_TEST_SUITE_P(Profiles, ProfilesAgreeTest,
                         testing::Range<size_t>(0, AllProfiles().size()),
                         [](const auto& index) {
                           return std::string(AllProfiles()[index.param].name);
                         });

TEST_P(ProfilesAgreeTest, OnRandomReplies) {
  const Profile& profile = AllProfiles()[GetParam()];
  const Tally tally = CompareMany(1000 + GetParam(), kRepliesByProfile,
                                  [&](Random*) { return profile; });
  EXPECT_EQ(tally.replies, kRepliesByProfile);
  EXPECT_GT(tally.emits, kRepliesByProfile / 4);
  EXPECT_GT(tally.errors, kRepliesByProfile / 100);
  EXPECT_GT(tally.quiet, kRepliesByProfile / 10);
}

Profile DrawProfile(Random* random) {
  const auto rule = [random](bool frame) {
    const Rule ends = OneOf({kStopQuietly, Error(EIO), Error(EPROTO)}, random);
    if (frame || random->Below(4) == 0) return ends;
    return OneOf({kAccept, kHide}, random);
  };
  const auto yes = [random] { return random->Below(2) == 0; };
  const auto use = [random] {
    return OneOf({LookupUse::kLink, LookupUse::kForget, LookupUse::kNone},
                 random);
  };
  Profile p = {.name = "drawn", .client = "no client"};
  p.name_max = OneOf<uint32_t>({1, 8, 255, 1024, 4095, kNoNameMax}, random);
  p.order = yes() ? CheckOrder::kNamelenFirst : CheckOrder::kRecordFirst;
  p.empty_name = rule(false);
  p.long_name = rule(false);
  p.short_record = rule(true);
  p.trailing = rule(true);
  p.last_padding_required = yes();
  p.frames_first = random->Below(4) == 0;
  p.slash = rule(false);
  p.nul = rule(false);
  p.unprintable = rule(false);
  p.not_utf8 = rule(false);
  p.efi_attr = rule(false);
  p.off_negative = rule(false);
  p.type_above_u8 = rule(false);
  p.lookups = use();
  p.dot_lookups = use();
  p.bad_entry_forgotten = yes();
  p.failed_link_forgotten = yes();
  p.when_full = yes() ? WhenFull::kStop : WhenFull::kKeepLinking;
  p.forgets_after_error = yes();
  p.lone_header_judged = yes();
  p.emit_time = OneOf({EmitTime::kBeforeLookup, EmitTime::kBeforeLookup,
                       EmitTime::kAfterLookup, EmitTime::kAfterReply},
                      random);
  p.type_of_8_bits = yes();
  p.nodeid0_linked = yes();
  p.dots_end_at_nul = yes();
  p.not_utf8_forgotten = yes();
  p.unpadded_forgotten = yes();
  return p;
}

TEST(DrawnProfilesAgreeTest, OnRandomRepliesByRandomProfiles) {
  constexpr size_t kReplies = 20000;
  const Tally tally = CompareMany(7, kReplies, DrawProfile);
  EXPECT_EQ(tally.replies, kReplies);
  EXPECT_GT(tally.emits, kReplies / 4);
  EXPECT_GT(tally.errors, kReplies / 10);
  EXPECT_GT(tally.quiet, kReplies / 10);
}

}  // namespace
}  // namespace fuse_dirents
