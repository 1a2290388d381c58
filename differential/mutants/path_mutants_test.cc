// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/path_mutants.h"

#include <cstdio>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(PathMutantsTest, TheRightPathKeepsEveryPromise) {
  uint64_t listings = 0;
  EXPECT_EQ(BrokenPromise(PathMutant::kNone, &listings), "");
  EXPECT_EQ(listings, 384u);
}

TEST(PathMutantsTest, EveryMutantBreaksOne) {
  size_t wrong = 0;
  for (const PathMutantFacts& facts : AllPathMutants()) {
    if (facts.mutant == PathMutant::kNone) continue;
    uint64_t listings = 0;
    const std::string promise = BrokenPromise(facts.mutant, &listings);
    EXPECT_NE(promise, "") << facts.name << " survives: " << facts.what;
    std::printf("| %s | %s | %llu |\n", facts.name.data(), promise.c_str(),
                static_cast<unsigned long long>(listings));
    ++wrong;
  }
  EXPECT_GE(wrong, 19u);
}

}  // namespace
}  // namespace fuse_dirents
