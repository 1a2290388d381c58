// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/dump_reply.h"

#include <cstdio>
#include <filesystem>
#include <string>

#include "base/files.h"
#include "differential/input_file.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

std::string Dump(const DirentWriter& writer, size_t page_size = 4096,
                 const Profile& profile = LinuxProfile()) {
  return DumpReply(writer.format(), writer.bytes(), profile, page_size);
}

// The line that `text` starts at or lies in.
std::string LineWith(const std::string& dump, const std::string& text) {
  const size_t at = dump.find(text);
  if (at == std::string::npos) return "no \"" + text + "\" in:\n" + dump;
  const size_t start = at == 0 ? 0 : dump.rfind('\n', at - 1) + 1;
  return dump.substr(start, dump.find('\n', at) - start);
}

TEST(DumpReplyTest, PrintsRecordsPaddingStopAndSum) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.ino = 3, .off = 4, .type = 8, .name = "a\nb"});
  writer.Append({.ino = 5, .off = 6, .type = 4, .name = "12345678"});
  EXPECT_EQ(Dump(writer),
            "       0  record 0: ino=3 off=4 namelen=3 type=8 DT_REG "
            "reclen=32\n"
            "          name \"a\\x0ab\"\n"
            "          padding 5: 00 00 00 00 00\n"
            "      32  record 1: ino=5 off=6 namelen=8 type=4 DT_DIR "
            "reclen=32\n"
            "          name \"12345678\"\n"
            "      64  stop: end of the reply; the parser returns 0\n"
            "64 bytes: 2 records: 48 headers + 11 names + 5 padding + 0 "
            "trailing\n");
}

TEST(DumpReplyTest, PlusRecordsShowTheirEntryOut) {
  DirentWriter writer(RecordFormat::kDirentplus);
  FuseEntryOut entry_out = {};
  entry_out.nodeid = 77;
  entry_out.attr.mode = 0100644;
  writer.Append({.off = 1, .type = 8, .name = "f", .entry_out = entry_out});
  EXPECT_EQ(LineWith(Dump(writer), "entry_out"),
            "          entry_out nodeid=77 attr.mode=0100644");
}

TEST(DumpReplyTest, PaddingThatIsNotZeroIsFlagged) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.type = 8, .name = "abcdef", .padding_byte = 0x5a});
  EXPECT_EQ(LineWith(Dump(writer), "padding 2"),
            "          padding 2: 5a 5a  NOT ZERO");
}

// One record of 24 + 100 + 4 bytes at byte 128 - `at`, on pages of 128 bytes.
std::string CutAt(size_t at) {
  DirentWriter writer(RecordFormat::kDirent);
  const size_t before = 128 - at;
  if (before >= 32) writer.Append({.name = std::string(before - 24, 'x')});
  writer.Append({.name = std::string(100, 'y')});
  return LineWith(Dump(writer, 128), "page 0 ends at byte 128");
}

TEST(DumpReplyTest, PageSeamsNameTheFieldThatTheyCut) {
  EXPECT_EQ(CutAt(0), "--------  page 0 ends at byte 128, between records");
  const std::string inside =
      "--------  page 0 ends at byte 128, inside record 1: ";
  EXPECT_EQ(CutAt(16), inside + "header, 16 of 24 bytes before the cut");
  EXPECT_EQ(CutAt(24), inside + "between header and name");
  EXPECT_EQ(CutAt(64), inside + "name, 40 of 100 bytes before the cut");
}

TEST(DumpReplyTest, SeamInPaddingAndSeamsInEntryOut) {
  DirentWriter writer(RecordFormat::kDirentplus);
  writer.Append({.name = std::string(35, 'x')});  // 128 + 24 + 35 + 5 = 192
  const std::string dump = Dump(writer, 64);
  EXPECT_EQ(LineWith(dump, "byte 64"),
            "--------  page 0 ends at byte 64, inside record 0: entry_out, 64 "
            "of 128 bytes before the cut");
  EXPECT_EQ(LineWith(dump, "byte 128"),
            "--------  page 1 ends at byte 128, inside record 0: "
            "between entry_out and header");
  EXPECT_EQ(LineWith(dump, "byte 192"),
            "--------  page 2 ends at byte 192, after the last byte");
}

TEST(DumpReplyTest, EveryTrailingByteIsPrinted) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.off = 1, .name = "whole"});
  writer.Append({.off = 2, .name = "cut away"});
  writer.Cut(writer.bytes().size() - 2);
  const std::string dump = Dump(writer);
  EXPECT_EQ(LineWith(dump, "stop"),
            "      32  stop: the record runs past the end of the reply; the "
            "parser returns 0");
  EXPECT_EQ(LineWith(dump, "the header there"),
            "          the header there: ino=0 off=2 namelen=8 type=0 "
            "DT_UNKNOWN reclen=32");
  EXPECT_EQ(LineWith(dump, "      32  trailing"),
            "      32  trailing: 00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 "
            "00");
  EXPECT_EQ(LineWith(dump, "      48  trailing"),
            "      48  trailing: 08 00 00 00 00 00 00 00 63 75 74 20 61 77");
  EXPECT_EQ(LineWith(dump, "62 bytes"),
            "62 bytes: 1 records: 24 headers + 5 names + 3 padding + 30 "
            "trailing");
}

