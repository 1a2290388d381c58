// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The parser of ParseMutant(): plain, by the rules of any profile.  Each mutant
// changes one thing in it.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANT_PARSER_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANT_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded_bytes.h"
#include "differential/mutants/mutant_bytes.h"
#include "differential/mutants/mutants.h"
#include "differential/mutants/table.h"
#include "parser/wire.h"
#include "readdir/hostile/field_places.h"

namespace fuse_dirents {

class MutantParser {
 public:
  MutantParser(const Mutant& mutant, const Profile& profile,
               const dirents_reply& reply, const dirents_sink& sink,
               uint64_t* pos);

  // Parses the reply; called once.  Returns 0 or an error.
  int Run();

  // Bytes from the last record that was framed to the end of the reply.
  size_t left() const { return start_.left(); }

 private:
  static constexpr size_t kBounceBytes = 4096;

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

  // An entry to be offered after the reply.
  struct Kept {
    Record record;
    std::string name;
  };

  // A rule about what a record says.
  struct ContentRule {
    Rule Profile::* rule;
    bool (MutantParser::*breaks)(const Record& record) const;
  };

  enum class Step { kGoOn, kNextRecord, kEnd };

  bool Is(MutantRow row) const { return id_.Is(row); }

  Step End(int error) {
    error_ = error;
    return Step::kEnd;
  }
  Step End(Rule rule) {
    return End(rule.action == Action::kError ? -rule.err : 0);
  }
  // What `rule` does to a record that it is about and that has a frame.
  Step Obey(Rule rule, Record* record);
  int Result(const Record& record);

  // The frame (mutant_frames.cc).

  // Frames every record before the first is judged.  Returns 0 or an error.
  // All bytes are copied, so that each is fetched once.
  int FrameAll();
  Step Frame(Record* record);
  Step EndOfReply(Rule rule);
  // Fetches a header before it is known to be there.
  void ReadPastHere();
  Step FillUp(Record* record);
  void ReadHeader(Record* record);
  uint64_t ReclenOf(uint32_t namelen) const;
  bool IsTooLong(const Record& record) const;
  void ReadName(Record* record);
  void ReadPadding(Record* record);
  // The field in the reply as it stands now; null if it is not in one segment.
  const char* FieldNow() const;
  // Where the field was fetched to.
  char* FieldOf(const Record& record) const;
  void Refetch(Record* record) const;
  bool HasChanged(const Record& record, std::string_view name_at_first) const;

  // What a record says (mutant_rules.cc).

  bool HasSlashSoFar(uint32_t namelen) const;
  // The byte of the name at which it does not look for a '/', or npos.
  size_t UnseenAtSeam(const Record& record) const;
  bool HasSlash(const Record& record) const;
  bool HasNul(const Record& record) const;
  bool IsUnprintable(const Record& record) const;
  bool IsNotUtf8(const Record& record) const;
  bool HasNoEfiInfo(const Record& record) const;
  bool IsOffNegative(const Record& record) const;
  bool IsTypeAboveU8(const Record& record) const;
  bool IsDots(const Record& record) const;
  bool IsBad(const Record& record) const;
  bool HasKnownType(uint32_t mode) const;
  // Whether the lookup is forgotten where others are linked.
  bool IsForgotten(const Record& record) const;
  Step Judge(Record* record);
  Step ObeyNumberRules(Record* record);
  // In their order, until one ends the parse.
  Step ObeyAll(std::span<const ContentRule> rules, Record* record);
  // Judgements that no client should make.
  Step JudgeWrongly(Record* record);

  // What the caller and the server see (mutant_acts.cc).

  Step Act(Record* record);
  dirents_entry EntryOf(const Record& record) const;
  // Offers the entry to the caller, if the buffer is not full.
  Step Offer(Record* record);
  // Moves pos past a record whose entry was taken or hidden.
  void PassPos(const Record& record);
  void OfferKept();
  void MovePos(uint64_t off);
  LookupUse UseOf(const Record& record) const;
  // 0, or an error that ends the listing.
  int Link(Record* record, bool is_bad);
  void Forget(const Record& record);
  // Forgets the lookup of a record that was not acted on.
  void ForgetUnused(const Record& record);
  void ForgetRest();

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

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANT_PARSER_H_
