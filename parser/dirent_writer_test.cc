// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/dirent_writer.h"

#include <linux/fuse.h>

#include <cstring>
#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

std::string Write(RecordFormat format, const RecordFields& fields) {
  DirentWriter writer(format);
  writer.Append(fields);
  return writer.bytes();
}

TEST(DirentWriterTest, ADirentIsTheKernelsStructNameAndPadding) {
  const std::string bytes = Write(
      RecordFormat::kDirent, {.ino = 11, .off = 12, .type = 13, .name = "abc"});
  ASSERT_EQ(bytes.size(), 32u);
  fuse_dirent dirent;
  std::memcpy(&dirent, bytes.data(), sizeof dirent);
  EXPECT_EQ(dirent.ino, 11u);
  EXPECT_EQ(dirent.off, 12u);
  EXPECT_EQ(dirent.type, 13u);
  EXPECT_EQ(dirent.namelen, 3u);
  EXPECT_EQ(bytes.substr(24), std::string("abc\0\0\0\0\0", 8));
}

TEST(DirentWriterTest, ADirentplusIsAnEntryOutAndADirent) {
  RecordFields fields = {.ino = 11, .off = 12, .type = 13, .name = "abc"};
  std::memset(&fields.entry_out, 0x5a, sizeof fields.entry_out);
  EXPECT_EQ(Write(RecordFormat::kDirentplus, fields),
            std::string(128, '\x5a') + Write(RecordFormat::kDirent, fields));
}

TEST(DirentWriterTest, TheSizeIsReclenForEveryName) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    for (uint32_t namelen = 0; namelen < 40; ++namelen) {
      const std::string name(namelen, 'n');
      EXPECT_EQ(Write(format, {.name = name}).size(), Reclen(format, namelen));
    }
  }
}

TEST(DirentWriterTest, NamelenCanLie) {
  const std::string bytes =
      Write(RecordFormat::kDirent, {.name = "abc", .namelen = 0xfffffff0});
  ASSERT_EQ(bytes.size(), 32u);
  uint32_t namelen;
  std::memcpy(&namelen, bytes.data() + 16, sizeof namelen);
  EXPECT_EQ(namelen, 0xfffffff0u);
}

TEST(DirentWriterTest, PaddingCanBeAnyLengthAndAnyByte) {
  const auto tail = [](const RecordFields& fields) {
    return Write(RecordFormat::kDirent, fields).substr(24);
  };
  EXPECT_EQ(tail({.name = "abc", .padding = 0}), "abc");
  EXPECT_EQ(tail({.name = "abc", .padding = 2, .padding_byte = '#'}), "abc##");
  EXPECT_EQ(tail({.name = "abc", .padding_byte = '#'}), "abc#####");
  EXPECT_EQ(tail({.name = "", .padding = 1}), std::string(1, '\0'));
}

TEST(DirentWriterTest, ARecordThatDoesNotFitIsNotWritten) {
  DirentWriter writer(RecordFormat::kDirent);
  EXPECT_TRUE(writer.AppendIfFits({.name = "a"}, 32));
  const std::string before = writer.bytes();
  EXPECT_FALSE(writer.AppendIfFits({.name = "b"}, 63));
  EXPECT_FALSE(writer.AppendIfFits({.name = "b"}, 31));
  EXPECT_EQ(writer.bytes(), before);
  EXPECT_TRUE(writer.AppendIfFits({.name = "b"}, 64));
  EXPECT_EQ(writer.bytes().size(), 64u);
}

TEST(DirentWriterTest, RawBytesAreAppendedAndCutsShortenTheReply) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.AppendRaw("raw");
  writer.Append({.name = "a"});
  writer.Cut(4);
  EXPECT_EQ(writer.bytes(), std::string("raw\0", 4));
  writer.Cut(4);
  EXPECT_EQ(writer.bytes().size(), 4u);
}

TEST(DirentWriterTest, EqualityComparesEveryField) {
  const RecordFields fields = {.ino = 1, .name = "a"};
  EXPECT_EQ(fields, (RecordFields{.ino = 1, .name = "a"}));
  RecordFields other[9];
  for (RecordFields& o : other) o = fields;
  other[0].ino = 2;
  other[1].off = 2;
  other[2].type = 2;
  other[3].name = "b";
  other[4].entry_out.attr.flags = 1;
  other[5].namelen = 1;
  other[6].padding = 7;
  other[7].padding_byte = 1;
  other[8].entry_out.nodeid = 1;
  for (const RecordFields& o : other) EXPECT_FALSE(fields == o);
}

TEST(DirentWriterDeathTest, CuttingPastTheEndAborts) {
  DirentWriter writer(RecordFormat::kDirent);
  EXPECT_DEATH(writer.Cut(1), "check failed: nbytes <= bytes_.size");
}

}  // namespace
}  // namespace fuse_dirents
