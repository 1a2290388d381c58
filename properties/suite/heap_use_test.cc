// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/heap_use.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>

#include "gtest/gtest.h"
#include "pagemap/poison.h"

namespace fuse_dirents {
namespace {

// A compiler may leave out a block that nobody looks at.
void* volatile kept;

void* Filled(void* block, size_t size) {
  kept = block;
  memset(block, 'x', size);
  return block;
}

TEST(HeapBytes, CountsWhatEachFunctionGivesUntilItIsFreed) {
  ASSERT_TRUE(CanMeasureHeapUse());
  const std::function<void*(size_t)> kGive[] = {
      [](size_t size) { return malloc(size); },
      [](size_t size) { return calloc(1, size); },
      [](size_t size) { return realloc(nullptr, size); },
      [](size_t size) { return realloc(Filled(malloc(1000), 1000), size); },
      [](size_t size) { return realloc(Filled(malloc(1), 1), size); },
      [](size_t size) { return reallocarray(malloc(2), 1, size); },
      [](size_t size) { return memalign(8, size); },
      [](size_t size) { return memalign(64, size); },
      // ASan refuses a size that is no multiple.
      [](size_t size) {
        return aligned_alloc(4096, (size + 4095) / 4096 * 4096);
      },
      [](size_t size) { return valloc(size); },
      [](size_t size) {
        void* block = nullptr;
        return posix_memalign(&block, 256, size) == 0 ? block : nullptr;
      },
  };
  for (const auto& give : kGive) {
    for (const size_t size : {1, 7, 24, 255, 5000}) {
      const int64_t before = HeapBytes();
      void* const block = give(size);
      ASSERT_NE(block, nullptr);
      EXPECT_GE(malloc_usable_size(block), size);
      EXPECT_GE(HeapBytes() - before, static_cast<int64_t>(size));
      free(Filled(block, size));
      EXPECT_EQ(HeapBytes(), before);
    }
  }
}

TEST(HeapBytes, CountsAnEmptyBlock) {
  const int64_t before = HeapBytes();
  void* const block = malloc(0);
  kept = block;
  EXPECT_GT(HeapBytes(), before);
  free(block);
  EXPECT_EQ(HeapBytes(), before);
}

TEST(HeapBytes, CountsNewAndWhatTheLibraryTakes) {
  const int64_t before = HeapBytes();
  auto bytes = std::make_unique<std::byte[]>(100);
  kept = bytes.get();
  EXPECT_GE(HeapBytes() - before, 100);
  bytes.reset();
  struct alignas(128) Wide {
    char bytes[128];
  };
  auto wide = std::make_unique<Wide>();
  EXPECT_EQ(reinterpret_cast<uintptr_t>(wide.get()) % 128, 0u);
  wide.reset();
  char* const copy = strdup("a name");
  EXPECT_GE(HeapBytes() - before, 7);
  free(copy);
  EXPECT_EQ(HeapBytes(), before);
}

TEST(Heap, WhatCannotBeGivenIsRefused) {
  volatile size_t most = SIZE_MAX;
  if (kPoisonWorks) GTEST_SKIP() << "the sanitizer ends the process";
  EXPECT_EQ(malloc(most), nullptr);
  EXPECT_EQ(calloc(most / 2, 3), nullptr);
  kept = malloc(10);
  EXPECT_EQ(realloc(kept, most), nullptr);
  free(kept);
}

TEST(HeapDeathTest, FreeFindsAWriteBesideTheBlock) {
  if (kPoisonWorks) GTEST_SKIP() << "the sanitizer finds the write itself";
  for (const size_t size : {1, 7, 24, 255, 5000}) {
    for (const size_t past : {0, 1, 15}) {
      EXPECT_DEATH(
          {
            kept = malloc(size);
            static_cast<volatile char*>(kept)[size + past] = 'x';
            free(kept);
          },
          "written to past its end");
    }
  }
  EXPECT_DEATH(
      {
        kept = malloc(24);
        static_cast<volatile char*>(kept)[24] = 0;
        kept = realloc(kept, 100);
      },
      "written to past its end");
  EXPECT_DEATH(
      {
        kept = malloc(24);
        static_cast<volatile char*>(kept)[-1] = 0;
        free(kept);
      },
      "written to before its start");
  EXPECT_DEATH(
      {
        void* volatile const block = malloc(24);
        free(block);
        free(block);
      },
      "free already");
}

}  // namespace
}  // namespace fuse_dirents
