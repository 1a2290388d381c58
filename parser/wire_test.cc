// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/wire.h"

#include <linux/fuse.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {
namespace {

#define EXPECT_SAME_FIELD(ours, our_field, theirs, their_field)        \
  EXPECT_EQ(offsetof(ours, our_field), offsetof(theirs, their_field)); \
  EXPECT_EQ(sizeof(ours::our_field), sizeof(theirs::their_field))

TEST(WireTest, DirentIsTheKernels) {
  EXPECT_EQ(sizeof(FuseDirent), FUSE_NAME_OFFSET);
  EXPECT_SAME_FIELD(FuseDirent, ino, fuse_dirent, ino);
  EXPECT_SAME_FIELD(FuseDirent, off, fuse_dirent, off);
  EXPECT_SAME_FIELD(FuseDirent, namelen, fuse_dirent, namelen);
  EXPECT_SAME_FIELD(FuseDirent, type, fuse_dirent, type);
}

TEST(WireTest, DirentplusIsTheKernels) {
  EXPECT_EQ(sizeof(FuseDirentplus), FUSE_NAME_OFFSET_DIRENTPLUS);
  EXPECT_EQ(offsetof(FuseDirentplus, entry_out),
            offsetof(fuse_direntplus, entry_out));
  EXPECT_EQ(sizeof(FuseEntryOut), sizeof(fuse_entry_out));
  EXPECT_EQ(offsetof(FuseDirentplus, dirent),
            offsetof(fuse_direntplus, dirent));
}

#define FIELD(field)                                    \
  {                                                     \
    #field, {                                           \
      offsetof(fuse_entry_out, field),                  \
          sizeof(std::declval<fuse_entry_out>().field), \
          sizeof(std::declval<FuseEntryOut>().field)    \
    }                                                   \
  }

TEST(WireTest, EveryFieldOfEntryOutHasItsNamePlaceAndSize) {
  struct Place {
    size_t offset, size, our_size;
  };
  const std::map<std::string, Place> kernel = {
      FIELD(nodeid),         FIELD(generation),       FIELD(entry_valid),
      FIELD(attr_valid),     FIELD(entry_valid_nsec), FIELD(attr_valid_nsec),
      FIELD(attr.ino),       FIELD(attr.size),        FIELD(attr.blocks),
      FIELD(attr.atime),     FIELD(attr.mtime),       FIELD(attr.ctime),
      FIELD(attr.atimensec), FIELD(attr.mtimensec),   FIELD(attr.ctimensec),
      FIELD(attr.mode),      FIELD(attr.nlink),       FIELD(attr.uid),
      FIELD(attr.gid),       FIELD(attr.rdev),        FIELD(attr.blksize),
      FIELD(attr.flags)};
  ASSERT_EQ(EntryOutFields().size(), kernel.size());
  for (const EntryOutField& field : EntryOutFields()) {
    SCOPED_TRACE(field.name);
    const auto found = kernel.find(std::string(field.name));
    ASSERT_NE(found, kernel.end());
    EXPECT_EQ(field.offset, found->second.offset);
    EXPECT_EQ(field.size, found->second.size);
    EXPECT_EQ(field.size, found->second.our_size);
  }
}

TEST(WireTest, TheFieldsCoverEntryOutInOrderWithoutAHole) {
  size_t end = 0;
  for (const EntryOutField& field : EntryOutFields()) {
    EXPECT_EQ(field.offset, end) << field.name;
    end += field.size;
  }
  EXPECT_EQ(end, sizeof(FuseEntryOut));
}

TEST(WireTest, AFieldThatIsSetIsReadBackAndTouchesNoOther) {
  for (const EntryOutField& field : EntryOutFields()) {
    FuseEntryOut entry_out = {};
    SetField(&entry_out, field, UINT64_MAX);
    for (const EntryOutField& other : EntryOutFields()) {
      const uint64_t all = other.size == 8 ? UINT64_MAX : UINT32_MAX;
      EXPECT_EQ(GetField(entry_out, other), other.name == field.name ? all : 0)
          << field.name << " and " << other.name;
    }
  }
}

TEST(WireTest, AFieldsTextIsReadBack) {
  for (const EntryOutField& field : EntryOutFields()) {
    FuseEntryOut entry_out = {};
    SetField(&entry_out, field, 0123456);
    const std::string name(field.name);
    EXPECT_EQ(EntryOutText(entry_out),
              " " + name + (name == "attr.mode" ? "=0123456" : "=42798"));
    FuseEntryOut read = {};
    EXPECT_TRUE(ParseEntryOutField(field.name, "0123456", &read));
    EXPECT_EQ(GetField(read, field), 42798u);
    EXPECT_FALSE(ParseEntryOutField(
        field.name, field.size == 8 ? "18446744073709551616" : "4294967296",
        &read));
    EXPECT_EQ(GetField(read, field), 42798u);
  }
  FuseEntryOut entry_out = {};
  EXPECT_FALSE(ParseEntryOutField("mode", "1", &entry_out));
  EXPECT_FALSE(ParseEntryOutField("", "1", &entry_out));
  EXPECT_EQ(EntryOutText(entry_out), "");
}

TEST(WireTest, ReclenIsTheKernelsForEveryNamelenUpTo8192) {
  for (uint32_t namelen = 0; namelen <= 1 << 13; ++namelen) {
    fuse_dirent dirent = {};
    dirent.namelen = namelen;
    fuse_direntplus direntplus = {};
    direntplus.dirent.namelen = namelen;
    ASSERT_EQ(Reclen(RecordFormat::kDirent, namelen),
              FUSE_DIRENT_SIZE(&dirent));
    ASSERT_EQ(Reclen(RecordFormat::kDirentplus, namelen),
              FUSE_DIRENTPLUS_SIZE(&direntplus));
  }
}

TEST(WireTest, ADirentplusIsAnEntryOutAndADirentForEveryNamelenUpTo8192) {
  for (uint32_t namelen = 0; namelen <= 1 << 13; ++namelen) {
    ASSERT_EQ(Reclen(RecordFormat::kDirentplus, namelen),
              128 + Reclen(RecordFormat::kDirent, namelen));
  }
}

TEST(WireTest, ReclenNeverWraps) {
  constexpr uint32_t kMost = std::numeric_limits<uint32_t>::max();
  EXPECT_EQ(Reclen(RecordFormat::kDirent, kMost), 0x1'0000'0018u);
  EXPECT_EQ(Reclen(RecordFormat::kDirentplus, kMost), 0x1'0000'0098u);
  for (uint32_t below = 0; below < 64; ++below) {
    EXPECT_GE(Reclen(RecordFormat::kDirent, kMost - below),
              uint64_t{kMost} - below + 24);
  }
}

TEST(WireTest, TheLongestNamesAreThoseOfTheKernel) {
  EXPECT_EQ(kFuseNameMax, 4096u - 1);  // PATH_MAX - 1
  EXPECT_EQ(kFuseNameMaxBefore615, 1024u);
  EXPECT_EQ(kFuseRootId, uint64_t{FUSE_ROOT_ID});
}

}  // namespace
}  // namespace fuse_dirents
