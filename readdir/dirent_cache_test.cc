// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/dirent_cache.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/sink_adapter.h"
#include "parser/wire.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

using Result = DirentCache::Result;

struct Entry {
  std::string name;
  uint64_t off;
  uint64_t ino = 0;
  uint32_t type = 8;

  friend bool operator==(const Entry&, const Entry&) = default;
};
using Entries = std::vector<Entry>;

// A caller's buffer for `room` entries.
struct Caller {
  int Emit(const dirents_entry& entry) {
    ++offered;
    if (entries.size() == room) return 0;
    entries.push_back({std::string(entry.name, entry.namelen), entry.off,
                       entry.ino, entry.type});
    return 1;
  }
  int Link(const dirents_entry&, const void*) { return 0; }
  void Forget(uint64_t) {}

  size_t room;
  Entries entries = {};
  size_t offered = 0;
};

// `n` entries with names of `namelen` bytes and rising cookies.
Entries Directory(size_t n, size_t namelen) {
  Entries entries;
  for (size_t i = 0; i < n; ++i) {
    std::string name = std::to_string(i);
    name.resize(namelen, 'n');
    entries.push_back({name, 10 * i + 10, i + 1});
  }
  return entries;
}

bool AddTo(DirentCache* cache, const Entry& entry, uint64_t pos) {
  return cache->Add(
      {entry.ino, entry.off, entry.type,
       static_cast<uint32_t>(entry.name.size()), entry.name.data()},
      pos);
}

// A directory that is listed through a cache.
class DirentCacheTest : public testing::TestWithParam<size_t> {
 protected:
  size_t page_size() const { return GetParam(); }
  bool Add(const Entry& entry, uint64_t pos) {
    return AddTo(&cache_, entry, pos);
  }

  // Reads at pos_ and returns what a caller with that room gets.
  Entries Read(Result expected, size_t room = SIZE_MAX) {
    Caller caller{room};
    EXPECT_EQ(cache_.Read(dir_, &place_, SinkOf(&caller), &pos_), expected);
    offered_ = caller.offered;
    return caller.entries;
  }
  Entries ReadAt(uint64_t pos, Result expected, size_t room = SIZE_MAX) {
    pos_ = pos;
    return Read(expected, room);
  }

  // Adds `entries` as a listing from the server does, and ends it.
  void AddAll(const Entries& entries) {
    uint64_t pos = 0;
    for (const Entry& entry : entries) {
      EXPECT_TRUE(Add(entry, pos)) << entry.name;
      pos = entry.off;
    }
    cache_.End(pos);
    EXPECT_TRUE(cache_.complete());
  }
  void Fill(const Entries& entries) {
    EXPECT_EQ(ReadAt(0, Result::kUncached), Entries());
    AddAll(entries);
    pos_ = 0;
  }

  void ExpectZeros(size_t page, size_t from) {
    const auto bytes = cache_.page(page).subspan(from);
    EXPECT_EQ(std::ranges::count(bytes, std::byte{0}), std::ssize(bytes));
  }

  DirentCache cache_{{.page_size = page_size()}};
  CachePlace place_;
  DirVersion dir_;
  uint64_t pos_ = 0;
  size_t offered_ = 0;  // Entries, in the last Read().
};

INSTANTIATE_TEST_SUITE_P(PageSizes, DirentCacheTest,
                         testing::Values(4096, 16384, 65536),
                         testing::PrintToStringParamName());

// Names of 8 bytes make records of 32 bytes, a divisor of the page.
TEST_P(DirentCacheTest, ACompleteCacheReplaysTheListing) {
  for (const Entries& entries :
       {Entries(), Directory(3000, 40), Directory(page_size() / 32, 8),
        Directory(page_size() / 32 + 1, 8)}) {
    cache_.Reset();
    Fill(entries);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(ReadAt(0, Result::kServed), entries);
      EXPECT_EQ(pos_, entries.empty() ? 0 : entries.back().off);
      EXPECT_EQ(Read(Result::kServed), Entries()) << "past the end";
    }
  }
}

TEST_P(DirentCacheTest, EveryRoomOfTheCallerGivesEachEntryOnce) {
  const Entries entries = Directory(500, 100);
  Fill(entries);
  for (size_t room : {1, 2, 3, 7, 31, 499, 500}) {
    Entries got, some;
    place_ = {};
    pos_ = 0;
    while (!(some = Read(Result::kServed, room)).empty()) {
      got.insert(got.end(), some.begin(), some.end());
    }
    EXPECT_EQ(got, entries) << room;
  }
}

