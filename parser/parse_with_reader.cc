// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "parser/entry_out.h"
#include "parser/parse.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

LookupUse UseOf(const Profile& profile, const FuseEntryOut& entry_out,
                std::string_view name) {
  const LookupUse use =
      IsDotOrDotDot(name, profile) ? profile.dot_lookups : profile.lookups;
  if (entry_out.nodeid == 0 &&
      (use != LookupUse::kLink || !profile.nodeid0_linked)) {
    return LookupUse::kNone;
  }
  if (use == LookupUse::kLink &&
      ((profile.bad_entry_forgotten && IsBadEntryOut(entry_out)) ||
       (profile.not_utf8_forgotten && !IsUtf8(name)))) {
    return LookupUse::kForget;
  }
  return use;
}

// What a client does with the records that a reader reads.
class RecordParser {
 public:
  // `reading` is `profile` as the reader obeys it.
  RecordParser(const Profile& profile, const Profile& reading,
               RecordFormat format, const ReplyBytes& bytes,
               const dirents_sink& sink, uint64_t* pos)
      : profile_(profile),
        plus_(format == RecordFormat::kDirentplus),
        sink_(sink),
        pos_(pos),
        reader_(format, bytes, reading) {}

  int Run() {
    Dirent record;
    while (reader_.Next(&record)) {
      if (!Take(record)) return offer_error_;
    }
    const int error = reader_.error();
    if (plus_ && error != 0 && profile_.forgets_after_error) ForgetRest();
    if (plus_ && profile_.unpadded_forgotten && reader_.ReadUnpadded(&record)) {
      ForgetUnused(record.name);
    }
    if (error != 0 || profile_.emit_time != EmitTime::kAfterReply) return error;
    return OfferKept();
  }

 private:
  struct Kept {
    Dirent record;  // Without the name.
    std::string name;
  };

  dirents_entry EntryOf(const Dirent& record, std::string_view name) const {
    return {record.ino, record.off,
            profile_.type_of_8_bits ? record.type & 0xff : record.type,
            static_cast<uint32_t>(name.size()), name.data()};
  }

  // Returns false if the parse ends here, with offer_error_.
  bool Take(const Dirent& record) {
    switch (profile_.emit_time) {
      case EmitTime::kBeforeLookup:
        if (!Emit(record, record.name)) return false;
        if (plus_) UseLookup(record);
        return true;
      case EmitTime::kAfterLookup: {
        if (!plus_) return Offer(record, record.name);
        // The link may change the reply.
        const std::string name(record.name);
        UseLookup(record);
        return Offer(record, name);
      }
      case EmitTime::kAfterReply:
        // Few replies of a fuzzer have more, so most allocate once.
        if (kept_.empty()) kept_.reserve(4);
        kept_.push_back({record, std::string(record.name)});
        if (plus_) UseLookup(record);
        return true;
    }
    FUSE_DIRENTS_CHECK(false);
  }

  bool Emit(const Dirent& record, std::string_view name) {
    if (full_) return true;
    if (!record.hidden) {
      const dirents_entry entry = EntryOf(record, name);
      full_ = sink_.emit(sink_.ctx, &entry) == 0;
      if (full_) return plus_ && profile_.when_full == WhenFull::kKeepLinking;
    }
    if (!record.hidden) last_taken_ = record.off;
    *pos_ = record.off;
    return true;
  }

  // Applies the rules that wait for the offer, which the reader does not know.
  bool Offer(Dirent record, std::string_view name) {
    if (full_) return true;
    const std::pair<bool, Rule> rules[] = {
        {record.off >> 63 != 0, profile_.off_negative},
        {record.type > 255, profile_.type_above_u8}};
    for (const auto& [broken, rule] : rules) {
      if (!broken || rule == kAccept) continue;
      if (rule == kHide) {
        record.hidden = true;
        continue;
      }
      offer_error_ = -rule.err;
      return false;
    }
    return Emit(record, name);
  }

  int OfferKept() {
    for (const Kept& kept : kept_) {
      if (!Offer(kept.record, kept.name) || full_) break;
    }
    if (full_) *pos_ = last_taken_;
    return offer_error_;
  }

  void UseLookup(const Dirent& record) {
    const FuseEntryOut& entry_out = reader_.entry_out();
    switch (UseOf(profile_, entry_out, record.name)) {
      case LookupUse::kNone:
        return;
      case LookupUse::kLink: {
        const dirents_entry entry = EntryOf(record, record.name);
        if (sink_.link(sink_.ctx, &entry, &entry_out) == 0 ||
            !profile_.failed_link_forgotten || entry_out.nodeid == 0) {
          return;
        }
        [[fallthrough]];
      }
      case LookupUse::kForget:
        // Nodeid 0 is bad only where its mode is.
        if (entry_out.nodeid != 0) sink_.forget(sink_.ctx, entry_out.nodeid);
    }
  }

  // Forgets the lookup of the record that the reader read last, if the client
  // would have used it.
  void ForgetUnused(std::string_view name) {
    const uint64_t nodeid = reader_.entry_out().nodeid;
    if (nodeid != 0 &&
        UseOf(profile_, reader_.entry_out(), name) != LookupUse::kNone) {
      sink_.forget(sink_.ctx, nodeid);
    }
  }

  // Forgets the lookups of the record that stopped the reader and of all later
  // records that can be framed.
  void ForgetRest() {
    Dirent record;
    if (!reader_.SkipBad(&record)) return;
    do {
      ForgetUnused(record.name);
    } while (reader_.Next(&record));
  }

  const Profile& profile_;
  const bool plus_;
  const dirents_sink& sink_;
  uint64_t* const pos_;
  DirentReader reader_;
  bool full_ = false;
  uint64_t last_taken_ = *pos_;  // `off` of the last entry taken.
  int offer_error_ = 0;          // Of the entry that was offered last.
  std::vector<Kept> kept_;       // To be offered after the reply.
};

}  // namespace

int ParseWithReader(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos) {
  const RecordFormat format =
      reply.plus != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  if (!profile.Supports(format)) return -EOPNOTSUPP;
  *pos = reply.start_off;
  const ReplyBytes bytes(std::span(reply.segments, reply.num_segments),
                         reply.nbytes);
  const bool waits = profile.emit_time != EmitTime::kBeforeLookup;
  if (!waits && !profile.frames_first) {
    return RecordParser(profile, profile, format, bytes, sink, pos).Run();
  }
  Profile reading = profile;
  if (waits) reading.off_negative = reading.type_above_u8 = kAccept;
  if (!profile.frames_first) {
    return RecordParser(profile, reading, format, bytes, sink, pos).Run();
  }
  // Two passes need a copy, since the reply may change between them.
  std::vector<std::byte> copy;
  copy.reserve(reply.nbytes);
  for (ReplyCursor cursor(bytes); cursor.left() > 0;) {
    const ByteRun run = cursor.run();
    copy.insert(copy.end(), run.begin(), run.end());
    cursor.Advance(run.size());
  }
  const Profile frames = FramesOnly(profile);
  DirentReader framing(format, ReplyBytes(ByteRun(copy)), frames);
  for (Dirent record; framing.Next(&record);) {
  }
  if (framing.error() != 0) return framing.error();
  // Only framed records are judged.  A record that is cut off ends the parse,
  // whatever its namelen.
  reading.order = CheckOrder::kRecordFirst;
  return RecordParser(profile, reading, format, ReplyBytes(ByteRun(copy)), sink,
                      pos)
      .Run();
}

}  // namespace fuse_dirents
