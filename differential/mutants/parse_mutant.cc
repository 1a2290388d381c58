// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/guarded_bytes.h"
#include "differential/mutants/mutant_bytes.h"
#include "differential/mutants/mutants.h"
#include "differential/mutants/table.h"
#include "parser/wire.h"
#include "readdir/hostile/field_places.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kInt64Max = INT64_MAX;
constexpr size_t kBounceBytes = 4096;
constexpr size_t kAll = ~size_t{0};

// What mutants keep from one call to the next.
std::string kept_tail;
bool kept_full = false;
bool kept_dots = false;
bool kept_slash = false;
char kept_bounce[kBounceBytes];
size_t kept_bounce_bytes = 0;

struct Record {
  FuseDirentplus wire = {};  // As it was fetched.
  uint64_t reclen = 0;
  std::string_view name;
  size_t name_run = 0;  // Bytes of the name before the first seam in it.
  std::string padding;
  bool hidden = false;

  FuseEntryOut& entry_out() { return wire.entry_out; }
  const FuseEntryOut& entry_out() const { return wire.entry_out; }
  FuseDirent& dirent() { return wire.dirent; }
  const FuseDirent& dirent() const { return wire.dirent; }
};

bool IsUtf8(std::string_view text, bool takes_surrogates) {
  while (!text.empty()) {
    const auto lead = static_cast<uint8_t>(text[0]);
    const size_t size = lead < 0x80   ? 1
                        : lead < 0xc2 ? 0
                        : lead < 0xe0 ? 2
                        : lead < 0xf0 ? 3
                        : lead < 0xf5 ? 4
                                      : 0;
    if (size == 0 || size > text.size()) return false;
    uint32_t code = size == 1 ? lead : lead & (0x7f >> size);
    for (size_t i = 1; i < size; ++i) {
      const auto byte = static_cast<uint8_t>(text[i]);
      if (byte >> 6 != 2) return false;
      code = code << 6 | (byte & 0x3f);
    }
    if (size == 3 && code < 0x800) return false;
    if (size == 4 && (code < 0x10000 || code > 0x10ffff)) return false;
    if (code >= 0xd800 && code < 0xe000 && !takes_surrogates) return false;
    text.remove_prefix(size);
  }
  return true;
}

enum class Step { kGoOn, kNextRecord, kEnd };

class MutantParser {
 public:
  MutantParser(const Mutant& mutant, const Profile& profile,
               const dirents_reply& reply, const dirents_sink& sink,
               uint64_t* pos)
      : mutant_(mutant),
        id_(mutant),
        profile_(profile),
        reply_(reply),
        sink_(sink),
        pos_(pos),
        plus_(reply.plus != 0),
        header_(plus_ ? sizeof(FuseDirentplus) : sizeof(FuseDirent)),
        bytes_(id_, reply),
        start_(bytes_) {
    if (Is("bounce_of_4094") || Is("bounce_of_4095")) {
      guarded_.emplace(kBounceBytes);
      bounce_ = reinterpret_cast<char*>(guarded_->data()) -
                (Is("bounce_of_4094") ? 4094 : 4095);
    }
    if (mutant.again == Again::kNever || mutant.field == "name") return;
    const auto format =
        plus_ ? RecordFormat::kDirentplus : RecordFormat::kDirent;
    for (const FieldPlace& place :
         FieldPlaces(format, std::string(header_, '\0'))) {
      if (place.field == mutant.field) twice_ = place;
    }
  }