TEST_P(DirentCacheTest, RecordsLieWholeInOnePageAndZerosEndIt) {
  const Entries entries = Directory(2000, 81);
  Fill(entries);
  const size_t reclen = Reclen(RecordFormat::kDirent, 81);
  const size_t per_page = page_size() / reclen;
  ASSERT_NE(page_size() % reclen, 0u);
  ASSERT_EQ(cache_.num_pages(), (entries.size() + per_page - 1) / per_page);
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto page = cache_.page(i / per_page);
    FuseDirent header;
    std::memcpy(&header, &page[i % per_page * reclen], sizeof header);
    EXPECT_EQ(header.off, entries[i].off);
    EXPECT_EQ(header.namelen, 81u);
  }
  ExpectZeros(0, per_page * reclen);
  EXPECT_EQ(cache_.size(), (cache_.num_pages() - 1) * page_size() +
                               ((entries.size() - 1) % per_page + 1) * reclen);
  // Pages that are used again hold nothing old.
  cache_.Reset();
  EXPECT_TRUE(Add({"a", 10}, 0));
  ExpectZeros(0, 32);
}

TEST_P(DirentCacheTest, AnEntryIsAppendedOnlyIfPositionsMeet) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  EXPECT_FALSE(Add({"c", 30}, 20));
  EXPECT_FALSE(Add({"a", 10}, 0));
  EXPECT_TRUE(Add({"b", 20}, 10));
  // The caller did not take it, so the next readdir() offers it again.
  EXPECT_FALSE(Add({"b", 20}, 10));
  EXPECT_EQ(cache_.pos(), 20u);
  EXPECT_EQ(cache_.size(), 64u);
  cache_.End(30);
  EXPECT_FALSE(cache_.complete()) << "an end somewhere else";
  cache_.End(20);
  EXPECT_TRUE(cache_.complete());
  EXPECT_FALSE(Add({"c", 30}, 20)) << "a complete cache takes nothing more";
  EXPECT_EQ(Read(Result::kServed), (Entries{{"a", 10}, {"b", 20}}));
}

// CVE-2026-31694: with 4 KiB pages, namelen 4072 and 4073.  No name is too long
// for a larger page.
TEST_P(DirentCacheTest, ARecordLongerThanAPageEndsCachingForThatListing) {
  const size_t fits =
      std::min<size_t>(page_size() - sizeof(FuseDirent), kFuseNameMax);
  EXPECT_TRUE(Add({std::string(fits, 'n'), 10}, 0));
  EXPECT_EQ(cache_.size(), Reclen(RecordFormat::kDirent, fits));
  if (fits == kFuseNameMax) return;
  for (size_t namelen = fits + 1; namelen <= kFuseNameMax; ++namelen) {
    EXPECT_FALSE(Add({std::string(namelen, 'n'), 20}, 10)) << namelen;
  }
  EXPECT_EQ(cache_.size(), page_size());
  EXPECT_FALSE(Add({"b", 30}, 20)) << "positions no longer meet";
  cache_.End(30);
  EXPECT_FALSE(cache_.complete());
  EXPECT_EQ(Read(Result::kUncached), Entries());
}

// As a record it would end its page: see AZeroNamelenEndsThePageNotTheListing.
TEST_P(DirentCacheTest, AnEmptyNameEndsCachingForThatListing) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  EXPECT_FALSE(Add({"", 20}, 10));
  EXPECT_EQ(cache_.size(), 32u);
  EXPECT_FALSE(Add({"b", 30}, 20)) << "positions no longer meet";
  cache_.End(30);
  EXPECT_FALSE(cache_.complete());
  EXPECT_EQ(Read(Result::kUncached), Entries());
}

// Before the fix: 4072 bytes still fit, 4073 do not.
TEST(DirentCacheDeathTest, CopyingAnOversizedRecordWritesPastThePage) {
  const auto copy = [](size_t namelen) {
    const PlantedPathMutant planted(PathMutant::kCacheCopiesOversized);
    DirentCache cache({.page_size = 4096});
    EXPECT_TRUE(AddTo(&cache, {std::string(namelen, 'n'), 10}, 0));
  };
  copy(4072);
  EXPECT_DEATH(copy(4073), "");
  EXPECT_DEATH(copy(4095), "");
}

TEST_P(DirentCacheTest, APageIsFollowedByUnreadableMemory) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  std::byte* const end = cache_.page(0).data() + page_size();
  end[-1] = std::byte{1};
  EXPECT_DEATH(*const_cast<volatile std::byte*>(end) = std::byte{1}, "");
}

TEST_P(DirentCacheTest, AChangedDirectoryIsListedAnew) {
  for (const DirVersion changed : {DirVersion{1, 0}, DirVersion{0, 1}}) {
    cache_.Reset();
    dir_ = {};
    Fill({{"a", 10}, {"b", 20}});
    dir_ = changed;
    EXPECT_EQ(Read(Result::kUncached), Entries());
    EXPECT_FALSE(cache_.complete());
    EXPECT_EQ(cache_.size(), 0u);
    Fill({{"b", 20}});
    EXPECT_EQ(Read(Result::kServed), (Entries{{"b", 20}}));
  }
}

