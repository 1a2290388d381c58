// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/explain/verdict.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "parser/entry_out.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"

namespace fuse_dirents {
namespace {

// Nodeids 0 and 1 have a meaning, so record i is nodeid i + 2.
constexpr uint64_t kFirstNodeid = 2;

ReplyBytes BytesOf(std::string_view bytes) {
  return ReplyBytes(std::as_bytes(std::span(bytes)));
}

// The rules that end a parse as an entry is offered.
Profile OfferRules(const Profile& profile) {
  Profile rules = kFramesOnly;
  for (const auto rule : {&Profile::off_negative, &Profile::type_above_u8}) {
    if (profile.*rule != kHide) rules.*rule = profile.*rule;
  }
  return rules;
}

// Writes down which record each call is about, and answers by a plan.
class FateSink {
 public:
  // `types`: those of the records.
  FateSink(const SinkPlan& plan, std::span<const uint32_t> types,
           Verdict* verdict)
      : plan_(plan), types_(types), verdict_(verdict) {}

  const dirents_sink& sink() const { return sink_; }
  std::optional<size_t> full_at() const { return full_at_; }

  int Emit(const dirents_entry& entry) {
    if (verdict_->emitted >= plan_.capacity) {
      if (!full_at_) full_at_ = entry.ino;
      return 0;
    }
    verdict_->entries[entry.ino] = entry.type == types_[entry.ino]
                                       ? EntryFate::kEmitted
                                       : EntryFate::kTypeCut;
    ++verdict_->emitted;
    return 1;
  }

  int Link(const dirents_entry& entry, const void*) {
    const bool fails = plan_.failing_links >> (links_++ % 32) & 1;
    if (fails) return -ENOMEM;
    verdict_->lookups[entry.ino] = LookupFate::kLinked;
    return 0;
  }

  void Forget(uint64_t nodeid) {
    verdict_->lookups[nodeid - kFirstNodeid] = LookupFate::kForgotten;
  }

