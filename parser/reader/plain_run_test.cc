// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// PlainRun against the slow path of DirentReader.

#include "parser/reader/plain_run.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded_bytes.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

// One call of PlainRun::Next(), or of something broken in its place.
using NextFunction = bool (*)(RecordFormat format, PlainRun* run,
                              uint32_t name_max, Dirent* out,
                              FuseEntryOut* entry_out);

bool PlainNext(RecordFormat format, PlainRun* run, uint32_t name_max,
               Dirent* out, FuseEntryOut* entry_out) {
  uint64_t namelen = 0;
  return run->Next(HeaderSize(format), name_max, out, entry_out, &namelen);
}

// The bytes as segments of one byte, so that no record is plain.
class SlowReader {
 public:
  SlowReader(RecordFormat format, std::string_view bytes,
             const Profile& profile)
      : segments_(Split(bytes)),
        reader_(format, ReplyBytes(segments_, bytes.size()), profile) {}

  DirentReader* operator->() { return &reader_; }

 private:
  static std::vector<Segment> Split(std::string_view bytes) {
    std::vector<Segment> segments;
    for (const char& byte : bytes) segments.push_back({&byte, 1});
    return segments;
  }

  std::vector<Segment> segments_;
  DirentReader reader_;
};

class PlainRunTest : public testing::TestWithParam<RecordFormat> {
 protected:
  // Whether `next` does with the record in `bytes`, at an unreadable page, what
  // the slow path does with it.
  bool AgreesWithSlowPath(NextFunction next, const std::string& bytes,
                          const Profile& profile) {
    const std::string_view placed = room_.Place(bytes);
    const ByteRun run(reinterpret_cast<const std::byte*>(placed.data()),
                      placed.size());
    PlainRun plain(run);
    Dirent got{};
    FuseEntryOut entry_out{};
    const bool read =
        next(GetParam(), &plain, profile.name_max, &got, &entry_out);
    SlowReader slow(GetParam(), bytes, profile);
    Dirent want{};
    if (slow->Next(&want) != read) return false;
    ++(read ? plain_ : not_plain_);
    if (!read) return plain.at() == run.data();
    const bool plus = GetParam() == RecordFormat::kDirentplus;
    return got.ino == want.ino && got.off == want.off &&
           got.type == want.type && got.name == want.name &&
           got.name.data() == placed.data() + HeaderSize(GetParam()) &&
           got.reclen == want.reclen && !got.bounced && !got.hidden &&
           plain.at() == run.data() + slow->pos() &&
           (!plus ||
            std::memcmp(&entry_out, &slow->entry_out(), sizeof entry_out) == 0);
  }

  // Every length of the run, namelen, name_max and place of a slash that are
  // small, and namelen at its limits.
  int Disagreements(NextFunction next) {
    int disagreements = 0;
    for (const uint32_t name_max : {1u, 8u, kFuseNameMax}) {
      Profile profile = LinuxProfile();
      profile.name_max = name_max;
      for (const uint32_t namelen : {0u, 1u, 2u, 7u, 8u, 9u, 4095u, 4096u,
                                     0x7fffffffu, 0xfffffff8u, ~0u}) {
        for (const size_t slash : {0u, 1u, 7u, 8u, 9u}) {
          RecordFields fields = {.ino = 1,
                                 .off = 2,
                                 .type = 3,
                                 .name = std::string(kName),
                                 .namelen = namelen};
          if (slash < kName.size()) fields.name[slash] = '/';
          fields.entry_out.nodeid = 4;
          fields.entry_out.attr.flags = 5;
          DirentWriter writer(GetParam());
          writer.Append(fields);
          for (size_t size = 0; size <= writer.bytes().size(); ++size) {
            const std::string bytes(writer.bytes().substr(0, size));
            disagreements += AgreesWithSlowPath(next, bytes, profile) ? 0 : 1;
          }
        }
      }
    }
    return disagreements;
  }

  static constexpr std::string_view kName = "abcdefghi";
  GuardedBytes room_{1 << 12};
  int plain_ = 0;
  int not_plain_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Formats, PlainRunTest,
                         testing::Values(RecordFormat::kDirent,
                                         RecordFormat::kDirentplus),
                         [](const auto& format) {
                           return format.param == RecordFormat::kDirent
                                      ? "Dirent"
                                      : "Direntplus";
                         });

TEST_P(PlainRunTest, EveryShortRunHasTheOutcomeOfTheSlowPath) {
  EXPECT_EQ(Disagreements(PlainNext), 0);
  EXPECT_GT(plain_, 200);
  EXPECT_GT(not_plain_, 5000);
}

TEST_P(PlainRunTest, ARecordThatIsNotPlainYieldsItsNamelenIfRead) {
  DirentWriter writer(GetParam());
  writer.Append({.name = "a/b"});
  const std::string_view bytes = writer.bytes();
  for (const size_t size : {HeaderSize(GetParam()) - 1, bytes.size()}) {
    PlainRun run(std::as_bytes(std::span(bytes.substr(0, size))));
    Dirent record;
    FuseEntryOut entry_out;
    uint64_t namelen = 0;
    EXPECT_FALSE(run.Next(HeaderSize(GetParam()), kFuseNameMax, &record,
                          &entry_out, &namelen));
    EXPECT_EQ(namelen, size == bytes.size() ? 3 : PlainRun::kUnread);
  }
}

TEST_P(PlainRunTest, BrokenFastPathsAreFound) {
  // name_max is not enforced.
  EXPECT_GT(Disagreements([](RecordFormat format, PlainRun* run, uint32_t,
                             Dirent* out, FuseEntryOut* entry_out) {
              return PlainNext(format, run, kFuseNameMax, out, entry_out);
            }),
            0);
  // A number is misread.
  EXPECT_GT(
      Disagreements([](RecordFormat format, PlainRun* run, uint32_t name_max,
                       Dirent* out, FuseEntryOut* entry_out) {
        if (!PlainNext(format, run, name_max, out, entry_out)) {
          return false;
        }
        out->type ^= 1;
        return true;
      }),
      0);
  // A record that was read is read again.
  EXPECT_GT(
      Disagreements([](RecordFormat format, PlainRun* run, uint32_t name_max,
                       Dirent* out, FuseEntryOut* entry_out) {
        PlainRun copy = *run;
        return PlainNext(format, &copy, name_max, out, entry_out);
      }),
      0);
}

}  // namespace
}  // namespace fuse_dirents
