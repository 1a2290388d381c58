// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/input.h"

#include <string>

#include "base/random.h"
#include "base/text.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

std::string RandomTrailer(Random* random) {
  std::string trailer(kTrailerBytes, '\0');
  for (char& c : trailer) c = static_cast<char>(random->Next() & 0xff);
  trailer.replace(kTrailerBytes - kTrailerMagic.size(), kTrailerMagic.size(),
                  kTrailerMagic);
  return trailer;
}

TEST(Input, WithoutTrailerIsAReplyWithTheDefaultChoices) {
  for (const std::string bytes :
       {"", "DRNT", "reply",
        "a reply of exactly sixty-four bytes, and magic at "
        "its beginning."}) {
    const Input input = DecodeInput(bytes);
    EXPECT_EQ(input.reply, bytes);
    EXPECT_EQ(input.choices, Choices());
    EXPECT_EQ(EncodeInput(bytes, Choices()), bytes);
  }
}

TEST(Input, TrailerOfZerosMeansTheDefaultChoices) {
  std::string zeros(kTrailerBytes - kTrailerMagic.size(), '\0');
  EXPECT_EQ(DecodeInput(zeros + std::string(kTrailerMagic)).choices, Choices());
  EXPECT_EQ(EncodeTrailer(Choices()), zeros + std::string(kTrailerMagic));
}

TEST(Input, ReplyThatEndsLikeATrailerIsGivenOne) {
  const std::string reply = "x" + EncodeTrailer(Choices());
  const Input input = DecodeInput(EncodeInput(reply, Choices()));
  const std::string bytes = EncodeInput(reply, Choices());
  EXPECT_EQ(DecodeInput(bytes).reply, reply);
  EXPECT_EQ(DecodeInput(bytes).choices, Choices());
}

TEST(Input, EveryTrailerMeansAValidLayoutAndSurvivesBothForms) {
  Random random(20260901);
  size_t with_lengths = 0, with_cut = 0, whole = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string trailer = RandomTrailer(&random);
    const Input input = DecodeInput(trailer);
    const Layout& layout = input.choices.layout;
    ASSERT_EQ(layout.Problem(), "");
    ASSERT_TRUE(IsEncodable(input.choices)) << input.choices.ToText();
    EXPECT_EQ(DecodeInput(EncodeTrailer(input.choices)).choices, input.choices);
    std::string problem;
    const auto read = Choices::FromText(input.choices.ToText(), &problem);
    ASSERT_TRUE(read) << input.choices.ToText() << ": " << problem;
    EXPECT_EQ(*read, input.choices) << input.choices.ToText();
    with_lengths += !layout.desc_lengths.empty();
    with_cut += layout.cut.has_value();
    whole += layout.desc_limit == 0 && layout.desc_lengths.empty();
  }
  EXPECT_GT(with_lengths, 1000u);
  EXPECT_GT(with_cut, 1000u);
  EXPECT_GT(whole, 1000u);
}

TEST(Input, EachByteOfTheTrailerChangesItsOwnChoiceOnly) {
  // Byte 1 makes the order ascending; all else must stay the default.
  std::string trailer = EncodeTrailer(Choices());
  trailer[1] = 1;
  Choices expected;
  expected.layout.order = PageOrder::kAscending;
  EXPECT_EQ(DecodeInput(trailer).choices, expected);
}

TEST(Input, UnknownProfileMeansLinux) {
  std::string trailer = EncodeTrailer(Choices());
  trailer[29] = static_cast<char>(0xff);
  EXPECT_EQ(DecodeInput(trailer).choices.profile, &LinuxProfile());
  for (const Profile& profile : AllProfiles()) {
    Choices choices;
    choices.profile = &profile;
    EXPECT_EQ(DecodeInput(EncodeTrailer(choices)).choices.profile, &profile);
  }
}

TEST(Input, EveryFieldHasAWordOfItsOwn) {
  const std::string text =
      "head=7 profile=gvisor capacity=1 failing_links=2 start_off=3 "
      "format=direntplus changes=order:1,name_max:3,dot_lookups:2,efi_attr:3 "
      "spoil_how=7 renews_at=0 by_reference=1 checks_recipe=1";
  std::string problem;
  const auto choices = Choices::FromText(text, &problem);
  ASSERT_TRUE(choices) << problem;
  EXPECT_EQ(choices->ToText(), text);
  EXPECT_EQ(DecodeInput(EncodeTrailer(*choices)).choices, *choices);
  // Each alone, so that no two share a byte.
  for (const std::string_view word : SplitWords(text)) {
    const auto one = Choices::FromText(word, &problem);
    ASSERT_TRUE(one) << problem;
    EXPECT_EQ(DecodeInput(EncodeTrailer(*one)).choices.ToText(), word);
  }
}

TEST(Input, ChangesOfAProfileAreItsOwnRules) {
  Profile changed = LinuxProfile();
  const auto changes = [](std::string_view text) {
    return ProfileChanges::FromText(text).value();
  };
  // From kError, the last of four actions, to the first.
  EXPECT_EQ(changes("slash:1").Apply(LinuxProfile()).slash, kAccept);
  EXPECT_EQ(changes("nul:3").Apply(LinuxProfile()).nul, Error(EBADMSG));
  EXPECT_EQ(changes("slash:1").Apply(LinuxProfile()).nul, changed.nul);
  EXPECT_EQ(changes("name_max:1").Apply(LinuxProfile()).name_max, 8u);
  EXPECT_EQ(changes("frames_first:1").Apply(LinuxProfile()).frames_first,
            !changed.frames_first);
  for (const char* bad : {"slash", "slash:", "slash:0", "slash:4", "what:1",
                          "slash:1,", ",slash:1", "slash:1,slash:2", ""}) {
    EXPECT_FALSE(ProfileChanges::FromText(bad)) << bad;
  }
}

TEST(Input, BadWordsAreNamed) {
  std::string problem;
  EXPECT_FALSE(Choices::FromText("profile=minix", &problem));
  EXPECT_EQ(problem, "'profile=minix': expected the name of a profile");
  EXPECT_FALSE(Choices::FromText("capacity=-1", &problem));
  EXPECT_NE(problem.find("capacity"), problem.npos) << problem;
  EXPECT_FALSE(Choices::FromText("format=plus", &problem));
  EXPECT_EQ(problem, "'format=plus': expected dirent or direntplus");
  EXPECT_FALSE(Choices::FromText("changes=slash:9", &problem));
  EXPECT_EQ(problem,
            "'changes=slash:9': expected RULE:N,... with rules of a profile");
  EXPECT_FALSE(Choices::FromText("spoil_how=8", &problem));
  EXPECT_FALSE(Choices::FromText("renews_at=31", &problem));
  EXPECT_FALSE(Choices::FromText("page_size=5000", &problem));
  EXPECT_NE(problem.find("5000"), problem.npos) << problem;
}

}  // namespace
}  // namespace fuse_dirents
