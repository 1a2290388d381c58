// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <set>
#include <string>

#include "base/random.h"
#include "differential/input.h"
#include "fuzz/mutator/record_mutator.h"
#include "fuzz/mutator/test_replies.h"
#include "gtest/gtest.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// Of each frame: pos, name_at, end and namelen.
std::string FramesText(const MutableInput& input) {
  std::string text;
  for (const RecordFrame& frame : input.frames()) {
    for (const size_t number :
         {frame.pos, frame.name_at, frame.end, size_t{frame.namelen}}) {
      text += std::to_string(number) + " ";
    }
  }
  return text;
}

TEST(MutableInputTest, FramesOfAReplyAreItsRecordsAndTheTailIsInNone) {
  const std::string reply =
      Reply(RecordFormat::kDirentplus, {"a", "a-longer-name"}) + "tail";
  EXPECT_EQ(FramesText(Opened(TargetFormat::kDirentplus, reply)),
            "0 152 160 1 160 312 328 13 ");
}

TEST(MutableInputTest, ARecordThatRunsPastTheReplyEndsWithIt) {
  std::string reply = Reply(RecordFormat::kDirent, {"a", "b"});
  reply.replace(32 + kNamelenField.at, 4, 4, '\xff');
  EXPECT_EQ(FramesText(Opened(TargetFormat::kDirent, reply)),
            "0 24 32 1 32 56 64 4294967295 ");
}

TEST(MutableInputTest, AResizedNameMovesWhatFollowsAndHasItsLength) {
  MutableInput input =
      Opened(TargetFormat::kDirent, Reply(RecordFormat::kDirent, {"ab", "c"}));
  const std::string second = input.reply.substr(32);
  ASSERT_TRUE(input.ResizeName(input.frames()[0], 4073));
  EXPECT_EQ(input.reply.size(), 4104u + 32u);
  EXPECT_EQ(input.reply.substr(4104), second);
  EXPECT_EQ(input.frames()[0].namelen, 4073u);
  EXPECT_EQ(input.reply.substr(24, 2), "ab");
  ASSERT_TRUE(input.ResizeName(input.frames()[0], 1));
  EXPECT_EQ(input.reply.size(), 64u);
  EXPECT_EQ(input.reply.substr(32), second);
  EXPECT_FALSE(input.ResizeName(input.frames()[0], 8192));
  EXPECT_FALSE(input.ResizeName(input.frames()[0], 0xffffffff));
  EXPECT_EQ(input.reply.size(), 64u);
}

TEST(MutableInputTest, WhatIsTooLongLosesTheEndOfItsReplyNotItsTrailer) {
  MutableInput input;
  input.Read(TargetFormat::kDirent, Reply(RecordFormat::kDirent, {"a", "b"}),
             100);
  input.choices.layout.head = 8;
  uint8_t data[100];
  ASSERT_EQ(input.Write(data), 100u);
  const Input read =
      DecodeInput(std::string_view(reinterpret_cast<char*>(data), 100));
  EXPECT_EQ(read.choices.layout.head, 8u);
  EXPECT_EQ(read.reply, std::string_view(input.reply).substr(0, 36));
}

// Every operation, wherever it can be applied.
class OperationTest : public ::testing::TestWithParam<size_t> {};

TEST_P(OperationTest, FindsAPlaceAndChangesTheInput) {
  const Operation operation = static_cast<Operation>(GetParam());
  const std::string reply =
      Reply(RecordFormat::kDirentplus, {".", "..", "file", "other"});
  Choices choices;
  choices.plan.capacity = 2;
  const std::string bytes = EncodeInput(reply, choices);
  int applied = 0;
  int changed = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    Random random(seed);
    MutableInput input = Opened(TargetFormat::kDirentplus, bytes);
    if (!ApplyOperation(operation, &random, &input)) {
      EXPECT_EQ(input.reply, reply);
      EXPECT_EQ(input.choices, choices);
      continue;
    }
    ++applied;
    changed += input.reply != reply || !(input.choices == choices);
    EXPECT_TRUE(IsEncodable(input.choices)) << input.choices.ToText();
    EXPECT_EQ(input.choices.layout.Problem(), "");
  }
  EXPECT_GE(applied, 400);
  EXPECT_GE(changed, applied * 6 / 10);
}

