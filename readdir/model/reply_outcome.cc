// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model/reply_outcome.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/utf8.h"
#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

enum class Frame : uint8_t { kWhole, kHeaderCut, kCut };

Frame FrameOf(const Profile& profile, RecordFormat format,
              const SentRecord& record) {
  const size_t header = HeaderSize(format);
  if (record.sent < header) return Frame::kHeaderCut;
  const uint64_t needed = profile.last_padding_required
                              ? Reclen(format, record.namelen)
                              : header + uint64_t{record.namelen};
  return record.sent < needed ? Frame::kCut : Frame::kWhole;
}

Rule CutRule(const Profile& profile, Frame frame) {
  if (frame == Frame::kWhole) return kAccept;
  return frame == Frame::kHeaderCut ? profile.trailing : profile.short_record;
}

bool Ends(const Rule& rule) {
  return rule.action == Action::kStop || rule.action == Action::kError;
}

Rule NamelenRule(const Profile& profile, const SentRecord& record) {
  if (record.namelen == 0) return profile.empty_name;
  return record.namelen > profile.name_max ? profile.long_name : kAccept;
}

// The rule for what the record says that ends the parse; else the one that
// hides it, if one does.
Rule ContentRule(const Profile& profile, const SentRecord& record) {
  const std::string& name = record.name;
  const auto printable = [](char c) {
    return c >= 0x20 && c <= 0x7e && c != '\\';
  };
  const struct {
    const Rule& rule;
    bool broken;
  } rules[] = {
      {profile.slash, name.find('/') != name.npos},
      {profile.nul, name.find('\0') != name.npos},
      {profile.unprintable, !std::ranges::all_of(name, printable)},
      {profile.not_utf8, !IsUtf8(name)},
      {profile.off_negative,
       record.off > uint64_t{std::numeric_limits<int64_t>::max()}},
      {profile.type_above_u8, record.type > 255},
  };
  Rule result = kAccept;
  for (const auto& [rule, broken] : rules) {
    if (!broken || rule == kAccept) continue;
    result = rule;
    if (Ends(rule)) break;
  }
  return result;
}

}  // namespace

bool IsHidden(const Profile& profile, const SentRecord& record) {
  return NamelenRule(profile, record) == kHide ||
         ContentRule(profile, record) == kHide;
}

ReplyOutcome OutcomeOf(const Profile& profile, RecordFormat format,
                       std::span<const SentRecord> records) {
  ReplyOutcome outcome;
  const auto end = [&outcome](const Rule& rule, bool cut) {
    (cut ? outcome.cut : outcome.bad) = true;
    if (rule.action == Action::kError) outcome.error = -rule.err;
    outcome.framed = outcome.read;
  };
  if (profile.frames_first && !records.empty()) {
    const Rule rule =
        CutRule(profile, FrameOf(profile, format, records.back()));
    if (rule.action == Action::kError) {
      end(rule, /*cut=*/true);
      outcome.dropped = true;
      return outcome;
    }
  }
  const bool frame_is_first =
      profile.frames_first || profile.order == CheckOrder::kRecordFirst;
  for (; outcome.read < records.size(); ++outcome.read) {
    const SentRecord& record = records[outcome.read];
    const Frame frame = FrameOf(profile, format, record);
    const Rule cut = CutRule(profile, frame);
    const Rule namelen = NamelenRule(profile, record);
    if (frame == Frame::kHeaderCut || (frame_is_first && Ends(cut))) {
      end(cut, /*cut=*/true);
      return outcome;
    }
    if (!Ends(namelen) && Ends(cut)) {
      end(cut, /*cut=*/true);
      return outcome;
    }
    const Rule content = ContentRule(profile, record);
    if (Ends(namelen) || Ends(content)) {
      end(Ends(namelen) ? namelen : content, /*cut=*/false);
      while (outcome.framed < records.size() &&
             FrameOf(profile, format, records[outcome.framed]) ==
                 Frame::kWhole) {
        ++outcome.framed;
      }
      return outcome;
    }
  }
  outcome.framed = outcome.read;
  return outcome;
}

std::vector<SentRecord> SentRecordsOf(RecordFormat format,
                                      std::string_view written, size_t sent) {
  const size_t header_size = HeaderSize(format);
  std::vector<SentRecord> records;
  for (size_t pos = 0; pos < std::min(sent, written.size());) {
    SentRecord record;
    const std::string_view left = written.substr(pos);
    size_t reclen = left.size();
    if (left.size() >= header_size) {
      FuseDirent header;
      std::memcpy(&header, left.data() + header_size - sizeof header,
                  sizeof header);
      record.ino = header.ino;
      record.off = header.off;
      record.type = header.type;
      record.namelen = header.namelen;
      record.name = left.substr(header_size, header.namelen);
      if (format == RecordFormat::kDirentplus) {
        FuseEntryOut entry_out;
        std::memcpy(&entry_out, left.data(), sizeof entry_out);
        record.nodeid = entry_out.nodeid;
        record.bad_entry_out = IsBadEntryOut(entry_out);
        record.generation = entry_out.generation;
        record.mode = entry_out.attr.mode;
        record.mtime = entry_out.attr.mtime;
      }
      reclen = std::min<uint64_t>(reclen, Reclen(format, header.namelen));
    }
    record.sent = std::min(reclen, sent - pos);
    records.push_back(std::move(record));
    pos += reclen;
  }
  return records;
}

}  // namespace fuse_dirents
