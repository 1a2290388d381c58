// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the caller and the server see of a record.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>

#include "differential/mutants/mutant_parser.h"

namespace fuse_dirents {

MutantParser::Step MutantParser::Act(Record* record) {
  const std::string name_at_first(mutant_.field == "name" ? record->name : "");
  const bool is_bad = IsForgotten(*record);
  const EmitTime time = profile_.emit_time;
  if (time == EmitTime::kAfterReply) {
    kept_.push_back({*record, std::string(record->name)});
  }
  if (plus_ && time != EmitTime::kBeforeLookup) {
    // The link may change the reply.
    const std::string name(record->name);
    if (const int error = Link(record, is_bad)) return End(error);
    offered_name_ = name;
    record->name = offered_name_;
  }
  if (time != EmitTime::kAfterReply) {
    const Step step = Offer(record);
    if (step != Step::kGoOn) return step;
  }
  if (mutant_.again == Again::kAfterEmit) Refetch(record);
  if (mutant_.again == Again::kComparedAfterEmit &&
      HasChanged(*record, name_at_first)) {
    return End(-EIO);
  }
  if (time != EmitTime::kAfterReply) PassPos(*record);
  if (plus_ && time == EmitTime::kBeforeLookup) {
    if (const int error = Link(record, is_bad)) return End(error);
  }
  if (mutant_.again == Again::kComparedAfterLink &&
      HasChanged(*record, name_at_first)) {
    return End(-EIO);
  }
  last_entry_out_ = record->entry_out();
  if (mutant_.again == Again::kAfterEmit && mutant_.field == "namelen") {
    const uint64_t reclen = ReclenOf(record->dirent().namelen);
    if (reclen > start_.left()) return End(0);
    bytes_ = start_;
    bytes_.Skip(reclen);
  }
  return Step::kGoOn;
}

dirents_entry MutantParser::EntryOf(const Record& record) const {
  const FuseDirent& dirent = record.dirent();
  const uint32_t type =
      profile_.type_of_8_bits ? dirent.type & 0xff : dirent.type;
  return {dirent.ino, dirent.off, type,
          static_cast<uint32_t>(record.name.size()), record.name.data()};
}

MutantParser::Step MutantParser::Offer(Record* record) {
  if (profile_.emit_time != EmitTime::kBeforeLookup &&
      (!full_ || Is("starnix_judges_when_full"))) {
    const Step step = ObeyNumberRules(record);
    refused_ = false;  // This forgets nothing.
    if (step != Step::kGoOn) return step;
  }
  if (full_ && !Is("emits_when_full")) return Step::kGoOn;
  const bool is_bad = plus_ && IsBad(*record);
  const bool is_hidden = record->hidden ||
                         (Is("dots_not_emitted") && IsDots(*record)) ||
                         (Is("bad_entry_not_emitted") && is_bad) ||
                         (Is("second_entry_lost") && records_ == 1);
  if (is_hidden) return Step::kGoOn;
  const dirents_entry offered = EntryOf(*record);
  if (sink_.emit(sink_.ctx, &offered) != 0) {
    last_taken_ = record->dirent().off;
    return Step::kGoOn;
  }
  full_ = true;
  if (Is("pos_past_full")) *pos_ = record->dirent().off;
  if (Is("first_must_fit") && records_ == 0) return End(-EINVAL);
  const bool goes_on = plus_ ? profile_.when_full == WhenFull::kKeepLinking
                             : Is("readdir_reads_on_when_full");
  return goes_on ? Step::kGoOn : End(0);
}

void MutantParser::PassPos(const Record& record) {
  if (!full_ && !(record.hidden && Is("hidden_pos_stays"))) {
    MovePos(record.dirent().off);
  }
  last_off_ = record.dirent().off;
}

void MutantParser::OfferKept() {
  for (Kept& kept : kept_) {
    kept.record.name = kept.name;
    if (Offer(&kept.record) == Step::kEnd || full_) break;
    PassPos(kept.record);
  }
  if (!kept_.empty() && full_ && !Is("edk2_hidden_counts_when_full")) {
    *pos_ = last_taken_;
  }
}

void MutantParser::MovePos(uint64_t off) {
  if (Is("pos_stays")) return;
  *pos_ = off;
  if (Is("pos_one_later")) *pos_ = off + 1;
  if (Is("pos_before_last")) *pos_ = last_off_;
  if (Is("off_is_byte_position")) *pos_ = reply_.nbytes - bytes_.left();
}

LookupUse MutantParser::UseOf(const Record& record) const {
  return IsDots(record) ? profile_.dot_lookups : profile_.lookups;
}

int MutantParser::Link(Record* record, bool is_bad) {
  if (record->hidden && Is("hidden_lookup_kept")) return 0;
  const FuseEntryOut& out = record->entry_out();
  if (Is("dots_before_nodeid") && IsDots(*record)) return 0;
  if (out.nodeid == 0) {
    if (Is("nodeid0_forgotten")) Forget(*record);
    if (!profile_.nodeid0_linked) return 0;
  }
  const LookupUse use = UseOf(*record);
  if (use == LookupUse::kForget) Forget(*record);
  if (use != LookupUse::kLink) return 0;
  if (is_bad) {
    if (Is("bad_entry_ends")) return -EIO;
    if (!Is("bad_entry_kept")) Forget(*record);
    return 0;
  }
  if (Is("full_forgets") && full_) {
    Forget(*record);
    return 0;
  }
  if (Is("third_lookup_lost") && ++links_ > 2) return 0;
  const void* given = &out;
  if (Is("entry_out_of_last") && records_ > 0) given = &last_entry_out_;
  if (Is("entry_out_lent") && start_.run() >= header_) given = start_.here();
  const dirents_entry entry = EntryOf(*record);
  int error = sink_.link(sink_.ctx, &entry, given);
  if (error != 0 && mutant_.again == Again::kAfterFailedLink) {
    Refetch(record);
    error = sink_.link(sink_.ctx, &entry, &out);
  }
  if (error == 0) {
    if (Is("link_forgotten")) Forget(*record);
    return 0;
  }
  if (!profile_.failed_link_forgotten) return 0;
  if (Is("failed_link_kept_when_full") && full_) return 0;
  Forget(*record);
  return Is("failed_link_ends") ? error : 0;
}

void MutantParser::Forget(const Record& record) {
  if (record.entry_out().nodeid == 0 && !Is("nodeid0_forgotten")) return;
  if (Is("second_forget_lost") && ++forgets_ > 1) return;
  sink_.forget(sink_.ctx, Is("forgets_ino") ? record.dirent().ino
                                            : record.entry_out().nodeid);
}

void MutantParser::ForgetUnused(const Record& record) {
  if (!plus_ || record.entry_out().nodeid == 0) return;
  const bool is_used = UseOf(record) != LookupUse::kNone;
  if (is_used || Is("rest_forgets_dots")) Forget(record);
}

void MutantParser::ForgetRest() {
  only_frames_ = !Is("rest_judged");
  for (;;) {
    Record record;
    if (Frame(&record) == Step::kEnd) {
      if (unpadded_) ForgetUnused(record);
      return;
    }
    if (Is("rest_judged") && Judge(&record) == Step::kEnd) return;
    ForgetUnused(record);
  }
}

}  // namespace fuse_dirents
