// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/mutator/numbers_mutator.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/request_input.h"
#include "fuzz/inputs/session_input.h"
#include "fuzz/mutator/written.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr size_t kMaxSize = 96;

class NumbersMutatorTest
    : public ::testing::TestWithParam<const InputFormat* (*)()> {
 protected:
  const InputFormat& format() const { return *GetParam()(); }
};

TEST_P(NumbersMutatorTest, TakesAnyBytesAtAnyLimit) {
  NumbersMutator mutator(format(), nullptr);
  Random random(1);
  std::string other;
  for (uint32_t seed = 0; seed < 50000; ++seed) {
    const size_t limit = 1 + random.Below(2 * kMaxSize);
    std::string bytes(random.Below(limit + 1), '\0');
    for (char& c : bytes) c = static_cast<char>(random.Next());
    const std::string mutated = Mutated(&mutator, bytes, seed, limit);
    if (seed % 4 == 0) Crossed(&mutator, mutated, other, seed, limit);
    other = mutated;
  }
}

TEST_P(NumbersMutatorTest, IsTheSameForTheSameSeedWhateverCameBefore) {
  NumbersMutator a(format(), nullptr);
  std::string bytes = "\n";
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    NumbersMutator fresh(format(), nullptr);
    const std::string mutated = Mutated(&a, bytes, seed, kMaxSize);
    ASSERT_EQ(Mutated(&fresh, bytes, seed, kMaxSize), mutated);
    ASSERT_EQ(Crossed(&fresh, bytes, mutated, seed, kMaxSize),
              Crossed(&a, bytes, mutated, seed, kMaxSize));
    bytes = mutated;
  }
}

// How many values a field has, or 0 if they are too many to see each.
uint64_t FewValues(const InputField& field) {
  if (!field.words.empty()) return field.words.size();
  return field.values <= 256 ? field.values : 0;
}

// Adds what `fields` say to what was seen of them.
void See(const std::string& kind, const std::vector<InputField>& fields,
         InputNumbers* numbers, std::set<std::string>* seen) {
  for (const InputField& field : fields) {
    const uint64_t value = field.Take(numbers);
    if (FewValues(field) != 0) {
      seen->insert(kind + "." + field.name + " " + std::to_string(value));
    } else if (value != field.least) {
      seen->insert(kind + "." + field.name);
    }
  }
}

// What See() can see.
void AddAll(const std::string& kind, const std::vector<InputField>& fields,
            std::set<std::string>* all) {
  for (const InputField& field : fields) {
    const uint64_t values = FewValues(field);
    for (uint64_t i = 0; i < values; ++i) {
      all->insert(kind + "." + field.name + " " +
                  std::to_string(field.words.empty() ? field.least + i : i));
    }
    if (values == 0) all->insert(kind + "." + field.name);
  }
}

TEST_P(NumbersMutatorTest, AppliesEveryOperationAndReachesEveryValue) {
  NumbersMutator mutator(format(), nullptr);
  std::set<std::string> all, seen;
  AddAll("head", format().head, &all);
  for (const InputItemKind& kind : format().kinds) {
    AddAll(kind.name, kind.fields, &all);
  }
  std::string bytes = "\n";
  for (uint32_t seed = 0; seed < 50000; ++seed) {
    // Chains of 20, as a corpus grows from nothing.
    if (seed % 20 == 0) bytes = "\n";
    bytes = Mutated(&mutator, bytes, seed, kMaxSize);
    InputNumbers numbers(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size());
    See("head", format().head, &numbers, &seen);
    while (!format().kinds.empty() && !numbers.AtEnd()) {
      const InputItemKind& kind =
          format().kinds[numbers.Below(format().kinds.size())];
      See(kind.name, kind.fields, &numbers, &seen);
    }
  }
  EXPECT_EQ(seen, all);
  for (size_t i = 0; i < kNumbersOperations; ++i) {
    const bool has_place =
        !format().kinds.empty() ||
        i <= static_cast<size_t>(NumbersOperation::kResetHead);
    EXPECT_EQ(mutator.applied()[i] >= 1000, has_place) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, NumbersMutatorTest,
                         ::testing::Values(
                             +[] { return &RequestInputFormat(); },
                             +[] { return &SessionInputFormat(); }),
                         [](const auto& test) { return test.param()->name; });

TEST(NumbersCrossOverTest, HasTheHeadOfOneAndItemsOfBothInOrder) {
  const InputFormat format = {"toy", {{.name = "h"}}, {{"i", {{.name = "x"}}}}};
  NumbersMutator mutator(format, nullptr);
  const auto input = [](std::string_view head_and_items) {
    std::string bytes(1, head_and_items[0]);
    for (const char c : head_and_items.substr(1)) bytes += {'\0', c};
    return bytes;
  };
  std::set<std::string> all, expected;
  for (uint32_t seed = 0; seed < 500; ++seed) {
    all.insert(Crossed(&mutator, input("a12"), input("b34"), seed, kMaxSize));
  }
  for (const std::string head : {"a", "b"}) {
    for (const std::string first : {"", "1", "12"}) {
      for (const std::string second : {"", "4", "34"}) {
        expected.insert(input(head + first + second));
      }
    }
  }
  EXPECT_EQ(all, expected);
}

}  // namespace
}  // namespace fuse_dirents
