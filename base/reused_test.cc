// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// ReusedVector and HashChains against vectors and maps, and that they keep the
// memory of what they held.

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/hash_chains.h"
#include "base/random.h"
#include "base/reused_vector.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// 24 bytes or more: the string owns memory.
std::string Long(size_t n) { return std::string(24 + n % 9, 'l'); }

TEST(ReusedVectorTest, HoldsWhatAVectorHolds) {
  Random random(1);
  ReusedVector<std::string> reused;
  std::vector<std::string> expected;
  for (size_t i = 0; i < 2000; ++i) {
    const std::string value = std::to_string(i);
    switch (random.Below(8)) {
      case 0: {
        const size_t place = random.Below(expected.size() + 1);
        reused.AddBefore(place) = value;
        expected.insert(expected.begin() + static_cast<ptrdiff_t>(place),
                        value);
        break;
      }
      case 1: {
        const size_t size = random.Below(expected.size() + 1);
        reused.Truncate(size);
        expected.resize(size);
        break;
      }
      case 2:
        if (i % 16 == 0) {
          reused.Clear();
          expected.clear();
        }
        break;
      default:
        reused.Add() = value;
        expected.push_back(value);
    }
    ASSERT_TRUE(std::ranges::equal(reused.span(), expected)) << i;
    ASSERT_EQ(reused.size(), expected.size());
    ASSERT_EQ(reused.empty(), expected.empty());
    if (!expected.empty()) {
      ASSERT_EQ(reused.back(), expected.back());
    }
  }
}

TEST(ReusedVectorTest, AnElementKeepsItsMemory) {
  ReusedVector<std::string> reused;
  reused.Add() = Long(8);
  const char* const memory = reused[0].data();
  reused.Clear();
  const std::string shorter = Long(0);
  EXPECT_EQ(reused.Add() = shorter, shorter);
  EXPECT_EQ(reused[0].data(), memory);
}

struct Item {
  std::string name;
  size_t value;
};

TEST(HashChainsTest, HoldsWhatAMapHoldsWhateverTheHash) {
  for (const size_t hashes : {1u, 3u, 300u, 100000u}) {
    const auto hash_of = [hashes](const std::string& name) {
      return name.size() * 31 % hashes + std::stoul(name) % hashes;
    };
    Random random(hashes);
    HashChains<Item> chains;
    std::map<std::string, std::vector<size_t>> expected;  // Oldest first.
    size_t size = 0;
    for (size_t i = 0; i < 5000; ++i) {
      const std::string name = std::to_string(random.Below(50));
      const size_t hash = hash_of(name);
      Item* const item = chains.Find(
          hash, [&](const Item& other) { return other.name == name; });
      std::vector<size_t>& values = expected[name];
      ASSERT_EQ(item != nullptr, !values.empty());
      if (item != nullptr) {
        ASSERT_EQ(item->value, values.back());
      }
      if (item != nullptr && random.Below(2) == 0) {
        chains.Remove(hash, item);
        values.pop_back();
        --size;
      } else {
        Item& added = chains.Add(hash);
        added.name = name;
        added.value = i;
        values.push_back(i);
        ++size;
      }
      if (i % 1000 == 999) {
        chains.Clear();
        expected.clear();
        size = 0;
      }
      ASSERT_EQ(chains.size(), size);
      if (i % 50 == 0) {
        size_t visited = 0;
        chains.ForEach([&](const Item& held) {
          ++visited;
          EXPECT_EQ(std::ranges::count(expected[held.name], held.value), 1);
        });
        ASSERT_EQ(visited, size);
      }
    }
  }
}

TEST(HashChainsTest, AnItemStaysWhereItIsAndKeepsItsMemory) {
  HashChains<std::string> chains;
  std::string& first = chains.Add(7);
  first = Long(8);
  const char* const memory = first.data();
  for (size_t i = 0; i < 1000; ++i) chains.Add(i) = Long(i);
  EXPECT_EQ(first, Long(8));
  chains.Remove(7, &first);
  const std::string shorter = Long(0);
  EXPECT_EQ(&(chains.Add(9) = shorter), &first);
  EXPECT_EQ(first.data(), memory);
}

}  // namespace
}  // namespace fuse_dirents