 private:
  const SinkPlan plan_;
  const std::span<const uint32_t> types_;
  Verdict* const verdict_;
  uint32_t links_ = 0;
  std::optional<size_t> full_at_;
  const dirents_sink sink_ = SinkOf(this);
};

}  // namespace

std::string_view RowOf(Stop stop) {
  switch (stop) {
    case Stop::kNone:
    case Stop::kEndOfReply:
      return "";
    case Stop::kTrailing:
      return "fewer bytes than a header remain";
    case Stop::kLoneHeader:
      return "a header with nothing after it is looked at";
    case Stop::kShortRecord:
      return "record runs past the reply";
    case Stop::kEmptyName:
      return "namelen is 0";
    case Stop::kLongName:
      return "namelen above the longest";
    case Stop::kSlash:
      return "'/' in the name";
    case Stop::kNul:
      return "NUL in the name";
    case Stop::kUnprintable:
      return "backslash or byte outside 20..7e";
    case Stop::kNotUtf8:
      return "name is not UTF-8";
    case Stop::kEfiAttr:
      return "attributes that EFI_FILE_INFO cannot express";
    case Stop::kOffNegative:
      return "off above INT64_MAX";
    case Stop::kTypeAboveU8:
      return "type above 255";
  }
  FUSE_DIRENTS_CHECK(false);
}

NumberedReply::NumberedReply(RecordFormat format, std::string_view reply,
                             const SinkPlan& plan, uint64_t start_off)
    : format_(format),
      plan_(plan),
      start_off_(start_off),
      bytes_(reply),
      records_(FramesOf(format, reply)) {
  FUSE_DIRENTS_CHECK(reply.size() <= kMaxReplyBytes);
  const bool plus = format == RecordFormat::kDirentplus;
  for (uint64_t i = 0; i < records_.size(); ++i) {
    const RecordFrame& frame = records_[i];
    FuseDirentplus header = HeaderOf(reply, frame);
    types_.push_back(header.dirent.type);
    counted_.push_back(plus && header.entry_out.nodeid != 0 &&
                       !IsDotOrDotDot(NameOf(i)));
    header.dirent.ino = i;
    if (header.entry_out.nodeid == kFuseRootId) {
      // Nodeid 1 makes an entry_out bad, and so does this size.
      header.entry_out.attr.size = UINT64_MAX;
    }
    if (header.entry_out.nodeid != 0) {
      header.entry_out.nodeid = kFirstNodeid + i;
    }
    char* const name_at = bytes_.data() + frame.name_at;
    if (plus) {
      std::memcpy(name_at - sizeof header, &header, sizeof header);
    } else {
      std::memcpy(name_at - sizeof header.dirent, &header.dirent,
                  sizeof header.dirent);
    }
  }
}

Verdict NumberedReply::VerdictOf(const Profile& profile) const {
  Verdict verdict;
  verdict.profile = &profile;
  verdict.asks = profile.Supports(format_);
  if (!verdict.asks) return verdict;
  verdict.entries.assign(records_.size(), EntryFate::kUnread);
  verdict.lookups.assign(records_.size(), LookupFate::kNone);

  FateSink sink(plan_, types_, &verdict);
  const dirents_segment segment = {bytes_.data(), bytes_.size()};
  const dirents_reply reply = {format_ == RecordFormat::kDirentplus, start_off_,
                               &segment, 1, bytes_.size()};
  verdict.error = ParseWithReader(profile, reply, sink.sink(), &verdict.pos);

  FindStop(sink.full_at(), &verdict);
  SetOtherFates(sink.full_at(), &verdict);
  for (size_t i = 0; i < records_.size(); ++i) {
    LookupFate& fate = verdict.lookups[i];
    if (fate == LookupFate::kNone && counted_[i]) fate = LookupFate::kLeaked;
    verdict.linked += fate == LookupFate::kLinked;
    verdict.forgotten += fate == LookupFate::kForgotten;
    verdict.leaked += fate == LookupFate::kLeaked;
    verdict.lost += IsLost(verdict.entries[i]);
  }
  return verdict;
}

std::vector<Verdict> NumberedReply::Verdicts() const {
  std::vector<Verdict> verdicts;
  for (const Profile& profile : AllProfiles()) {
    verdicts.push_back(VerdictOf(profile));
  }
  return verdicts;
}

// Reads the reply as ParseWithReader() does.
void NumberedReply::FindStop(std::optional<size_t> full_at,
                             Verdict* verdict) const {
  const Profile& profile = *verdict->profile;
  const auto read = [&](const Profile& rules) {
    DirentReader reader(format_, BytesOf(bytes_), rules);
    verdict->stop_record = 0;
    for (Dirent record; reader.Next(&record);) ++verdict->stop_record;
    verdict->stop = reader.stop();
    verdict->stop_at = reader.pos();
    return reader.error();
  };
  const auto stops_at = [&](size_t record, Stop stop) {
    verdict->stop = stop;
    verdict->stop_record = record;
    verdict->stop_at = records_[record].pos;
  };
  Profile rules = profile;
  const bool waits = profile.emit_time != EmitTime::kBeforeLookup;
  if (waits) rules.off_negative = rules.type_above_u8 = kAccept;
  if (profile.frames_first) {
    if (read(FramesOnly(profile)) != 0) return;
    rules.order = CheckOrder::kRecordFirst;
  }
  const int error = read(rules);
  const bool after_reply = profile.emit_time == EmitTime::kAfterReply;
  if (waits && !(after_reply && error != 0)) {
    const Profile offer_rules = OfferRules(profile);
    const size_t end = full_at.value_or(verdict->stop_record);
    for (size_t i = 0; i < end; ++i) {
      if (IsEmitted(verdict->entries[i])) continue;
      const Stop stop = StopIn(i, offer_rules);
      if (stop != Stop::kNone) return stops_at(i, stop);
    }
  }
  verdict->ended_full =
      full_at && (after_reply || format_ == RecordFormat::kDirent ||
                  profile.when_full == WhenFull::kStop);
  if (verdict->ended_full) stops_at(*full_at, Stop::kNone);
}

void NumberedReply::SetOtherFates(std::optional<size_t> full_at,
                                  Verdict* verdict) const {
  for (size_t i = 0; i < records_.size(); ++i) {
    EntryFate& fate = verdict->entries[i];
    if (IsEmitted(fate)) continue;
    if (full_at && i >= *full_at &&
        (verdict->error == 0 || i < verdict->stop_record)) {
      fate = EntryFate::kAgain;
    } else if (i < verdict->stop_record) {
      fate = HiddenBy(*verdict->profile, i) != Stop::kNone
                 ? EntryFate::kHidden
                 : EntryFate::kDropped;
    } else if (i == verdict->stop_record) {
      // A record that is cut off comes again, unless the listing ends here.
      const bool comes_again =
          verdict->error == 0 && i > 0 && !records_[i].is_whole();
      fate = comes_again ? EntryFate::kAgain : EntryFate::kRefused;
    }
  }
}

Stop NumberedReply::HiddenBy(const Profile& profile, size_t record) const {
  Profile rules = profile;
  for (const auto rule : kRecordRules) {
    rules.*rule = profile.*rule == kHide ? kStopQuietly : kAccept;
  }
  return StopIn(record, rules);
}

Stop NumberedReply::StopIn(size_t record, const Profile& rules) const {
  const RecordFrame& frame = records_[record];
  DirentReader reader(
      format_,
      BytesOf(std::string_view(bytes_).substr(frame.pos, frame.size())), rules);
  Dirent dirent;
  return reader.Next(&dirent) ? Stop::kNone : reader.stop();
}

}  // namespace fuse_dirents
