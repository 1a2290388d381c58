// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <sstream>
#include <string>

#include "corpus/gate/test_corpus.h"
#include "differential/input.h"
#include "differential/input_file.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "tools/explain/comparison.h"
#include "tools/explain/explain_text.h"

namespace fuse_dirents {
namespace {

TEST(ExplainTest, WritesOutcomesRecordsAndRules) {
  DirentWriter writer(RecordFormat::kDirent);
  for (uint64_t i = 0; i < 300; ++i) {
    writer.Append({.off = i + 1, .name = i == 200 ? "a/b" : "n"});
  }
  EXPECT_EQ(ExplainText(NumberedReply(RecordFormat::kDirent, writer.bytes())),
            R"(A  linux linux_before_6_15 linux_cache openbsd
   returns -EIO with 200 of 300 names; next offset 200
   stops at record 200, byte 6400: '/' in the name
B  freebsd gvisor viofs starnix
   returns 0 with 300 of 300 names; next offset 300
   reads to the end of the reply
C  dragonos
   returns -EIO with 0 of 300 names; next offset 0
   stops at record 200, byte 6400: '/' in the name
-  edk2
   never asks for READDIR

  record    name                   A       B     C
> 0         "n"                    emit    emit  drop
  1..199    "n" ..                 emit    emit  drop
> 200       "a/b"                  -EIO    emit  -EIO
  201..299  "n" ..                 unread  emit  unread
            names lost             100     0     300

A and B differ first at record 200, by RULES.md:
  '/' in the name: -EIO for linux, accept for freebsd

A and C differ first at record 0, by RULES.md:
  an entry is offered: before the lookup for linux, after the reply for dragonos
)");
}

// Two rules together: a name that only one of them finds too long, and what it
// does about it.
TEST(ExplainTest, NamesEveryRuleThatTheDifferenceNeeds) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.off = 1, .name = std::string(261, 'n')});
  const NumberedReply reply(RecordFormat::kDirent, writer.bytes());
  const Verdict a = reply.VerdictOf(*FindProfile("linux"));
  const Verdict b = reply.VerdictOf(*FindProfile("viofs"));
  const VerdictDifference difference = DifferenceOf(reply, a, b);
  EXPECT_EQ(difference.record, 0u);
  ASSERT_EQ(difference.rules.size(), 2u);
  EXPECT_EQ(difference.rules[0].title, "longest name in bytes");
  EXPECT_EQ(difference.rules[1].title, "namelen above the longest");
}

// Every pair of clients on every input: a rule is found, the text stays narrow
// and short, and the data agree with it.
TEST(ExplainTest, ExplainsTheWholeCorpus) {
  size_t differences = 0;
  for (const auto& [path, format, input] : CuratedReplies()) {
    SCOPED_TRACE(path);
    const NumberedReply reply(format, input.reply, input.choices.plan,
                              input.choices.start_off);
    const std::string text = ExplainText(reply);
    std::istringstream lines(text);
    size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      EXPECT_LE(line.size(), 100u) << line;
    }
    EXPECT_LE(count, 110u);
    const auto json = ExplainJson(reply);
    EXPECT_EQ(json["verdicts"].size(), AllProfiles().size());
    EXPECT_EQ(json["outcomes"].size(), json["differences"].size() + 1);
    for (const auto& difference : json["differences"]) {
      EXPECT_GE(difference["rules"].size(), 1u);
      ++differences;
    }
  }
  EXPECT_GE(differences, 300u);
}

}  // namespace
}  // namespace fuse_dirents
