// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/dirent_cache.h"

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

// A caller's buffer for `room` entries.
class Caller : public AcceptingSink {
 public:
  explicit Caller(size_t room = SIZE_MAX) : room_(room) {}

  int Emit(const dirents_entry& entry) {
    ++offered;
    if (entries.size() == room_) return 0;
    entries.push_back({std::string(entry.name, entry.namelen), entry.off,
                       entry.ino, entry.type});
    return 1;
  }

  std::vector<Entry> entries;
  size_t offered = 0;

 private:
  const size_t room_;
};

// A directory that is listed through a cache.
class DirentCacheTest : public testing::TestWithParam<size_t> {
 protected:
  size_t page_size() const { return GetParam(); }

  bool Add(const Entry& entry, uint64_t pos) {
    const dirents_entry shown = {entry.ino, entry.off, entry.type,
                                 static_cast<uint32_t>(entry.name.size()),
                                 entry.name.data()};
    return cache_.Add(shown, pos);
  }

  // `n` entries with names of `namelen` bytes and rising cookies.
  static std::vector<Entry> Directory(size_t n, size_t namelen) {
    std::vector<Entry> entries;
    for (size_t i = 0; i < n; ++i) {
      std::string name = std::to_string(i);
      name.resize(namelen, 'n');
      entries.push_back({name, 10 * i + 10, i + 1});
    }
    return entries;
  }

  // Lists `entries` once from the server, as readdir() does.
  void Fill(const std::vector<Entry>& entries) {
    Caller caller;
    uint64_t pos = 0;
    ASSERT_EQ(cache_.Read(dir_, &place_, SinkOf(&caller), &pos),
              Result::kUncached);
    for (const Entry& entry : entries) {
      EXPECT_TRUE(Add(entry, pos)) << entry.name;
      pos = entry.off;
    }
    cache_.End(pos);
    EXPECT_TRUE(cache_.complete());
  }

  Result Read(Caller* caller, uint64_t* pos) {
    return cache_.Read(dir_, &place_, SinkOf(caller), pos);
  }

  DirentCache cache_{{.page_size = page_size()}};
  CachePlace place_;
  DirVersion dir_;
};

INSTANTIATE_TEST_SUITE_P(PageSizes, DirentCacheTest,
                         testing::Values(4096, 16384, 65536),
                         testing::PrintToStringParamName());

class OversizedTest : public DirentCacheTest {};
INSTANTIATE_TEST_SUITE_P(PageSizes, OversizedTest, testing::Values(4096),
                         testing::PrintToStringParamName());

TEST_P(DirentCacheTest, ACompleteCacheReplaysTheListing) {
  const std::vector<Entry> entries = Directory(3000, 40);
  Fill(entries);
  EXPECT_GT(cache_.num_pages(), 2u);
  for (int i = 0; i < 2; ++i) {
    Caller caller;
    uint64_t pos = 0;
    EXPECT_EQ(Read(&caller, &pos), Result::kServed);
    EXPECT_EQ(caller.entries, entries);
    EXPECT_EQ(pos, entries.back().off);
    EXPECT_EQ(Read(&caller, &pos), Result::kServed);
    EXPECT_EQ(caller.entries.size(), entries.size()) << "past the end";
  }
}

TEST_P(DirentCacheTest, AnEmptyDirectoryIsCachedToo) {
  Fill({});
  Caller caller;
  uint64_t pos = 0;
  EXPECT_EQ(Read(&caller, &pos), Result::kServed);
  EXPECT_TRUE(caller.entries.empty());
  EXPECT_EQ(cache_.num_pages(), 0u);
}

TEST_P(DirentCacheTest, EveryRoomOfTheCallerGivesEachEntryOnce) {
  const std::vector<Entry> entries = Directory(500, 100);
  Fill(entries);
  for (size_t room : {1, 2, 3, 7, 31, 499, 500}) {
    CachePlace place;
    uint64_t pos = 0;
    std::vector<Entry> got;
    for (;;) {
      Caller caller(room);
      ASSERT_EQ(cache_.Read(dir_, &place, SinkOf(&caller), &pos),
                Result::kServed);
      if (caller.entries.empty()) break;
      got.insert(got.end(), caller.entries.begin(), caller.entries.end());
    }
    EXPECT_EQ(got, entries) << room;
  }
}

