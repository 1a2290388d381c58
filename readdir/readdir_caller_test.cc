// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/readdir_caller.h"

#include <dirent.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

dirents_entry Entry(const std::string& name, uint64_t off = 1,
                    uint32_t type = 8) {
  return {7, off, type, static_cast<uint32_t>(name.size()), name.data()};
}

TEST(Getdents64Test, ReclenIsThatOfTheSystemsStruct) {
  EXPECT_EQ(offsetof(struct dirent64, d_name), 19u);
  EXPECT_EQ(Getdents64Reclen(1), 24u);
  EXPECT_EQ(Getdents64Reclen(4), 24u);
  EXPECT_EQ(Getdents64Reclen(5), 32u);
  EXPECT_EQ(Getdents64Reclen(255), 280u);
  EXPECT_EQ(Getdents64Reclen(4095), 4120u);
}

TEST(Getdents64Test, WritesWhatTheSystemsStructReads) {
  Getdents64 caller(64);
  EXPECT_EQ(caller.count(), 64);
  EXPECT_TRUE(caller.Take(Entry("one", 11, 4), 0));
  EXPECT_EQ(caller.count(), 40);
  EXPECT_TRUE(caller.Take(Entry("three"), 11));
  ASSERT_EQ(caller.Finish(0, 33), 56);
  struct dirent64 first, second;
  std::memcpy(&first, caller.bytes().data(), 24);
  std::memcpy(&second, caller.bytes().data() + 24, 32);
  EXPECT_EQ(first.d_ino, 7u);
  EXPECT_EQ(first.d_off, 11);
  EXPECT_EQ(first.d_reclen, 24);
  EXPECT_EQ(first.d_type, DT_DIR);
  EXPECT_STREQ(first.d_name, "one");
  EXPECT_EQ(second.d_off, 33);
  EXPECT_STREQ(second.d_name, "three");
}

TEST(Getdents64Test, TakesAnEntryThatFitsToTheByteAndNoneOfOneMore) {
  for (size_t namelen = 1; namelen <= 64; ++namelen) {
    const std::string name(namelen, 'n');
    Getdents64 fits(Getdents64Reclen(namelen));
    EXPECT_TRUE(fits.Take(Entry(name), 0));
    Getdents64 tight(Getdents64Reclen(namelen) - 1);
    EXPECT_FALSE(tight.Take(Entry(name), 0));
    EXPECT_EQ(tight.Finish(0, 0), -EINVAL);
  }
}

TEST(Getdents64Test, AnErrorShowsOnlyIfNothingWasTaken) {
  Getdents64 caller(64);
  EXPECT_EQ(caller.Finish(0, 5), 0) << "the end";
  EXPECT_EQ(caller.Finish(-EIO, 0), -EIO);
  EXPECT_TRUE(caller.Take(Entry("one"), 0));
  EXPECT_EQ(caller.Finish(-EIO, 1), 24);
}

TEST(Getdents64Test, RefusesNamesThatNoPathCanHold) {
  for (const std::string& name :
       {std::string(), std::string("a/b"), std::string(4096, 'n')}) {
    Getdents64 caller(8192);
    EXPECT_FALSE(caller.Take(Entry(name), 0));
    EXPECT_EQ(caller.Finish(0, 0), -EIO);
  }
  Getdents64 caller(8192);
  EXPECT_TRUE(caller.Take(Entry(std::string(4095, 'n')), 0));
}

void Read(std::span<const std::byte> bytes) {
  std::vector<ListedEntry> entries;
  ReadGetdents64(bytes, &entries);
}

TEST(ReadGetdents64DeathTest, TakesNoRecordThatDoesNotHold) {
  Getdents64 caller(64);
  ASSERT_TRUE(caller.Take(Entry("name"), 0));
  ASSERT_EQ(caller.Finish(0, 9), 24);
  std::vector<std::byte> bytes(caller.bytes().begin(), caller.bytes().end());
  std::vector<ListedEntry> entries;
  ReadGetdents64(bytes, &entries);
  EXPECT_EQ(entries, (std::vector<ListedEntry>{{7, 9, 8, "name"}}));
  EXPECT_DEATH(Read(std::span(bytes).first(23)), "check failed");
  for (const int reclen : {0, 8, 20, 25, 32}) {
    bytes[16] = std::byte(reclen);
    EXPECT_DEATH(Read(bytes), "check failed") << reclen;
  }
  bytes[16] = std::byte{24};
  bytes[23] = std::byte{'x'};
  EXPECT_DEATH(Read(bytes), "check failed");
}

TEST(KeepingCallerTest, KeepsUpToItsLimit) {
  KeepingCaller caller(0x7fffffff, 2);
  EXPECT_TRUE(caller.Take(Entry("a"), 0));
  EXPECT_TRUE(caller.Take(Entry("b"), 0));
  EXPECT_FALSE(caller.Take(Entry("c"), 0));
  EXPECT_EQ(caller.entries().size(), 2u);
}

}  // namespace
}  // namespace fuse_dirents