INSTANTIATE_TEST_SUITE_P(All, OperationTest,
                         ::testing::Range(size_t{0}, kOperations),
                         [](const ::testing::TestParamInfo<size_t>& test) {
                           return std::string(AllOperations()[test.param].name);
                         });

// What the operations are there for, each reached from one plain reply.
TEST(OperationsTest, ReachEachEdge) {
  const std::string reply = Reply(RecordFormat::kDirentplus, {"one", "two"});
  std::set<uint32_t> lies, lengths;
  std::set<std::string> names;
  bool nodeid[3] = {}, no_type = false, no_loff = false;
  bool has_links = false, no_bytes = false;
  for (uint64_t seed = 0; seed < 20000; ++seed) {
    Random random(seed);
    const auto apply = [&](Operation operation) {
      MutableInput input = Opened(TargetFormat::kDirentplus, reply);
      ApplyOperation(operation, &random, &input);
      return input;
    };
    const MutableInput lying = apply(Operation::kSetNamelen);
    EXPECT_EQ(lying.reply.size(), reply.size());
    lies.insert(lying.frames()[0].namelen);
    lengths.insert(apply(Operation::kResizeName).frames()[0].namelen);
    for (const Operation operation :
         {Operation::kEditNameEnd, Operation::kDotName, Operation::kOddName}) {
      const MutableInput input = apply(operation);
      const RecordFrame& frame = input.frames()[0];
      names.insert(input.reply.substr(frame.name_at, frame.namelen));
    }
    const MutableInput entry = apply(Operation::kSetEntryOut);
    const uint64_t id = entry.Get(kNodeidField.at, kNodeidField.size);
    if (id < 3) nodeid[id] = true;
    no_type |= (entry.Get(kModeField.at, kModeField.size) & 0170000) == 0;
    no_loff |= entry.Get(kSizeField.at, kSizeField.size) >> 63 != 0;
    has_links |= entry.Get(kNlinkField.at, kNlinkField.size) > 1;
    no_bytes |= entry.Get(kBlocksField.at, kBlocksField.size) >> 55 != 0;
  }
  for (const uint32_t edge :
       {0u, 1u, 254u, 255u, 256u, 1023u, 1024u, 1025u, 4072u, 4073u, 4094u,
        4095u, 4096u, 0x10000u, 0xffffffffu}) {
    EXPECT_TRUE(lies.contains(edge)) << edge;
    EXPECT_TRUE(edge >= 0x10000 || lengths.contains(edge)) << edge;
  }
  using namespace std::string_literals;
  for (const std::string& name :
       {"."s, ".."s, "/ne"s, "on/"s, "\0ne"s, "on\0"s, "\\ne"s, "on\x7f"s,
        "\xff"s, "\xed\xa0\x80"s}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  EXPECT_TRUE(nodeid[0] && nodeid[1] && nodeid[2]);
  EXPECT_TRUE(no_type && no_loff && has_links && no_bytes);
}

TEST(OperationsTest, CutAndPutSeamsAtEveryByteOfARecordAndOneBeyond) {
  const std::string reply = Reply(RecordFormat::kDirent, {"one", "two"});
  std::set<size_t> cuts, heads, descs, limits;
  for (uint64_t seed = 0; seed < 20000; ++seed) {
    Random random(seed);
    MutableInput input = Opened(TargetFormat::kDirent, reply);
    if (ApplyOperation(Operation::kCutReply, &random, &input)) {
      cuts.insert(input.reply.size());
    }
    input = Opened(TargetFormat::kDirent, reply);
    ASSERT_TRUE(ApplyOperation(Operation::kSeamByLayout, &random, &input));
    const Layout& layout = input.choices.layout;
    heads.insert(layout.folio_bytes() - layout.head);
    if (!layout.desc_lengths.empty()) descs.insert(layout.desc_lengths[0]);
    limits.insert(layout.desc_limit);
  }
  for (size_t at = 1; at <= 33; ++at) {
    EXPECT_TRUE(cuts.contains(at)) << at;
    EXPECT_TRUE(heads.contains(at)) << at;
    EXPECT_TRUE(descs.contains(at)) << at;
    EXPECT_TRUE(limits.contains(at)) << at;
  }
}

TEST(OperationsTest, ASeamIsOnEitherSideOfASlashAndInNumbers) {
  const std::string reply = Reply(RecordFormat::kDirentplus, {"one", "two"});
  std::set<size_t> in_nodeid;
  bool before_slash = false, after_slash = false, in_dots = false;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    MutableInput input = Opened(TargetFormat::kDirentplus, reply);
    ASSERT_TRUE(ApplyOperation(Operation::kSeamInField, &random, &input));
    const Layout& layout = input.choices.layout;
    const size_t seam = layout.desc_lengths.empty()
                            ? layout.folio_bytes() - layout.head
                            : layout.desc_lengths[0];
    if (seam < 8) in_nodeid.insert(seam);
    const std::string& bytes = input.reply;
    before_slash |= seam < bytes.size() && bytes[seam] == '/';
    after_slash |= seam > 0 && seam <= bytes.size() && bytes[seam - 1] == '/';
    in_dots |= seam > 0 && seam < bytes.size() && bytes[seam] == '.' &&
               bytes[seam - 1] == '.';
  }
  EXPECT_EQ(in_nodeid, (std::set<size_t>{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_TRUE(before_slash && after_slash && in_dots);
}

TEST(OperationsTest, ASeamByNameBeginsAPageWithinALaterRecord) {
  const std::string reply = Reply(RecordFormat::kDirent, {"one", "two"});
  std::set<size_t> first_bytes;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    MutableInput input = Opened(TargetFormat::kDirent, reply);
    if (!ApplyOperation(Operation::kSeamByName, &random, &input)) continue;
    ASSERT_EQ(input.frames().size(), 2u);
    const RecordFrame& second = input.frames()[1];
    ASSERT_LE(second.pos, 4096u);
    ASSERT_GT(second.end, 4096u);
    first_bytes.insert(4096 - second.pos);
  }
  EXPECT_EQ(first_bytes, (std::set<size_t>{0, 8, 16, 24}));
}

TEST(OperationsTest, EachChoiceOfTheTrailerChangesAlone) {
  const std::string reply = Reply(RecordFormat::kDirent, {"one", "two"});
  const auto text_without_order = [](Choices choices) {
    // The seed of an order means nothing without the order, so both may change.
    choices.layout.order = PageOrder::kSeeded;
    choices.layout.order_seed = 0;
    return choices.ToText();
  };
  std::set<std::string> keys;
  for (size_t choice = 0; choice < kTrailerChoices; ++choice) {
    int changed = 0;
    for (uint64_t seed = 0; seed < 100; ++seed) {
      Random random(seed);
      MutableInput input = Opened(TargetFormat::kDirent, reply);
      EditTrailerChoice(choice, &random, &input);
      EXPECT_EQ(input.reply, reply);
      if (input.choices == Choices()) continue;
      ++changed;
      EXPECT_TRUE(IsEncodable(input.choices));
      const std::string text = text_without_order(input.choices);
      EXPECT_EQ(std::count(text.begin(), text.end(), '='), text.empty() ? 0 : 1)
          << text;
      keys.insert(text.substr(0, text.find('=')));
    }
    EXPECT_GE(changed, 25) << choice;
  }
  EXPECT_GE(keys.size(), 12u);
}

}  // namespace
}  // namespace fuse_dirents