TEST_P(DirentCacheTest, RecordsLieWholeInOnePageAndZerosEndIt) {
  const std::vector<Entry> entries = Directory(2000, 81);
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
  const auto first = cache_.page(0);
  for (size_t at = per_page * reclen; at < page_size(); ++at) {
    ASSERT_EQ(first[at], std::byte{0}) << at;
  }
  EXPECT_EQ(cache_.size(), (cache_.num_pages() - 1) * page_size() +
                               ((entries.size() - 1) % per_page + 1) * reclen);
}

TEST_P(DirentCacheTest, AFullPageIsLeftWithoutAZero) {
  // Names of 8 bytes: 32 bytes each, a divisor of the page.
  const std::vector<Entry> entries = Directory(page_size() / 32 + 1, 8);
  Fill(entries);
  EXPECT_EQ(cache_.num_pages(), 2u);
  EXPECT_EQ(cache_.size(), page_size() + 32);
  Caller caller;
  uint64_t pos = 0;
  EXPECT_EQ(Read(&caller, &pos), Result::kServed);
  EXPECT_EQ(caller.entries, entries);
}

TEST_P(DirentCacheTest, ALastPageThatIsFullEndsTheListing) {
  const std::vector<Entry> entries = Directory(page_size() / 32, 8);
  Fill(entries);
  EXPECT_EQ(cache_.size(), page_size());
  Caller caller;
  uint64_t pos = 0;
  EXPECT_EQ(Read(&caller, &pos), Result::kServed);
  EXPECT_EQ(caller.entries, entries);
}

TEST_P(DirentCacheTest, AnEntryIsAppendedOnlyWherePositionsMeet) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  EXPECT_FALSE(Add({"c", 30}, 20));
  EXPECT_FALSE(Add({"a", 10}, 0));
  EXPECT_EQ(cache_.pos(), 10u);
  EXPECT_TRUE(Add({"b", 20}, 10));
  EXPECT_EQ(cache_.size(), 64u);
}

TEST_P(DirentCacheTest, TheEntryThatDidNotFitTheCallerIsCachedOnce) {
  // Offered, cached, not taken; the next readdir() gets it once more.
  EXPECT_TRUE(Add({"a", 10}, 0));
  EXPECT_TRUE(Add({"b", 20}, 10));
  EXPECT_FALSE(Add({"b", 20}, 10));
  EXPECT_TRUE(Add({"c", 30}, 20));
  cache_.End(30);
  Caller caller;
  uint64_t pos = 0;
  EXPECT_EQ(Read(&caller, &pos), Result::kServed);
  EXPECT_EQ(caller.entries,
            (std::vector<Entry>{{"a", 10}, {"b", 20}, {"c", 30}}));
}

TEST_P(DirentCacheTest, AnEndSomewhereElseDoesNotComplete) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  cache_.End(20);
  EXPECT_FALSE(cache_.complete());
  cache_.End(10);
  EXPECT_TRUE(cache_.complete());
  EXPECT_FALSE(Add({"b", 20}, 10)) << "a complete cache takes nothing more";
}

TEST_P(DirentCacheTest, ARecordOfOnePageIsCachedAndOneLongerIsNot) {
  // CVE-2026-31694: with 4 KiB pages, namelen 4072 and 4073.
  const size_t fits = page_size() - sizeof(FuseDirent);
  if (fits > kFuseNameMax) {
    EXPECT_TRUE(Add({std::string(kFuseNameMax, 'n'), 10}, 0));
    return;
  }
  EXPECT_TRUE(Add({std::string(fits, 'n'), 10}, 0));
  EXPECT_EQ(cache_.size(), page_size());
  EXPECT_FALSE(Add({std::string(fits + 1, 'n'), 20}, 10));
  EXPECT_EQ(cache_.size(), page_size());
  EXPECT_EQ(cache_.pos(), 10u);
}