  int Run() {
    *pos_ = Is("pos_from_zero") ? 0 : reply_.start_off;
    last_off_ = last_taken_ = reply_.start_off;
    full_ = Is("full_kept") && kept_full;
    after_slash_ =
        Is("long_refused_after_slash") && std::exchange(kept_slash, false);
    if (Is("empty_reply_is_error") && reply_.nbytes == 0) return -EIO;
    if (Is("late_first_page_refused") && reply_.nbytes > 0 &&
        reinterpret_cast<uintptr_t>(reply_.segments[0].base) % 4096 > 4030) {
      return -EIO;
    }
    if (Is("first_byte_cleared") && bytes_.left() > 0) {
      *const_cast<char*>(bytes_.here()) = 0;
    }
    if (profile_.frames_first) {
      if (const int error = FrameAll()) return error;
    }
    for (size_t i = 0;; ++i) {
      Record record;
      Step step = Frame(&record);
      if (Is("frames_fetched_twice") && i < namelens_.size() &&
          record.dirent().namelen != namelens_[i]) {
        return -EIO;
      }
      if (step == Step::kGoOn) step = Judge(&record);
      if (step == Step::kGoOn) step = Act(&record);
      if (step == Step::kEnd) return Result(record);
      if (step == Step::kGoOn) ++records_;
    }
  }

  size_t left() const { return start_.left(); }

 private:
  bool Is(MutantRow row) const { return id_.Is(row); }

  // An entry to be offered after the reply.
  struct Kept {
    Record record;
    std::string name;
  };

  Step End(int error) {
    error_ = error;
    return Step::kEnd;
  }
  Step End(Rule rule) {
    return End(rule.action == Action::kError ? -rule.err : 0);
  }

  // What `rule` does to a record that it is about and that has a frame.
  Step Obey(Rule rule, Record* record) {
    if (rule.action == Action::kAccept) return Step::kGoOn;
    if (rule.action == Action::kHide) {
      record->hidden = true;
      return Step::kGoOn;
    }
    refused_ = true;
    return End(rule);
  }

  int Result(const Record& record) {
    if (Is("full_kept")) kept_full = full_;
    if (Is("long_refused_after_slash")) {
      kept_slash = !plus_ && refused_ && records_ == 1 && HasSlash(record);
    }
    if (Is("segments_consumed") && reply_.nbytes > 0) {
      auto& first = const_cast<dirents_segment&>(reply_.segments[0]);
      first.base = static_cast<const char*>(first.base) + first.len;
    }
    if (unpadded_) ForgetUnused(record);
    if (error_ == 0) OfferKept();
    if (error_ == 0) return 0;
    const int error = error_;
    if (refused_ && plus_ && profile_.forgets_after_error) {
      if (!Is("bad_record_kept")) ForgetUnused(record);
      ForgetRest();
    }
    if (Is("leaks_on_error")) {
      [[maybe_unused]] static void* volatile last;
      last = std::malloc(40);
    }
    if (Is("error_after_entries_lost") && records_ > 0) return 0;
    if (Is("full_loses_error") && full_) return 0;
    if (Is("pos_back_on_error")) *pos_ = reply_.start_off;
    return Is("error_is_positive") ? -error : error;
  }

  // --- The frame. ---

