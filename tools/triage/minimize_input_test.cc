// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/minimize_input.h"

#include <string>

#include "differential/input.h"
#include "fuzz/inputs/fuzz_targets.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/input_recipe.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr size_t kEnough = 100000;

TEST(MinimizeInput, NumbersKeepWhatMattersAndNoOtherItem) {
  const InputFormat& format = *NumbersFormat("session");
  const std::string what =
      "# why: \npacking byte_slice\nbytes 4096\n"
      "entry nodeid=7\nremove which=8\n";
  std::string problem;
  const auto wanted = InputFromText(format, what, &problem);
  ASSERT_TRUE(wanted) << problem;
  // A head in which all bits are set, and other items before, between and
  // after.
  std::string input(ItemPlaces(format, *wanted)[0], '\xff');
  input[1] = 1;
  for (const char* items :
       {"remove\n", "insert which=5 length=9\n", "entry nodeid=7 refused=3\n",
        "insert request=4\n", "entry length=250\n", "remove which=9\n",
        "repeat 3 entry length=8\n"}) {
    const auto more =
        InputFromText(format, "# why: \n" + std::string(items), &problem);
    ASSERT_TRUE(more) << problem;
    input += more->substr(ItemPlaces(format, *more)[0]);
  }
  const auto reduced = MinimizeInput(
      {.numbers = "session"}, input, kEnough,
      [&](const std::string& candidate) {
        EXPECT_EQ(WholeInput(format, candidate), candidate);
        const std::string text = TextOfInput(format, candidate);
        const size_t bytes = text.find("\nbytes ");
        const size_t entry = text.find(" nodeid=7");
        const size_t removed = text.find("\nremove ", entry);
        return text.find("\npacking byte_slice\n") != text.npos &&
               bytes != text.npos &&
               std::stoi(text.substr(bytes + 7)) >= 4096 &&
               removed != text.npos &&
               (text.find("which=9", removed) != text.npos ||
                text.find("which=8", removed) != text.npos);
      },
      "test");
  EXPECT_TRUE(reduced.is_minimal);
  EXPECT_EQ(TextOfInput(format, reduced.least), what);
  EXPECT_EQ(reduced.least, *wanted);
}

// A trailer that EncodeInput() would not write is written so first.
TEST(MinimizeInput, TheTrailerSaysTheFormat) {
  Choices choices;
  choices.format = RecordFormat::kDirentplus;
  choices.start_off = 9;
  const std::string reply(152, 'x');
  const auto reduced = MinimizeInput(
      {.reply = TargetFormat::kByTrailer}, reply + EncodeTrailer(choices),
      kEnough,
      [](const std::string& candidate) {
        const Input input = DecodeInput(candidate);
        return input.choices.format == RecordFormat::kDirentplus &&
               input.reply.size() >= 100;
      },
      "test");
  EXPECT_TRUE(reduced.is_minimal);
  choices.start_off = 0;
  EXPECT_EQ(reduced.least, EncodeInput(std::string(100, '\0'), choices));
}

TEST(MinimizeInput, WhatFailsOnlyAsItWasGivenIsBytes) {
  // Neither the numbers of a request nor a trailer that is read modulo its
  // limits is written again as it was.
  const std::string ones(40, '\xff');
  const std::string trailer = std::string(60, '\xff') + "DRNT";
  for (const auto& [kind, input] :
       {std::pair<InputKind, std::string>{{.numbers = "request"}, ones},
        {{.reply = TargetFormat::kDirent}, ones + trailer}}) {
    const auto reduced = MinimizeInput(
        kind, input, kEnough,
        [](const std::string& candidate) {
          return candidate.find(std::string(30, '\xff')) != candidate.npos;
        },
        "test");
    EXPECT_TRUE(reduced.is_minimal);
    EXPECT_EQ(reduced.least, std::string(30, '\xff'));
  }
}

}  // namespace
}  // namespace fuse_dirents
