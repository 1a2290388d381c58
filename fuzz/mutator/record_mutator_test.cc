// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/mutator/record_mutator.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "differential/input.h"
#include "fuzz/mutator/test_replies.h"
#include "fuzz/mutator/written.h"
#include "gtest/gtest.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// Any bytes; some end like a trailer, some hold the magic elsewhere.
std::string AnyBytes(Random* random, size_t most) {
  std::string bytes(random->Below(most + 1), '\0');
  for (char& c : bytes) {
    c = static_cast<char>(random->Below(4) == 0 ? random->Next()
                                                : random->Below(3));
  }
  if (bytes.size() >= 4 && random->Below(3) == 0) {
    const size_t at = random->Below(2) == 0 ? bytes.size() - 4
                                            : random->Below(bytes.size() - 3);
    bytes.replace(at, 4, kTrailerMagic);
  }
  return bytes;
}

class AnyFormatTest : public ::testing::TestWithParam<TargetFormat> {};

TEST_P(AnyFormatTest, TakesAnyBytesAtAnyLimit) {
  RecordMutator mutator(GetParam(), nullptr);
  Random random(1);
  std::string other;
  for (uint32_t i = 0; i < 100000; ++i) {
    // Mostly small limits, where room is what lacks.
    const size_t limit = 1 + random.Below(i % 16 == 0 ? 4096 : 300);
    const std::string bytes = AnyBytes(&random, limit);
    const std::string mutated = Mutated(&mutator, bytes, i, limit);
    if (i % 4 == 0) Crossed(&mutator, mutated, other, i, limit);
    other = mutated;
  }
}

TEST_P(AnyFormatTest, IsTheSameForTheSameSeedWhateverCameBefore) {
  RecordMutator a(GetParam(), nullptr);
  std::string bytes = "\n";
  std::set<std::string> seen;
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    RecordMutator fresh(GetParam(), nullptr);
    const std::string mutated = Mutated(&a, bytes, seed, kMaxSize);
    EXPECT_EQ(Mutated(&fresh, bytes, seed, kMaxSize), mutated);
    EXPECT_EQ(Crossed(&fresh, bytes, mutated, seed, kMaxSize),
              Crossed(&a, bytes, mutated, seed, kMaxSize));
    seen.insert(mutated);
    bytes = mutated;
  }
  EXPECT_GE(seen.size(), 1500u);
}

TEST_P(AnyFormatTest, AppliesEveryOperationAndKeepsMostRecordsWhole) {
  RecordMutator mutator(GetParam(), nullptr);
  uint64_t with_records = 0;
  uint64_t all_whole = 0;
  constexpr uint32_t kMutations = 20000;
  std::string bytes = "\n";
  for (uint32_t seed = 0; seed < kMutations; ++seed) {
    // Chains of 20, as a corpus grows from nothing.
    if (seed % 20 == 0) bytes = "\n";
    bytes = Mutated(&mutator, bytes, seed, kMaxSize);
    const MutableInput input = Opened(GetParam(), bytes);
    with_records += !input.frames().empty();
    all_whole += !input.frames().empty() &&
                 std::all_of(input.frames().begin(), input.frames().end(),
                             [&input](const RecordFrame& frame) {
                               return frame.namelen > 0 &&
                                      frame.namelen <= kFuseNameMax &&
                                      frame.size() ==
                                          Reclen(input.format(), frame.namelen);
                             });
  }
  for (size_t i = 0; i < kOperations; ++i) {
    const std::string_view name = AllOperations()[i].name;
    if (name == "entry_out" && GetParam() == TargetFormat::kDirent) {
      EXPECT_EQ(mutator.applied()[i], 0u);
    } else {
      EXPECT_GE(mutator.applied()[i], 50u) << name;
    }
  }
  // The fixed share, within what chance allows.
  EXPECT_NEAR(static_cast<double>(mutator.byte_mutations()),
              double{kMutations} / kBytesOneIn, 300);
  std::printf("with a record: %.0f %%, all records whole: %.0f %%\n",
              100.0 * static_cast<double>(with_records) / kMutations,
              100.0 * static_cast<double>(all_whole) / kMutations);
  EXPECT_GE(with_records, kMutations * 6 / 10);
  EXPECT_GE(all_whole, kMutations * 3 / 10);
  EXPECT_LE(all_whole, kMutations * 9 / 10);
}

std::string FormatName(const ::testing::TestParamInfo<TargetFormat>& test) {
  const char* const names[] = {"dirent", "direntplus", "by_trailer"};
  return names[static_cast<size_t>(test.param)];
}

INSTANTIATE_TEST_SUITE_P(Formats, AnyFormatTest,
                         ::testing::Values(TargetFormat::kDirent,
                                           TargetFormat::kDirentplus,
                                           TargetFormat::kByTrailer),
                         FormatName);

TEST(RecordMutatorTest, ACrossOverHasRecordsOfBothAndAlwaysWhole) {
  RecordMutator mutator(TargetFormat::kDirent, nullptr);
  const std::string a = Reply(RecordFormat::kDirent, {"a1", "a2"});
  const std::string b = Reply(RecordFormat::kDirent, {"b1", "b2"});
  std::set<std::string> all;
  for (uint32_t seed = 0; seed < 200; ++seed) {
    const std::string crossed = Crossed(&mutator, a, b, seed, kMaxSize);
    std::string names;
    const MutableInput input = Opened(TargetFormat::kDirent, crossed);
    for (const RecordFrame& frame : input.frames()) {
      names += input.reply.substr(frame.name_at, frame.namelen);
    }
    all.insert(names);
  }
  EXPECT_EQ(all,
            (std::set<std::string>{"", "a1", "a1a2", "b2", "a1b2", "a1a2b2",
                                   "b1b2", "a1b1b2", "a1a2b1b2"}));
}

size_t FillWithX(uint8_t* data, size_t /*size*/, size_t max_size) {
  std::memset(data, 'x', max_size);
  return max_size;
}

TEST(RecordMutatorTest, TheByteMutatorKeepsWithinItsLimitAndOffSomeTrailers) {
  RecordMutator mutator(TargetFormat::kDirent, &FillWithX);
  Choices choices;
  choices.layout.head = 8;
  const std::string bytes =
      EncodeInput(Reply(RecordFormat::kDirent, {"a"}), choices);
  int kept = 0;
  int overwritten = 0;
  for (uint32_t seed = 0; seed < 1000; ++seed) {
    const std::string mutated = Mutated(&mutator, bytes, seed, 200);
    if (!mutated.starts_with("xxxxxxxx")) continue;
    EXPECT_EQ(mutated.size(), 200u);
    const Input input = DecodeInput(mutated);
    if (input.choices == choices) {
      ++kept;
      EXPECT_EQ(input.reply, std::string(200 - kTrailerBytes, 'x'));
    } else {
      ++overwritten;
      EXPECT_EQ(mutated, std::string(200, 'x'));
    }
  }
  EXPECT_GE(kept, 50);
  EXPECT_GE(overwritten, 50);
}

}  // namespace
}  // namespace fuse_dirents
