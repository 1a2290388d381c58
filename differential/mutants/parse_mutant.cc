// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "differential/mutants/mutant_bytes.h"
#include "differential/mutants/mutant_parser.h"
#include "differential/mutants/mutants.h"
#include "differential/mutants/table.h"
#include "parser/wire.h"
#include "readdir/hostile/field_places.h"

namespace fuse_dirents {
namespace {

// What mutants keep from one reply to the next.
std::string kept_tail;
bool kept_full = false;
bool kept_slash = false;

}  // namespace

MutantParser::MutantParser(const Mutant& mutant, const Profile& profile,
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
  const auto format = plus_ ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  for (const FieldPlace& place :
       FieldPlaces(format, std::string(header_, '\0'))) {
    if (place.field == mutant.field) twice_ = place;
  }
}

int MutantParser::Run() {
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

int MutantParser::Result(const Record& record) {
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

MutantParser::Step MutantParser::Obey(Rule rule, Record* record) {
  if (rule.action == Action::kAccept) return Step::kGoOn;
  if (rule.action == Action::kHide) {
    record->hidden = true;
    return Step::kGoOn;
  }
  refused_ = true;
  return End(rule);
}

namespace {

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