TEST_P(DirentCacheTest, AChangeIsNoticedOnlyAtTheStart) {
  Fill({{"a", 10}, {"b", 20}});
  EXPECT_EQ(Read(Result::kServed, 1), (Entries{{"a", 10}}));
  dir_.mtime = 1;
  EXPECT_EQ(Read(Result::kServed), (Entries{{"b", 20}}));
}

TEST_P(DirentCacheTest, AfterAResetInTheMiddleTheServerIsAsked) {
  Fill({{"a", 10}, {"b", 20}, {"c", 30}});
  EXPECT_EQ(Read(Result::kServed, 2).size(), 2u);
  cache_.Reset();
  EXPECT_EQ(Read(Result::kUncached), Entries());
  EXPECT_EQ(pos_, 20u) << "the server is asked with the cookie of the cache";
  EXPECT_FALSE(Add({"c", 30}, 20)) << "a cache begins at position 0";
}

TEST_P(DirentCacheTest, AnotherFileMayRefillTheCacheInTheMiddle) {
  Fill({{"a", 10}, {"b", 20}, {"c", 30}});
  EXPECT_EQ(Read(Result::kServed, 1).size(), 1u);
  cache_.Reset();
  // The new listing has an entry in front.
  AddAll({{"0", 5}, {"a", 10}, {"b", 20}, {"c", 30}});
  EXPECT_EQ(Read(Result::kServed), (Entries{{"b", 20}, {"c", 30}}));
}

TEST_P(DirentCacheTest, ASeekFindsItsPlaceFromTheStart) {
  const Entries entries = Directory(1000, 60);
  Fill(entries);
  for (size_t i : {999u, 0u, 500u, 499u}) {
    EXPECT_EQ(ReadAt(i == 0 ? 0 : entries[i - 1].off, Result::kServed, 1),
              Entries{entries[i]});
    EXPECT_EQ(pos_, entries[i].off);
  }
  // The server is asked for a position that is not cached.
  ReadAt(12345678, Result::kUncached);
  EXPECT_EQ(offered_, 0u);
  EXPECT_EQ(pos_, 12345678u);
}

TEST_P(DirentCacheTest, APageTakenBackResetsTheCache) {
  const Entries entries = Directory(3000, 60);
  Fill(entries);
  ASSERT_GE(cache_.num_pages(), 3u);
  cache_.DropPage(1);
  // What page 0 holds is emitted; then the server is asked.
  const Entries read = Read(Result::kUncached);
  ASSERT_FALSE(read.empty());
  EXPECT_EQ(pos_, read.back().off);
  EXPECT_LT(read.size(), entries.size());
  EXPECT_FALSE(cache_.complete());
  EXPECT_EQ(cache_.size(), 0u);
}

TEST_P(DirentCacheTest, WithoutAPageNothingMoreIsCached) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  cache_.DropPage(0);
  EXPECT_FALSE(Add({"b", 20}, 10));
  EXPECT_EQ(cache_.pos(), 10u);

  DirentCache one({.page_size = page_size(), .max_pages = 1});
  uint64_t pos = 0;
  size_t cached = 0;
  for (const Entry& entry : Directory(page_size() / 32 + 9, 8)) {
    cached += AddTo(&one, entry, pos);
    pos = entry.off;
  }
  EXPECT_EQ(cached, page_size() / 32);
  one.End(pos);
  EXPECT_FALSE(one.complete());
}

TEST_P(DirentCacheTest, WhatACacheCannotHoldIsAnError) {
  const struct {
    const char* what;
    size_t at;
    uint32_t value;
  } kDamages[] = {
      {"namelen above 4095", 32 + 16, 4096},
      {"record runs past what is cached", 32 + 16, 4095},
      {"a slash", 32 + 24, '/'},
  };
  for (const auto& damage : kDamages) {
    cache_.Reset();
    Fill({{"a", 10}, {"bcde", 20}});
    std::memcpy(&cache_.page(0)[damage.at], &damage.value, 4);
    EXPECT_EQ(Read(Result::kError), (Entries{{"a", 10}})) << damage.what;
    EXPECT_EQ(pos_, 10u);
  }
}

TEST_P(DirentCacheTest, AZeroNamelenEndsThePageNotTheListing) {
  const Entries entries = Directory(3000, 60);
  Fill(entries);
  const size_t per_page = page_size() / Reclen(RecordFormat::kDirent, 60);
  std::memset(&cache_.page(0)[16], 0, 4);
  // Page 0 ends at once, so the position is not met there: nothing is found.
  ReadAt(entries[per_page - 1].off, Result::kUncached);
  EXPECT_EQ(offered_, 0u);
  // From 0 on, place and position meet without page 0.
  const Entries read = ReadAt(0, Result::kServed);
  ASSERT_EQ(read.size(), entries.size() - per_page);
  EXPECT_EQ(read[0], entries[per_page]);
}

}  // namespace
}  // namespace fuse_dirents
