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

// `is_last`: nothing of the reply follows the record.
Frame FrameOf(const Profile& profile, RecordFormat format,
              const SentRecord& record, bool is_last) {
  const size_t header = HeaderSize(format);
  const bool is_lone = record.sent == header && is_last;
  if (record.sent < header || (is_lone && !profile.lone_header_judged)) {
    return Frame::kHeaderCut;
  }
  const uint64_t needed = profile.last_padding_required
                              ? Reclen(format, record.namelen)
                              : header + uint64_t{record.namelen};
  return record.sent < needed ? Frame::kCut : Frame::kWhole;
}

Rule CutRule(const Profile& profile, Frame frame) {
  if (frame == Frame::kWhole) return kAccept;
  return frame == Frame::kHeaderCut ? profile.trailing : profile.short_record;
}

Rule NamelenRule(const Profile& profile, const SentRecord& record) {
  if (record.namelen == 0) return profile.empty_name;
  return record.namelen > profile.name_max ? profile.long_name : kAccept;
}

// The first of several rules that ends the parse; else one that hides the
// entry, if any.
class FirstRule {
 public:
  // The next rule.  `is_broken` is asked only where the answer matters.
  template <typename IsBroken>
  FirstRule& Then(const Rule& rule, const IsBroken& is_broken) {
    if (rule != kAccept && !Ends(rule_) && is_broken()) rule_ = rule;
    return *this;
  }
  const Rule& Get() const { return rule_; }

 private:
  Rule rule_ = kAccept;
};

Rule NumberRule(const Profile& profile, const SentRecord& record) {
  constexpr auto kMaxOff = uint64_t{std::numeric_limits<int64_t>::max()};
  return FirstRule()
      .Then(profile.off_negative, [&] { return record.off > kMaxOff; })
      .Then(profile.type_above_u8, [&] { return record.type > 255; })
      .Get();
}

// The rule for what the record says, without those for its numbers.
Rule NameRule(const Profile& profile, const SentRecord& record) {
  const std::string& name = record.name;
  const auto printable = [](char c) {
    return c >= 0x20 && c <= 0x7e && c != '\\';
  };
  return FirstRule()
      .Then(profile.slash, [&] { return name.find('/') != name.npos; })
      .Then(profile.nul, [&] { return name.find('\0') != name.npos; })
      .Then(profile.unprintable,
            [&] { return !std::ranges::all_of(name, printable); })
      .Then(profile.not_utf8, [&] { return !IsUtf8(name); })
      .Then(profile.efi_attr, [&] { return record.no_efi_info; })
      .Get();
}

Rule AllContentRules(const Profile& profile, const SentRecord& record) {
  const auto always = [] { return true; };
  return FirstRule()
      .Then(NameRule(profile, record), always)
      .Then(NumberRule(profile, record), always)
      .Get();
}

// The rule for what the record says that the walk through the reply obeys.
Rule ContentRule(const Profile& profile, const SentRecord& record) {
  return profile.emit_time == EmitTime::kBeforeLookup
             ? AllContentRules(profile, record)
             : NameRule(profile, record);
}

}  // namespace

bool Ends(const Rule& rule) {
  return rule.action == Action::kStop || rule.action == Action::kError;
}

Rule OfferRule(const Profile& profile, const SentRecord& record) {
  if (profile.emit_time == EmitTime::kBeforeLookup) return kAccept;
  return NumberRule(profile, record);
}

bool IsHidden(const Profile& profile, const SentRecord& record) {
  return NamelenRule(profile, record) == kHide ||
         AllContentRules(profile, record) == kHide;
}

namespace {

// All but `unpadded`.
ReplyOutcome WalkOf(const Profile& profile, RecordFormat format,
                    std::span<const SentRecord> records) {
  ReplyOutcome outcome;
  const auto end = [&outcome](const Rule& rule, bool cut) {
    (cut ? outcome.cut : outcome.bad) = true;
    if (rule.action == Action::kError) outcome.error = -rule.err;
    outcome.framed = outcome.read;
  };
  if (profile.frames_first && !records.empty()) {
    const Rule rule =
        CutRule(profile, FrameOf(profile, format, records.back(), true));
    if (rule.action == Action::kError) {
      end(rule, /*cut=*/true);
      outcome.dropped = true;
      return outcome;
    }
  }
  const auto frame_of = [&](size_t i) {
    return FrameOf(profile, format, records[i], i + 1 == records.size());
  };
  const bool frame_is_first =
      profile.frames_first || profile.order == CheckOrder::kRecordFirst;
  for (; outcome.read < records.size(); ++outcome.read) {
    const SentRecord& record = records[outcome.read];
    const Frame frame = frame_of(outcome.read);
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
             frame_of(outcome.framed) == Frame::kWhole) {
        ++outcome.framed;
      }
      return outcome;
    }
  }
  outcome.framed = outcome.read;
  return outcome;
}

}  // namespace

ReplyOutcome OutcomeOf(const Profile& profile, RecordFormat format,
                       std::span<const SentRecord> records) {
  ReplyOutcome outcome = WalkOf(profile, format, records);
  if (!profile.unpadded_forgotten || outcome.dropped) return outcome;
  size_t end = outcome.read;
  if (outcome.bad) {
    if (outcome.error == 0 || !profile.forgets_after_error) return outcome;
    end = outcome.framed;
  }
  if (end < records.size()) {
    const SentRecord& record = records[end];
    outcome.unpadded =
        record.sent < Reclen(format, record.namelen) &&
        record.sent >= HeaderSize(format) + uint64_t{record.namelen};
  }
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
        record.no_efi_info = HasNoEfiFileInfo(entry_out);
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