TEST(DumpReplyTest, RefusedRecordCountsAsTrailing) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.name = "a/b"});
  const std::string dump = Dump(writer);
  EXPECT_EQ(LineWith(dump, "stop"),
            "       0  stop: the name holds a '/'; the parser returns -EIO");
  EXPECT_EQ(LineWith(dump, "32 bytes"),
            "32 bytes: 0 records: 0 headers + 0 names + 0 padding + 32 "
            "trailing");
}

TEST(DumpReplyTest, ProfileDecidesWhatIsARecord) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.name = std::string(1025, 'n')});
  EXPECT_NE(Dump(writer).find(": 1 records: "), std::string::npos);
  const Profile* before = FindProfile("linux_before_6_15");
  ASSERT_NE(before, nullptr);
  EXPECT_NE(Dump(writer, 4096, *before).find(": 0 records: "),
            std::string::npos);
}

TEST(DumpReplyTest, LastRecordMayLackItsPaddingIfTheProfileSaysSo) {
  Profile profile = LinuxProfile();
  profile.last_padding_required = false;
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.name = "abc", .padding = 0});
  EXPECT_EQ(LineWith(Dump(writer, 4096, profile), "27 bytes"),
            "27 bytes: 1 records: 24 headers + 3 names + 0 padding + 0 "
            "trailing");
}

TEST(ColouredDumpTest, IsTheSameTextWithEscapes) {
  DirentWriter writer(RecordFormat::kDirentplus);
  writer.Append({.name = "\x1b[31m", .padding_byte = 1});
  writer.Append({.name = std::string(300, 'n')});
  writer.Append({.name = "a/b"});
  const std::string dump = Dump(writer, 128);
  std::string coloured = ColouredDump(dump);
  for (const char* line :
       {"record 0", "name ", "entry_out", "padding", "stop: ", "page 0"}) {
    EXPECT_TRUE(LineWith(coloured, line).starts_with("\x1b[")) << line;
    EXPECT_TRUE(LineWith(coloured, line).ends_with("\x1b[0m")) << line;
  }
  EXPECT_TRUE(LineWith(coloured, "NOT ZERO").starts_with("\x1b[31m"));
  for (size_t at; (at = coloured.find('\x1b')) != coloured.npos;) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  EXPECT_EQ(coloured, dump);
}

TEST(DumpJsonTest, HasWhatTheTextHas) {
  DirentWriter writer(RecordFormat::kDirentplus);
  FuseEntryOut entry_out = {};
  entry_out.nodeid = UINT64_MAX;
  entry_out.attr.mode = 0100644;
  writer.Append({.ino = 3,
                 .off = UINT64_MAX,
                 .type = 8,
                 .name = "a\xff\\",
                 .entry_out = entry_out,
                 .padding_byte = 0x5a});
  writer.Append({.name = "a/b"});
  const auto json =
      DumpJson(writer.format(), writer.bytes(), LinuxProfile(), 64);
  EXPECT_EQ(
      json.dump(),
      R"({"profile":"linux","bytes":320,"records":[)"
      R"({"at":0,"reclen":160,"ino":3,"off":18446744073709551615,"namelen":3,)"
      R"("type":8,"type_name":"DT_REG","name":"a\\xff\\\\",)"
      R"("padding":"5a5a5a5a5a","hidden":false,"entry_out":{)"
      R"("nodeid":18446744073709551615,"attr.mode":33188}}],)"
      R"("stop":{"at":160,"why":"the name holds a '/'","error":-5,)"
      R"("error_name":"-EIO"},"trailing":")" +
          std::string(json["trailing"]) +
          R"(","page_size":64,"page_ends":[)"
          R"({"at":64,"record":0,"where":"entry_out, 64 of 128 bytes before the )"
          R"(cut"},{"at":128,"record":0,"where":"between entry_out and header"},)"
          R"({"at":192,"record":null,"where":""},)"
          R"({"at":256,"record":null,"where":""},)"
          R"({"at":320,"record":null,"where":""}]})");
  EXPECT_EQ(std::string(json["trailing"]).size(), 2 * 160u);
}

TEST(DumpReplyTest, AccountsForEveryByteOfCapturedReplies) {
  size_t replies = 0, cut = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("corpus/captured")) {
    const std::string path = entry.path();
    const auto format = FormatOf(path);
    if (!format) continue;
    SCOPED_TRACE(path);
    const std::string reply = MustReadFile(path);
    const std::string dump = DumpReply(*format, reply, LinuxProfile(), 4096);
    const std::string last = dump.substr(dump.rfind('\n', dump.size() - 2) + 1);
    size_t total, records, headers, names, padding, trailing;
    ASSERT_EQ(
        std::sscanf(last.c_str(),
                    "%zu bytes: %zu records: %zu headers + %zu names + "
                    "%zu padding + %zu trailing",
                    &total, &records, &headers, &names, &padding, &trailing),
        6)
        << last;
    EXPECT_EQ(total, reply.size());
    EXPECT_EQ(total, headers + names + padding + trailing);
    EXPECT_GT(records, 0u);
    EXPECT_EQ(headers, records * HeaderSize(*format));
    ++replies;
    cut += trailing != 0;
  }
  EXPECT_GE(replies, 600u);
  EXPECT_GE(cut, 45u) << "libfuse 2 cuts at the size of the request";
}

}  // namespace
}  // namespace fuse_dirents