// Only with pages of 4 KiB is any name that long.
TEST_P(OversizedTest, AnOversizedRecordEndsCachingForThatListing) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  for (size_t namelen = 4073; namelen <= kFuseNameMax; ++namelen) {
    EXPECT_FALSE(Add({std::string(namelen, 'n'), 20}, 10)) << namelen;
  }
  EXPECT_FALSE(Add({"b", 30}, 20)) << "positions no longer meet";
  cache_.End(30);
  EXPECT_FALSE(cache_.complete());
  Caller caller;
  uint64_t pos = 0;
  EXPECT_EQ(Read(&caller, &pos), Result::kUncached);
  EXPECT_TRUE(caller.entries.empty());
}

TEST_P(OversizedTest, CopyingAnOversizedRecordWritesBehindThePage) {
  // Before the fix: 4072 bytes still fit, 4073 do not.
  const auto copy = [](size_t namelen) {
    const PlantedPathMutant planted(PathMutant::kCacheCopiesOversized);
    DirentCache cache({.page_size = 4096});
    const std::string name(namelen, 'n');
    const dirents_entry entry = {1, 10, 8, static_cast<uint32_t>(namelen),
                                 name.data()};
    EXPECT_TRUE(cache.Add(entry, 0));
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
    Caller caller;
    uint64_t pos = 0;
    EXPECT_EQ(Read(&caller, &pos), Result::kUncached);
    EXPECT_FALSE(cache_.complete());
    EXPECT_EQ(cache_.size(), 0u);
    Fill({{"b", 20}});
    pos = 0;
    EXPECT_EQ(Read(&caller, &pos), Result::kServed);
    EXPECT_EQ(caller.entries, (std::vector<Entry>{{"b", 20}}));
  }
}

TEST_P(DirentCacheTest, AChangeIsOnlyLookedForAtTheStart) {
  Fill({{"a", 10}, {"b", 20}});
  Caller first(1);
  uint64_t pos = 0;
  EXPECT_EQ(Read(&first, &pos), Result::kServed);
  dir_.mtime = 1;
  Caller second;
  EXPECT_EQ(Read(&second, &pos), Result::kServed);
  EXPECT_EQ(second.entries, (std::vector<Entry>{{"b", 20}}));
}

TEST_P(DirentCacheTest, AResetInTheMiddleFallsThroughToTheServer) {
  Fill({{"a", 10}, {"b", 20}, {"c", 30}});
  Caller first(2);
  uint64_t pos = 0;
  EXPECT_EQ(Read(&first, &pos), Result::kServed);
  EXPECT_EQ(pos, 20u);
  cache_.Reset();
  Caller second;
  EXPECT_EQ(Read(&second, &pos), Result::kUncached);
  EXPECT_EQ(pos, 20u) << "the server is asked with the cookie of the cache";
  EXPECT_FALSE(Add({"c", 30}, 20)) << "a cache begins at position 0";
}

TEST_P(DirentCacheTest, AnotherFileMayRefillTheCacheInTheMiddle) {
  Fill({{"a", 10}, {"b", 20}, {"c", 30}});
  Caller first(1);
  uint64_t pos = 0;
  EXPECT_EQ(Read(&first, &pos), Result::kServed);
  cache_.Reset();
  // The new listing has an entry in front.
  for (const auto& [entry, at] : {std::pair(Entry{"0", 5}, 0),
                                  {Entry{"a", 10}, 5},
                                  {Entry{"b", 20}, 10},
                                  {Entry{"c", 30}, 20}}) {
    EXPECT_TRUE(Add(entry, at));
  }
  cache_.End(30);
  Caller second;
  EXPECT_EQ(Read(&second, &pos), Result::kServed);
  EXPECT_EQ(second.entries, (std::vector<Entry>{{"b", 20}, {"c", 30}}));
}