  // Frames every record before the first is judged.  Returns 0 or an error.
  // All bytes are copied, so that each is fetched once.
  int FrameAll() {
    if (!Is("frames_fetched_twice")) {
      flat_.resize(bytes_.left());
      bytes_.Read(flat_.data(), flat_.size());
      flat_segment_ = {flat_.data(), flat_.size()};
      bytes_ = MutantBytes(id_, {reply_.plus, reply_.start_off, &flat_segment_,
                                 1, flat_.size()});
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

  Step Frame(Record* record) {
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
    const bool is_refused = rule != nullptr &&
                            rule->action != Action::kAccept &&
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

  Step EndOfReply(Rule rule) {
    if (Is("no_whole_record_is_error") && records_ == 0 && reply_.nbytes > 0) {
      return End(-EIO);
    }
    return End(rule);
  }

  // Fetches a header before it is known to be there.
  void ReadPastHere() {
    const size_t left = bytes_.left();
    if (left == 0 || left >= header_ || bytes_.run() == 0) return;
    const volatile char* at = bytes_.here();
    for (size_t i = 0; i < header_; ++i) (void)at[i];
  }

  Step FillUp(Record* record) {
    if (record->dirent().namelen > profile_.name_max) return End(0);
    long_name_.assign(record->dirent().namelen, '\0');
    bytes_.Read(long_name_.data(), std::min(long_name_.size(), bytes_.left()));
    bytes_.Skip(bytes_.left());
    record->name = long_name_;
    return Step::kGoOn;
  }

  void ReadHeader(Record* record) {
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

  // Clears the bytes of a number from the `keep`-th on.
  static void CutAt(size_t keep, void* number, size_t size) {
    if (keep < size) {
      std::memset(static_cast<char*>(number) + keep, 0, size - keep);
    }
  }

  uint64_t ReclenOf(uint32_t namelen) const {
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

  bool IsTooLong(const Record& record) const {
    const uint32_t namelen = record.dirent().namelen;
    if (Is("namelen_signed")) {
      return static_cast<int32_t>(namelen) >
             static_cast<int32_t>(profile_.name_max);
    }
    if (Is("reclen_wraps")) return record.reclen > header_ + 4096;
    return namelen > profile_.name_max;
  }

  // --- The name. ---

  void ReadName(Record* record) {
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

  void ReadPadding(Record* record) {
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

  bool HasSlashSoFar(uint32_t namelen) const {
    MutantBytes name = start_;
    name.Skip(header_);
    std::string so_far(std::min<size_t>(namelen, name.left()), '\0');
    name.Read(so_far.data(), so_far.size());
    return so_far.find('/') != so_far.npos;
  }

  // The byte of the name at which it does not look for a '/', or npos.
  size_t UnseenAtSeam(const Record& record) const {
    const size_t seam = record.name_run;
    const bool is_cut = seam > 0 && seam < record.name.size();
    if (is_cut && Is("slash_right_after_seam_unseen")) return seam;
    if (is_cut && Is("slash_right_before_seam_unseen")) return seam - 1;
    return record.name.npos;
  }

  bool HasSlash(const Record& record) const {
    std::string_view name = record.name;
    if (Is("slash_first_unseen") && !name.empty()) name.remove_prefix(1);
    if (Is("slash_last_unseen") && !name.empty()) name.remove_suffix(1);
    if (Is("slash_after_nul_unseen")) name = name.substr(0, name.find('\0'));
    if (Is("slash_after_seam_unseen")) name = name.substr(0, record.name_run);
    if (Is("slash_in_padding") &&
        record.padding.find('/') != record.padding.npos) {
      return true;
    }
    const size_t slash = name.find('/');
    return slash != name.npos && (slash != UnseenAtSeam(record) ||
                                  name.find('/', slash + 1) != name.npos);
  }
  bool HasNul(const Record& record) const {
    return record.name.find('\0') != record.name.npos;
  }
  bool IsUnprintable(const Record& record) const {
    return std::ranges::any_of(record.name, [&](char c) {
      if (Is("high_bytes_shown") && static_cast<signed char>(c) < 0) {
        return false;
      }
      const auto byte = static_cast<uint8_t>(c);
      return byte < 0x20 || byte > 0x7e || byte == '\\';
    });
  }
  bool IsNotUtf8(const Record& record) const {
    return !IsUtf8(record.name, Is("surrogates_taken"));
  }
  bool HasNoEfiInfo(const Record& record) const {
    const FuseAttr& attr = record.entry_out().attr;
    const uint32_t type = attr.mode & 0170000;
    if (!plus_) return false;
    if (attr.blocks >> 55 != 0 && !Is("edk2_blocks_unjudged")) return true;
    if (type == 0040000) return false;
    const bool has_links = attr.nlink > 1 && !Is("edk2_hard_links_shown");
    return type != 0100000 || has_links;
  }
  bool IsOffNegative(const Record& record) const {
    return record.dirent().off > kInt64Max;
  }
  bool IsTypeAboveU8(const Record& record) const {
    return record.dirent().type > (Is("type_of_7_bits") ? 127 : 255);
  }

  // The rules about what a record says, in the order in which they are obeyed.
  struct ContentRule {
    Rule Profile::* rule;
    bool (MutantParser::*breaks)(const Record& record) const;
  };
  static constexpr ContentRule kNumberRules[] = {
      {&Profile::off_negative, &MutantParser::IsOffNegative},
      {&Profile::type_above_u8, &MutantParser::IsTypeAboveU8},
  };

  // What the record says.
  Step Judge(Record* record) {
    if (Is("name_cut_at_nul")) {
      record->name = record->name.substr(0, record->name.find('\0'));
    }
    if (Is("slash_emitted") && HasSlash(*record)) Act(record);
    static constexpr ContentRule kRules[] = {
        {&Profile::slash, &MutantParser::HasSlash},
        {&Profile::nul, &MutantParser::HasNul},
        {&Profile::unprintable, &MutantParser::IsUnprintable},
        {&Profile::not_utf8, &MutantParser::IsNotUtf8},
        {&Profile::efi_attr, &MutantParser::HasNoEfiInfo},
    };
    Step step = ObeyAll(kRules, record);
    if (step == Step::kGoOn && profile_.emit_time == EmitTime::kBeforeLookup) {
      step = ObeyAll(kNumberRules, record);
    }
    return step == Step::kGoOn ? JudgeWrongly(record) : step;
  }

  Step ObeyAll(std::span<const ContentRule> rules, Record* record) {
    for (const ContentRule& content : rules) {
      const Rule rule = profile_.*content.rule;
      if (rule == kAccept || !(this->*content.breaks)(*record)) continue;
      const Step step = Obey(rule, record);
      if (step != Step::kGoOn) return step;
    }
    return Step::kGoOn;
  }

  // Judgements that no client should make.
  Step JudgeWrongly(Record* record) {
    const std::string_view name = record->name;
    FuseDirent& dirent = record->dirent();
    if (Is("backslash_refused") && name.find('\\') != name.npos) {
      return End(-EIO);
    }
    if (Is("names_deduplicated")) {
      if (records_ > 0 && name == last_name_) return Step::kNextRecord;
      last_name_ = name;
    }
    if (Is("ino_zero_dropped") && dirent.ino == 0) return Step::kNextRecord;
    if (Is("off_zero_ends") && dirent.off == 0) return End(0);
    if (Is("off_must_rise") && records_ > 0 && dirent.off <= last_off_) {
      return End(-EIO);
    }
    if (Is("type_unknown_refused") && dirent.type != 4 && dirent.type != 8) {
      return End(-ENOTSUP);
    }
    if (Is("dots_remembered")) {
      if (kept_dots && name == "...") return End(-EBADF);
      kept_dots = kept_dots || name == "..";
    }
    const bool is_longest = name.size() == profile_.name_max;
    if (after_slash_ && plus_ && records_ == 0 && is_longest) {
      return End(-EBADF);
    }
    if (name.size() == 255) {
      if (Is("crashes_at_255")) std::abort();
      if (Is("exits_at_255")) std::exit(0);
      if (Is("blocks_at_255")) pause();
      volatile bool hangs = Is("hangs_at_255");
      while (hangs) {
      }
    }
    if (Is("ino_of_32_bits")) dirent.ino &= 0xffffffff;
    if (Is("off_of_32_bits")) dirent.off &= 0xffffffff;
    if (Is("off_one_later")) ++dirent.off;
    if (Is("type_of_16_bits")) dirent.type &= 0xffff;
    if (Is("type_masked")) dirent.type &= 15;
    if (Is("type_has_flag")) dirent.type |= 0x1000;
    return Step::kGoOn;
  }

  // --- What the caller and the server see. ---

  Step Act(Record* record) {
    const std::string name_at_first(mutant_.field == "name" ? record->name
                                                            : "");
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

  dirents_entry EntryOf(const Record& record) const {
    const FuseDirent& dirent = record.dirent();
    const uint32_t type =
        profile_.type_of_8_bits ? dirent.type & 0xff : dirent.type;
    return {dirent.ino, dirent.off, type,
            static_cast<uint32_t>(record.name.size()), record.name.data()};
  }

  // Offers the entry to the caller, if the buffer is not full.
  Step Offer(Record* record) {
    if (profile_.emit_time != EmitTime::kBeforeLookup &&
        (!full_ || Is("starnix_judges_when_full"))) {
      const Step step = ObeyAll(kNumberRules, record);
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

  // Moves pos past a record whose entry was taken or hidden.
  void PassPos(const Record& record) {
    if (!full_ && !(record.hidden && Is("hidden_pos_stays"))) {
      MovePos(record.dirent().off);
    }
    last_off_ = record.dirent().off;
  }

  void OfferKept() {
    for (Kept& kept : kept_) {
      kept.record.name = kept.name;
      if (Offer(&kept.record) == Step::kEnd || full_) break;
      PassPos(kept.record);
    }
    if (!kept_.empty() && full_ && !Is("edk2_hidden_counts_when_full")) {
      *pos_ = last_taken_;
    }
  }

  void MovePos(uint64_t off) {
    if (Is("pos_stays")) return;
    *pos_ = off;
    if (Is("pos_one_later")) *pos_ = off + 1;
    if (Is("pos_before_last")) *pos_ = last_off_;
    if (Is("off_is_byte_position")) *pos_ = reply_.nbytes - bytes_.left();
  }

  bool IsDots(const Record& record) const {
    std::string_view name = record.name;
    if (profile_.dots_end_at_nul) name = name.substr(0, name.find('\0'));
    if (Is("dot_dot_at_seam_linked") && record.name_run < name.size()) {
      return false;
    }
    if (Is("dot_dot_linked")) return name == ".";
    if (Is("dot_prefix_skipped") && name.starts_with("..")) return true;
    return name == "." || name == "..";
  }

  bool IsBad(const Record& record) const {
    const FuseEntryOut& out = record.entry_out();
    const uint64_t limit =
        Is("size_int64_max_refused") ? kInt64Max - 1 : kInt64Max;
    const bool is_root = out.nodeid == kFuseRootId;
    const bool is_large = out.attr.size > limit && !Is("size_unchecked");
    if (Is("nodeid_judged_last")) {
      return is_large || !HasKnownType(out.attr.mode) || is_root;
    }
    if (is_root && !Is("root_linked")) return true;
    return !HasKnownType(out.attr.mode) || is_large;
  }

  // Whether the lookup is forgotten where others are linked.
  bool IsForgotten(const Record& record) const {
    return (profile_.bad_entry_forgotten && IsBad(record)) ||
           (profile_.not_utf8_forgotten && IsNotUtf8(record));
  }

  bool HasKnownType(uint32_t mode) const {
    if (Is("mode_unchecked")) return true;
    switch (mode & 0170000) {
      case 0040000:
      case 0100000:
        return true;
      case 0010000:
      case 0020000:
      case 0060000:
      case 0120000:
      case 0140000:
        return !Is("only_files_and_directories");
      case 0:
        return Is("no_type_is_regular");
      default:
        return false;
    }
  }

  LookupUse UseOf(const Record& record) const {
    return IsDots(record) ? profile_.dot_lookups : profile_.lookups;
  }

  // 0, or an error that ends the listing.
  int Link(Record* record, bool is_bad) {
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

  void Forget(const Record& record) {
    if (record.entry_out().nodeid == 0 && !Is("nodeid0_forgotten")) return;
    if (Is("second_forget_lost") && ++forgets_ > 1) return;
    sink_.forget(sink_.ctx, Is("forgets_ino") ? record.dirent().ino
                                              : record.entry_out().nodeid);
  }

  // --- After an error. ---

  // Forgets the lookup of a record that was not acted on.
  void ForgetUnused(const Record& record) {
    if (!plus_ || record.entry_out().nodeid == 0) return;
    const bool is_used = UseOf(record) != LookupUse::kNone;
    if (is_used || Is("rest_forgets_dots")) Forget(record);
  }

  void ForgetRest() {
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

  // --- A field that is fetched twice. ---

  // The field in the reply as it stands now; null if it is not in one segment.
  const char* FieldNow() const {
    if (!twice_ || start_.run() < header_) return nullptr;
    return start_.here() + twice_->at;
  }
  // Where the field was fetched to.
  char* FieldOf(const Record& record) const {
    return const_cast<char*>(reinterpret_cast<const char*>(&record.wire)) +
           (sizeof record.wire - header_) + twice_->at;
  }

  void Refetch(Record* record) const {
    if (const char* const now = FieldNow()) {
      std::memcpy(FieldOf(*record), now, twice_->size);
    }
  }

  bool HasChanged(const Record& record, std::string_view name_at_first) const {
    if (mutant_.field == "name") return record.name != name_at_first;
    const char* const now = FieldNow();
    return now != nullptr &&
           std::memcmp(FieldOf(record), now, twice_->size) != 0;
  }

  const Mutant& mutant_;
  const MutantId id_;
  const Profile& profile_;
  const dirents_reply& reply_;
  const dirents_sink& sink_;
  uint64_t* const pos_;
  const bool plus_;
  const size_t header_;
  MutantBytes bytes_;
  MutantBytes start_;  // Of the current record.
  std::optional<FieldPlace> twice_;
  std::string flat_;  // The reply, for profiles that frame it first.
  dirents_segment flat_segment_ = {};
  std::vector<uint32_t> namelens_;  // From FrameAll().
  std::vector<Kept> kept_;          // To be offered after the reply.
  std::string offered_name_;        // Of the record in hand.
  size_t records_ = 0;              // Acted on.
  bool only_frames_ = false;        // No rule counts but those of the frame.
  bool refused_ = false;            // A record with a frame ended the parse.
  bool unpadded_ = false;           // The last record lacks its padding alone.
  int error_ = 0;
  bool full_ = false;
  bool after_slash_ = false;
  size_t links_ = 0, forgets_ = 0;
  uint64_t last_off_ = 0;
  uint64_t last_taken_ = 0;  // Of the last entry that was taken.
  std::string last_name_;
  FuseEntryOut last_entry_out_ = {};
  std::string long_name_;
  char own_bounce_[kBounceBytes] = {};
  char* bounce_ = own_bounce_;
  bool bounced_ = false;
  std::optional<GuardedBytes> guarded_;
};

// Puts what is left of a reply after its last record before the next reply.
int ParseAfterKeptTail(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos) {
  std::string bytes = kept_tail;
  const size_t kept = bytes.size();
  bytes.resize(kept + reply.nbytes);
  MutantBytes(MutantId(kMutants[0]), reply)
      .Read(bytes.data() + kept, reply.nbytes);
  const dirents_segment segment = {bytes.data(), bytes.size()};
  const dirents_reply longer = {reply.plus, reply.start_off, &segment, 1,
                                bytes.size()};
  MutantParser parser(kMutants[0], profile, longer, sink, pos);
  const int error = parser.Run();
  kept_tail = bytes.substr(bytes.size() - parser.left());
  return error;
}

// The error of a parse into a sink that takes everything, or 0.
int ErrorOf(const Profile& profile, const dirents_reply& reply) {
  const dirents_sink nobody = {
      nullptr, [](void*, const dirents_entry*) { return 1; },
      [](void*, const dirents_entry*, const void*) { return 0; },
      [](void*, uint64_t) {}};
  uint64_t nowhere = 0;
  return MutantParser(kMutants[0], profile, reply, nobody, &nowhere).Run();
}

}  // namespace

int ParseMutant(const Mutant& mutant, const Profile& profile,
                const dirents_reply& reply, const dirents_sink& sink,
                uint64_t* pos) {
  const auto format =
      reply.plus != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  if (!profile.Supports(format)) return -EOPNOTSUPP;
  if (mutant.rules != nullptr) {
    Profile wrong = profile;
    mutant.rules(wrong);
    return MutantParser(mutant, wrong, reply, sink, pos).Run();
  }
  const MutantId id(mutant);
  if (id.Is("tail_kept")) return ParseAfterKeptTail(profile, reply, sink, pos);
  if (id.Is("fails_now_and_then")) {
    static unsigned calls = 0;
    if (++calls % 97 == 0) return -EINTR;
  }
  if (id.Is("error_drops_all")) {
    if (const int error = ErrorOf(profile, reply)) {
      *pos = reply.start_off;
      return error;
    }
  }
  return MutantParser(mutant, profile, reply, sink, pos).Run();
}

}  // namespace fuse_dirents
