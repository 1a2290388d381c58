// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/check_reply.h"

#include <sys/stat.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "fmt/format.h"
#include "parser/entry_out.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kNanoseconds = 1'000'000'000;

class ReplyCheck {
 public:
  ReplyCheck(const Batch& batch, Results* results)
      : batch_(batch), reply_(batch.bytes), results_(*results) {}

  void Run() {
    results_.Checked(RuleId::kReplySize);
    size_t pos = 0;
    while (const auto frame = FrameAt(*batch_.format, reply_, pos)) {
      if (!frame->is_whole()) break;
      Record(*frame);
      pos = frame->end;
    }
    Expect(RuleId::kWholeRecords, pos == reply_.size(), pos, [&] {
      return fmt::format("{} bytes after the last whole record",
                         reply_.size() - pos);
    });
  }

 private:
  template <typename Found>
  void Expect(RuleId rule, bool good, size_t pos, const Found& found) {
    results_.Checked(rule);
    if (!good) results_.Fail(rule, batch_, pos, found());
  }

  void Record(const RecordFrame& frame) {
    const FuseDirentplus header = HeaderOf(reply_, frame);
    const Entry entry = {.name = NameOf(reply_, frame),
                         .ino = header.dirent.ino,
                         .off = header.dirent.off,
                         .type = header.dirent.type,
                         .pos = frame.pos};
    Expect(RuleId::kNamelen, frame.namelen > 0 && frame.namelen <= kFuseNameMax,
           frame.pos, [&] { return fmt::format("namelen {}", frame.namelen); });
    Expect(RuleId::kNul, entry.name.find('\0') == entry.name.npos, frame.pos,
           [&] { return "the name " + ShownName(entry.name); });
    Padding(frame);
    CheckEntry(batch_, entry, &results_);
    if (*batch_.format == RecordFormat::kDirentplus) {
      EntryOut(entry, header.entry_out);
    }
  }

  void Padding(const RecordFrame& frame) {
    const size_t begin = frame.name_at + frame.namelen;
    if (begin == frame.end) return;
    const std::string_view padding = reply_.substr(begin, frame.end - begin);
    Expect(RuleId::kPaddingZero,
           padding.find_first_not_of('\0') == padding.npos, frame.pos, [&] {
             return fmt::format("padding {} after a name", Quote(padding));
           });
  }

  void EntryOut(const Entry& entry, const FuseEntryOut& out) {
    if (IsDotOrDotDot(entry.name)) {
      Expect(RuleId::kDotsNotLookedUp, out.nodeid == 0, entry.pos, [&] {
        return fmt::format("{} with nodeid {}", Quote(entry.name), out.nodeid);
      });
    }
    if (out.nodeid == 0) return;
    const uint32_t type = TypeOfMode(out.attr.mode);
    if (entry.type != 0 && IsType(type) && type != 0) {
      Expect(RuleId::kTypeBits, entry.type == type, entry.pos, [&] {
        return fmt::format("type {} with attr.mode 0{:o}, whose type is {}",
                           entry.type, out.attr.mode, type);
      });
    }
    std::string problem = AttrProblem(out.attr);
    Expect(RuleId::kAttrPlausible, problem.empty(), entry.pos,
           [&] { return std::move(problem); });
  }

  const Batch& batch_;
  const std::string_view reply_;
  Results& results_;
};

}  // namespace

bool IsType(uint32_t type) {
  constexpr uint32_t kTypes[] = {0,
                                 TypeOfMode(S_IFIFO),
                                 TypeOfMode(S_IFCHR),
                                 TypeOfMode(S_IFDIR),
                                 TypeOfMode(S_IFBLK),
                                 TypeOfMode(S_IFREG),
                                 TypeOfMode(S_IFLNK),
                                 TypeOfMode(S_IFSOCK)};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

std::string AttrProblem(const FuseAttr& attr) {
  if (!IsType(TypeOfMode(attr.mode)) || TypeOfMode(attr.mode) == 0) {
    return fmt::format("attr.mode 0{:o} has no file type", attr.mode);
  }
  if (attr.size > INT64_MAX) return fmt::format("attr.size {}", attr.size);
  if (attr.nlink == 0) return "attr.nlink 0";
  const uint32_t nsec =
      std::max({attr.atimensec, attr.mtimensec, attr.ctimensec});
  if (nsec >= kNanoseconds) {
    return fmt::format("a time of attr with {} nanoseconds", nsec);
  }
  if (attr.blksize != 0 && !std::has_single_bit(attr.blksize)) {
    return fmt::format("attr.blksize {}", attr.blksize);
  }
  return "";
}

void CheckEntry(const Batch& batch, const Entry& entry, Results* results) {
  const auto expect = [&](RuleId rule, bool good, const auto& found) {
    results->Checked(rule);
    if (!good) results->Fail(rule, batch, entry.pos, found());
  };
  expect(RuleId::kSlash, entry.name.find('/') == entry.name.npos,
         [&] { return "the name " + ShownName(entry.name); });
  expect(RuleId::kTypeBits, IsType(entry.type),
         [&] { return fmt::format("type {}", entry.type); });
  expect(RuleId::kInoNonzero, entry.ino != 0,
         [&] { return "ino 0 of the name " + ShownName(entry.name); });
  expect(RuleId::kOffPositive, entry.off <= INT64_MAX, [&] {
    return fmt::format("off {}, which is {} as a loff_t", entry.off,
                       static_cast<int64_t>(entry.off));
  });
}

void CheckReply(const Batch& batch, Results* results) {
  ReplyCheck(batch, results).Run();
}

void FrameEntries(Batch* batch) {
  batch->entries.clear();
  const std::string_view reply = batch->bytes;
  size_t pos = 0;
  while (const auto frame = FrameAt(*batch->format, reply, pos)) {
    if (!frame->is_whole()) break;
    const FuseDirent dirent = HeaderOf(reply, *frame).dirent;
    batch->entries.push_back({.name = NameOf(reply, *frame),
                              .ino = dirent.ino,
                              .off = dirent.off,
                              .type = dirent.type,
                              .pos = pos});
    pos = frame->end;
  }
}

}  // namespace fuse_dirents