TEST_P(DirentCacheTest, ASeekFindsItsPlaceFromTheStart) {
  const std::vector<Entry> entries = Directory(1000, 60);
  Fill(entries);
  for (size_t i : {999u, 0u, 500u, 499u}) {
    Caller caller(1);
    uint64_t pos = i == 0 ? 0 : entries[i - 1].off;
    EXPECT_EQ(Read(&caller, &pos), Result::kServed);
    EXPECT_EQ(caller.entries, (std::vector<Entry>{entries[i]}));
    EXPECT_EQ(pos, entries[i].off);
  }
}

TEST_P(DirentCacheTest, APositionThatIsNotCachedIsAskedOfTheServer) {
  Fill(Directory(1000, 61));
  Caller caller;
  uint64_t pos = 12345678;
  EXPECT_EQ(Read(&caller, &pos), Result::kUncached);
  EXPECT_EQ(caller.offered, 0u);
  EXPECT_EQ(pos, 12345678u);
}

TEST_P(DirentCacheTest, APageTakenBackResetsTheCache) {
  const std::vector<Entry> entries = Directory(3000, 60);
  Fill(entries);
  ASSERT_GE(cache_.num_pages(), 3u);
  cache_.DropPage(1);
  Caller caller;
  uint64_t pos = 0;
  // What page 0 holds is emitted; then the server is asked.
  EXPECT_EQ(Read(&caller, &pos), Result::kUncached);
  ASSERT_FALSE(caller.entries.empty());
  EXPECT_EQ(pos, caller.entries.back().off);
  EXPECT_LT(caller.entries.size(), entries.size());
  EXPECT_FALSE(cache_.complete());
  EXPECT_EQ(cache_.size(), 0u);
}

TEST_P(DirentCacheTest, APageTakenBackWhileFillingStopsIt) {
  EXPECT_TRUE(Add({"a", 10}, 0));
  cache_.DropPage(0);
  EXPECT_FALSE(Add({"b", 20}, 10));
  EXPECT_EQ(cache_.pos(), 10u);
}

TEST_P(DirentCacheTest, WithoutPagesNothingMoreIsCached) {
  DirentCache cache({.page_size = page_size(), .max_pages = 1});
  uint64_t pos = 0;
  size_t cached = 0;
  for (const Entry& entry : Directory(page_size() / 32 + 9, 8)) {
    const dirents_entry shown = {entry.ino, entry.off, entry.type, 8,
                                 entry.name.data()};
    if (cache.Add(shown, pos)) ++cached;
    pos = entry.off;
  }
  EXPECT_EQ(cached, page_size() / 32);
  cache.End(pos);
  EXPECT_FALSE(cache.complete());
}

TEST_P(DirentCacheTest, PagesUsedAgainHoldNothingOld) {
  Fill(Directory(200, 100));
  cache_.Reset();
  EXPECT_TRUE(Add({"a", 10}, 0));
  const auto page = cache_.page(0);
  for (size_t at = 32; at < page_size(); ++at) {
    ASSERT_EQ(page[at], std::byte{0}) << at;
  }
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
    Caller caller;
    uint64_t pos = 0;
    EXPECT_EQ(Read(&caller, &pos), Result::kError) << damage.what;
    EXPECT_EQ(caller.entries, (std::vector<Entry>{{"a", 10}}));
    EXPECT_EQ(pos, 10u);
  }
}

TEST_P(DirentCacheTest, AZeroNamelenEndsThePageNotTheListing) {
  const std::vector<Entry> entries = Directory(3000, 60);
  Fill(entries);
  const size_t reclen = Reclen(RecordFormat::kDirent, 60);
  const size_t per_page = page_size() / reclen;
  std::memset(&cache_.page(0)[16], 0, 4);
  Caller caller;
  uint64_t pos = entries[per_page - 1].off;
  // Page 0 ends at once, so the position is not met there: nothing is found.
  EXPECT_EQ(Read(&caller, &pos), Result::kUncached);
  EXPECT_EQ(caller.offered, 0u);
  // From 0 on, place and position meet without page 0.
  pos = 0;
  EXPECT_EQ(Read(&caller, &pos), Result::kServed);
  ASSERT_EQ(caller.entries.size(), entries.size() - per_page);
  EXPECT_EQ(caller.entries[0], entries[per_page]);
}

}  // namespace
}  // namespace fuse_dirents
