// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The frame: which bytes of a reply are whose.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "differential/mutants/mutant_parser.h"

namespace fuse_dirents {
namespace {

constexpr size_t kAll = ~size_t{0};

// Clears the bytes of a number from the `keep`-th on.
void CutAt(size_t keep, void* number, size_t size) {
  if (keep < size) {
    std::memset(static_cast<char*>(number) + keep, 0, size - keep);
  }
}

}  // namespace

int MutantParser::FrameAll() {
  if (!Is("frames_fetched_twice")) {
    flat_.resize(bytes_.left());
    bytes_.Read(flat_.data(), flat_.size());
    flat_segment_ = {flat_.data(), flat_.size()};
    bytes_ = MutantBytes(
        id_, {reply_.plus, reply_.start_off, &flat_segment_, 1, flat_.size()});
  }
  const MutantBytes first = bytes_;
  only_frames_ = true;
  for (Step step = Step::kGoOn; step != Step::kEnd;) {
    Record record;
    step = Frame(&record);
    if (step != Step::kEnd) namelens_.push_back(record.dirent().namelen);
  }
  only_frames_ = unpadded_ = false;
  bytes_ = first;
  const bool is_trailing = start_.left() < header_;
  const int error = error_;
  error_ = 0;
  if (Is("frames_first_trailing_unseen") && is_trailing) return 0;
  if (Is("frames_first_short_unseen") && !is_trailing) return 0;
  return error;
}

MutantParser::Step MutantParser::Frame(Record* record) {
  start_ = bytes_;
  const size_t left = bytes_.left();
  if (Is("reads_header_first")) ReadPastHere();
  const size_t least = Is("partial_header_taken") ? header_ - 8 : header_;
  if (left < least) {
    return EndOfReply(left > 0 ? profile_.trailing : kStopQuietly);
  }
  if (left == header_ && !profile_.lone_header_judged) {
    return EndOfReply(profile_.trailing);
  }
  if (Is("full_segment_ends") && records_ > 0 && bytes_.at_seam()) {
    return End(0);
  }
  const size_t run = bytes_.run();
  if (Is("page_at_a_time") && run < header_) {
    bytes_.Skip(run);
    return Step::kNextRecord;
  }
  ReadHeader(record);
  if (Is("pos_before_judging")) *pos_ = record->dirent().off;

  uint32_t& namelen = record->dirent().namelen;
  if (Is("namelen_of_16_bits")) namelen &= 0xffff;
  if (Is("namelen_of_8_bits")) namelen &= 0xff;
  record->reclen = ReclenOf(namelen);
  const Rule* rule = nullptr;
  if (namelen == 0) rule = &profile_.empty_name;
  if (IsTooLong(*record)) rule = &profile_.long_name;
  if (only_frames_) rule = nullptr;
  const bool is_refused = rule != nullptr && rule->action != Action::kAccept &&
                          rule->action != Action::kHide;
  if (Is("long_name_emptied") && rule == &profile_.long_name) {
    namelen = 0;
    return Step::kGoOn;
  }
  const uint64_t needed = profile_.last_padding_required
                              ? record->reclen
                              : header_ + uint64_t{namelen};
  if (needed > left) {
    const bool namelen_first =
        profile_.order == CheckOrder::kNamelenFirst && !profile_.frames_first;
    if (is_refused && namelen_first) return End(*rule);
    if (Is("slash_before_frame") && HasSlashSoFar(namelen)) return End(-EIO);
    if (Is("cut_record_filled")) return FillUp(record);
    const bool is_filled_up =
        Is("short_record_filled_up") && start_.run() >= record->reclen;
    if (!is_filled_up && !Is("no_record_bound")) {
      unpadded_ = profile_.unpadded_forgotten && header_ + namelen <= left;
      if (unpadded_) ReadName(record);
      return EndOfReply(profile_.short_record);
    }
  }

  const bool straddles = run < record->reclen;
  if (Is("stops_at_seam") && straddles) return End(0);
  if (Is("seam_at_name_ends") && run == header_) return End(0);
  if (Is("page_at_a_time") && straddles && !is_refused) {
    bytes_ = start_;
    bytes_.Skip(run);
    return Step::kNextRecord;
  }
  // The name of a refused record matters only for its lookup.
  if (!is_refused ||
      (plus_ && profile_.forgets_after_error && namelen <= bytes_.left())) {
    ReadName(record);
    ReadPadding(record);
  }
  if (rule != nullptr) {
    const Step step = Obey(*rule, record);
    if (step != Step::kGoOn) return step;
  }
  if (Is("record_at_seam_lost") && run < header_) return Step::kNextRecord;
  if (Is("record_above_page_skipped") && record->reclen > 4096) {
    return Step::kNextRecord;
  }
  if (Is("one_page_record") && record->reclen > 4096) {
    record->name = record->name.substr(0, 4096 - header_);
  }
  return Step::kGoOn;
}

MutantParser::Step MutantParser::EndOfReply(Rule rule) {
  if (Is("no_whole_record_is_error") && records_ == 0 && reply_.nbytes > 0) {
    return End(-EIO);
  }
  return End(rule);
}

void MutantParser::ReadPastHere() {
  const size_t left = bytes_.left();
  if (left == 0 || left >= header_ || bytes_.run() == 0) return;
  const volatile char* at = bytes_.here();
  for (size_t i = 0; i < header_; ++i) (void)at[i];
}

MutantParser::Step MutantParser::FillUp(Record* record) {
  if (record->dirent().namelen > profile_.name_max) return End(0);
  long_name_.assign(record->dirent().namelen, '\0');
  bytes_.Read(long_name_.data(), std::min(long_name_.size(), bytes_.left()));
  bytes_.Skip(bytes_.left());
  record->name = long_name_;
  return Step::kGoOn;
}

void MutantParser::ReadHeader(Record* record) {
  const size_t pieces = Is("two_pieces_of_header") ? 2 : kAll;
  if (plus_) {
    FuseEntryOut& out = record->entry_out();
    const size_t run = bytes_.run();
    if (Is("entry_out_in_place")) {
      std::memcpy(&out, bytes_.here(), sizeof out);
      bytes_.Skip(sizeof out);
    } else {
      const size_t size = Is("entry_out_of_120_bytes") ? 120 : sizeof out;
      bytes_.Read(&out, size, pieces);
    }
    if (Is("nodeid_cut_at_seam")) CutAt(run, &out.nodeid, 8);
  }
  FuseDirent& dirent = record->dirent();
  const size_t run = bytes_.run();
  if (Is("header_in_place") && run > 0) {
    std::memcpy(&dirent, bytes_.here(), sizeof dirent);
    bytes_.Skip(sizeof dirent);
  } else {
    bytes_.Read(&dirent, sizeof dirent, pieces);
  }
  constexpr size_t kOffAt = offsetof(FuseDirent, off);
  constexpr size_t kNamelenAt = offsetof(FuseDirent, namelen);
  if (Is("off_cut_at_seam") && run > kOffAt) {
    CutAt(run - kOffAt, &dirent.off, 8);
  }
  if (Is("namelen_cut_at_seam") && run > kNamelenAt) {
    CutAt(run - kNamelenAt, &dirent.namelen, 4);
  }
}

uint64_t MutantParser::ReclenOf(uint32_t namelen) const {
  if (Is("hidden_name_cut")) namelen = std::min(namelen, profile_.name_max);
  const uint64_t bytes = header_ + uint64_t{namelen};
  const uint64_t padded = (bytes + 7) & ~uint64_t{7};
  if (Is("padded_to_4")) return (bytes + 3) & ~uint64_t{3};
  if (Is("not_padded")) return bytes;
  if (Is("always_padded")) return (bytes + 8) & ~uint64_t{7};
  if (Is("plus_padded_twice") && plus_) return padded + (padded - bytes);
  if (Is("entry_out_of_120_bytes") && plus_) return padded - 8;
  if (Is("reclen_of_32_bits") || Is("reclen_wraps")) {
    const uint32_t sum = static_cast<uint32_t>(header_) + namelen + 7;
    return sum & ~uint32_t{7};
  }
  if (Is("reclen_of_16_bits")) return static_cast<uint16_t>(padded);
  if (Is("reclen_by_sum") && plus_) {
    return sizeof(FuseEntryOut) +
           ((sizeof(FuseDirent) + uint64_t{namelen} + 7) & ~uint64_t{7});
  }
  return padded;
}

bool MutantParser::IsTooLong(const Record& record) const {
  const uint32_t namelen = record.dirent().namelen;
  if (Is("namelen_signed")) {
    return static_cast<int32_t>(namelen) >
           static_cast<int32_t>(profile_.name_max);
  }
  if (Is("reclen_wraps")) return record.reclen > header_ + 4096;
  return namelen > profile_.name_max;
}

void MutantParser::ReadName(Record* record) {
  const size_t namelen = record->dirent().namelen;
  const size_t run = bytes_.run();
  record->name_run = std::min(run, namelen);
  const bool is_lent = run >= namelen || Is("name_in_place") ||
                       Is("no_record_bound") || namelen > bytes_.left();
  if (is_lent) {
    const char* at = run > 0 ? bytes_.here() : start_.here() + header_;
    record->name = {at, namelen};
    bytes_.Skip(namelen);
    if (Is("nul_written_after_name")) const_cast<char*>(at)[namelen] = 0;
    return;
  }
  size_t pieces = kAll;
  if (Is("two_pieces_of_name")) pieces = 2;
  if (Is("stale_bounce")) pieces = 1;
  if (Is("bounce_filled_once") && bounced_) pieces = 0;
  if (Is("bounce_kept")) {
    static char kept_bounce[kBounceBytes];
    static size_t kept_bounce_bytes = 0;
    bounce_ = kept_bounce;
    if (kept_bounce_bytes == namelen) pieces = 0;
    kept_bounce_bytes = namelen;
  }
  char* to = bounce_;
  if (namelen > kBounceBytes) {
    long_name_.resize(namelen);
    to = long_name_.data();
  }
  bytes_.Read(to, namelen, pieces);
  bounced_ = true;
  record->name = {to, namelen};
  if (Is("bounce_of_256")) record->name = record->name.substr(0, 256);
}

void MutantParser::ReadPadding(Record* record) {
  const uint64_t bytes = header_ + uint64_t{record->dirent().namelen};
  size_t padding = record->reclen > bytes ? record->reclen - bytes : 0;
  if (Is("padding_ends_at_seam")) padding = std::min(padding, bytes_.run());
  if (Is("padded_by_address") && bytes_.run() > 0) {
    padding = -reinterpret_cast<uintptr_t>(bytes_.here()) & 7;
  }
  if (Is("hidden_name_cut") && record->reclen < bytes) {
    bytes_ = start_;
    bytes_.Skip(record->reclen);
  }
  record->padding.resize(std::min(padding, bytes_.left()));
  bytes_.Read(record->padding.data(), record->padding.size());
  if (Is("padding_in_name")) {
    // Shows only where the server did not fill it with zeros.
    long_name_ = record->name;
    long_name_ += record->padding.c_str();
    record->name = long_name_;
  }
}

const char* MutantParser::FieldNow() const {
  if (!twice_ || start_.run() < header_) return nullptr;
  return start_.here() + twice_->at;
}

char* MutantParser::FieldOf(const Record& record) const {
  return const_cast<char*>(reinterpret_cast<const char*>(&record.wire)) +
         (sizeof record.wire - header_) + twice_->at;
}

void MutantParser::Refetch(Record* record) const {
  if (const char* const now = FieldNow()) {
    std::memcpy(FieldOf(*record), now, twice_->size);
  }
}

bool MutantParser::HasChanged(const Record& record,
                              std::string_view name_at_first) const {
  if (mutant_.field == "name") return record.name != name_at_first;
  const char* const now = FieldNow();
  return now != nullptr && std::memcmp(FieldOf(record), now, twice_->size) != 0;
}

}  // namespace fuse_dirents
