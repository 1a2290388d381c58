// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/features.h"

#include <string>
#include <vector>

#include "differential/input.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

std::string Reply(const std::vector<RecordFields>& records,
                  RecordFormat format = RecordFormat::kDirent) {
  DirentWriter writer(format);
  for (const RecordFields& record : records) writer.Append(record);
  return std::move(writer).TakeBytes();
}

Features Of(std::string_view input,
            RecordFormat format = RecordFormat::kDirent) {
  return FeatureFinder().FeaturesOf(format, input);
}

std::string With(const std::string& reply, const std::string& words) {
  std::string problem;
  const auto choices = Choices::FromText(words, &problem);
  EXPECT_TRUE(choices) << problem;
  return EncodeInput(reply, choices.value_or(Choices()));
}

const RecordFields kPlain = {.ino = 40, .off = 41, .type = 8, .name = "abc"};

TEST(FeaturesTest, AreKindsOfEventsAndWhyReadingStops) {
  const Features features = Of(Reply({kPlain}));
  for (const char* feature :
       {"dirent linux: begin then emit", "dirent linux: emit then return",
        "dirent linux: emit namelen=2", "dirent linux: emit type=8",
        "dirent linux: emit ino=n", "dirent linux: emit off=n",
        "dirent linux: return error=0", "dirent linux: return pos=n",
        "dirent linux: stop: end of the reply, error=0"}) {
    EXPECT_TRUE(features.contains(feature))
        << feature << " in " << testing::PrintToString(features);
  }
}

TEST(FeaturesTest, MoreOfTheSameAddsNothing) {
  EXPECT_EQ(Of(Reply({kPlain, kPlain})), Of(Reply({kPlain, kPlain, kPlain})));
  RecordFields other = kPlain;
  other.ino = 50, other.off = 77, other.name = "other";
  EXPECT_EQ(Of(Reply({kPlain, kPlain})), Of(Reply({other, kPlain})));
}

TEST(FeaturesTest, EachOddityIsAFeature) {
  const Features plain = Of(Reply({kPlain}));
  size_t oddities = 0;
  for (const auto change : std::vector<void (*)(RecordFields*)>{
           [](RecordFields* r) { r->ino = 0; },
           [](RecordFields* r) { r->off = ~uint64_t{0}; },
           [](RecordFields* r) { r->type = 256; },
           [](RecordFields* r) { r->name = "."; },
           [](RecordFields* r) { r->name = ".hidden"; },
           [](RecordFields* r) { r->name = "a/b"; },
           [](RecordFields* r) { r->name = std::string("a\0b", 3); },
           [](RecordFields* r) { r->name = "a\xff"; },
           [](RecordFields* r) { r->name = ""; },
           [](RecordFields* r) { r->name.assign(1024, 'a'); },
           [](RecordFields* r) { r->name.assign(1025, 'a'); },
           [](RecordFields* r) { r->name.assign(4095, 'a'); },
           [](RecordFields* r) { r->name.assign(4096, 'a'); },
           [](RecordFields* r) { r->namelen = 70; }}) {
    RecordFields record = kPlain;
    change(&record);
    EXPECT_NE(Of(Reply({record})), plain) << oddities;
    ++oddities;
  }
  EXPECT_EQ(oddities, 14u);
}

TEST(FeaturesTest, ABadEntryOutIsAFeature) {
  RecordFields record = kPlain;
  record.entry_out.nodeid = 7;
  record.entry_out.attr.mode = 0100644;
  const Features good =
      Of(Reply({record}, RecordFormat::kDirentplus), RecordFormat::kDirentplus);
  record.entry_out.attr.mode = 0;
  const Features bad =
      Of(Reply({record}, RecordFormat::kDirentplus), RecordFormat::kDirentplus);
  EXPECT_NE(good, bad);
  EXPECT_TRUE(bad.contains("plus linux: forget nodeid=n"))
      << testing::PrintToString(bad);
}

TEST(FeaturesTest, ASeamIsAFeatureByTheFieldItCuts) {
  const std::string reply = Reply({kPlain, kPlain, kPlain});
  for (const auto& [words, feature] :
       std::vector<std::pair<std::string, std::string>>{
           {"desc_lengths=32", "dirent: seam between records"},
           {"desc_lengths=8", "dirent: seam before off"},
           {"desc_lengths=12", "dirent: seam in off"},
           {"desc_lengths=52", "dirent: seam before type"},
           {"desc_lengths=57", "dirent: seam in name"},
           {"desc_lengths=59", "dirent: seam before padding"},
           {"desc_lengths=61", "dirent: seam in padding"}}) {
    const Features features = Of(With(reply, words));
    EXPECT_TRUE(features.contains(feature))
        << words << ": " << testing::PrintToString(features);
    EXPECT_TRUE(features.contains("dirent: layout desc_lengths")) << words;
    EXPECT_FALSE(Of(reply).contains(feature)) << words;
  }
}

TEST(FeaturesTest, TheProfileOfATrailerDoesNotCount) {
  const std::string reply = Reply({kPlain});
  EXPECT_EQ(Of(With(reply, "profile=gvisor")), Of(reply));
}

}  // namespace
}  // namespace fuse_dirents
