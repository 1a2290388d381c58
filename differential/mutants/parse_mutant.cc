// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/guarded_bytes.h"
#include "differential/mutants/mutant_bytes.h"
#include "differential/mutants/mutants.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kInt64Max = INT64_MAX;
constexpr size_t kBounceBytes = 4096;

// What mutants keep from one call to the next.
std::string kept_tail;
bool kept_full = false;
char kept_bounce[kBounceBytes];
size_t kept_bounce_bytes = 0;

struct Record {
  FuseEntryOut entry_out = {};
  FuseDirent dirent = {};
  uint64_t reclen = 0;
  std::string_view name;
  size_t name_run = 0;  // Bytes of the name before the first seam in it.
  std::string padding;
};

// Whether each lead byte is followed by as many bytes as it says.
bool IsUtf8(std::string_view text) {
  size_t due = 0;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if ((byte >> 6 == 2) != (due > 0)) return false;
    if (byte >> 6 == 2) {
      --due;
    } else {
      due = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
    if (byte >= 0xf8) return false;
  }
  return due == 0;
}

enum class Step { kGoOn, kNextRecord, kEnd };

class MutantParser {
 public:
  MutantParser(Mutant mutant, const dirents_reply& reply,
               const dirents_sink& sink, uint64_t* pos)
      : mutant_(mutant),
        reply_(reply),
        sink_(sink),
        pos_(pos),
        plus_(reply.plus != 0),
        header_(plus_ ? sizeof(FuseDirentplus) : sizeof(FuseDirent)),
        bytes_(mutant, reply),
        start_(bytes_) {
    if (Is(Mutant::kBounceOf4094) || Is(Mutant::kBounceOf4095)) {
      guarded_.emplace(kBounceBytes);
      bounce_ = reinterpret_cast<char*>(guarded_->data()) -
                (Is(Mutant::kBounceOf4094) ? 4094 : 4095);
    }
  }

  int Run() {
    *pos_ = Is(Mutant::kPosFromZero) ? 0 : reply_.start_off;
    last_off_ = reply_.start_off;
    full_ = Is(Mutant::kFullKept) && kept_full;
    if (Is(Mutant::kEmptyReplyIsError) && reply_.nbytes == 0) return -EIO;
    for (;;) {
      Record record;
      Step step = Frame(&record);
      if (step == Step::kGoOn) step = Judge(&record);
      if (step == Step::kGoOn) step = Act(record);
      if (step == Step::kEnd) return Result(record);
      if (step == Step::kGoOn) ++records_;
    }
  }

  size_t left() const { return start_.left(); }

 private:
  bool Is(Mutant mutant) const { return mutant_ == mutant; }

  Step End(int error) {
    error_ = error;
    return Step::kEnd;
  }

  int Result(const Record& record) {
    if (Is(Mutant::kFullKept)) kept_full = full_;
    if (error_ == 0) return 0;
    if (Is(Mutant::kForgetsAfterError) && plus_ && !record.name.empty()) {
      Forget(record);
    }
    if (Is(Mutant::kErrorBehindEntriesLost) && records_ > 0) return 0;
    if (Is(Mutant::kFullLosesError) && full_) return 0;
    if (Is(Mutant::kPosBackOnError)) *pos_ = reply_.start_off;
    if (Is(Mutant::kErrorIsEinval)) return -EINVAL;
    if (Is(Mutant::kErrorIsPositive)) return -error_;
    return error_;
  }

  // --- The frame. ---

  Step Frame(Record* record) {
    start_ = bytes_;
    const size_t left = bytes_.left();
    if (Is(Mutant::kReadsHeaderFirst)) ReadBehindHere();
    const size_t least =
        Is(Mutant::kPartialHeaderTaken) ? header_ - 8 : header_;
    if (left < least) {
      if (Is(Mutant::kTrailingIsError) && left > 0) return End(-EIO);
      return EndOfReply();
    }
    if (Is(Mutant::kHeaderAtEndUnjudged) && left == header_) return End(0);
    if (Is(Mutant::kFullSegmentEnds) && records_ > 0 && bytes_.at_seam()) {
      return End(0);
    }
    const size_t run = bytes_.run();
    if (Is(Mutant::kPageAtATime) && run < header_) {
      bytes_.Skip(run);
      return Step::kNextRecord;
    }
    ReadHeader(record);
    if (Is(Mutant::kPosBeforeJudging)) *pos_ = record->dirent.off;

    uint32_t& namelen = record->dirent.namelen;
    if (Is(Mutant::kNamelenOf16Bits)) namelen &= 0xffff;
    if (Is(Mutant::kNamelenOf8Bits)) namelen &= 0xff;
    record->reclen = ReclenOf(namelen);
    const uint64_t needed = Is(Mutant::kUnpaddedLastTaken)
                                ? header_ + uint64_t{namelen}
                                : record->reclen;
    const bool is_short = needed > left;
    if (Is(Mutant::kFrameFirst) && is_short) return End(0);
    if (Is(Mutant::kSlashBeforeFrame) && is_short && HasSlashSoFar(namelen)) {
      return End(-EIO);
    }
    if (namelen == 0) {
      if (Is(Mutant::kEmptyNameSkipped)) return Step::kNextRecord;
      if (Is(Mutant::kEmptyNameEnds)) return End(0);
      if (!Is(Mutant::kEmptyNameTaken)) return End(-EIO);
    }
    if (IsTooLong(*record)) {
      if (Is(Mutant::kLongNameEnds)) return End(0);
      if (!Is(Mutant::kLongNameEmptied)) return End(-EIO);
      namelen = 0;
      record->name = "";
      return Step::kGoOn;
    }
    if (is_short) {
      if (Is(Mutant::kShortRecordIsError)) return End(-EIO);
      const bool is_filled_up =
          Is(Mutant::kShortRecordFilledUp) && start_.run() >= record->reclen;
      if (!is_filled_up && !Is(Mutant::kNoRecordBound)) return EndOfReply();
    }

    const bool straddles = run < record->reclen;
    if (Is(Mutant::kStopsAtSeam) && straddles) return End(0);
    if (Is(Mutant::kSeamAtNameEnds) && run == header_) return End(0);
    if (Is(Mutant::kPageAtATime) && straddles) {
      bytes_ = start_;
      bytes_.Skip(run);
      return Step::kNextRecord;
    }
    ReadName(record);
    ReadPadding(record);
    if (Is(Mutant::kRecordAtSeamLost) && run < header_) {
      return Step::kNextRecord;
    }
    if (Is(Mutant::kRecordAbovePageSkipped) && record->reclen > 4096) {
      return Step::kNextRecord;
    }
    if (Is(Mutant::kOnePageRecord) && record->reclen > 4096) {
      record->name = record->name.substr(0, 4096 - header_);
    }
    return Step::kGoOn;
  }

  Step EndOfReply() {
    if (Is(Mutant::kNoWholeRecordIsError) && records_ == 0 &&
        reply_.nbytes > 0) {
      return End(-EIO);
    }
    return End(0);
  }

  // A header is fetched before it is known to be there.
  void ReadBehindHere() {
    const size_t left = bytes_.left();
    if (left == 0 || left >= header_ || bytes_.run() == 0) return;
    const volatile char* at = bytes_.here();
    for (size_t i = 0; i < header_; ++i) (void)at[i];
  }

  void ReadHeader(Record* record) {
    const size_t pieces = Is(Mutant::kTwoPiecesOfHeader) ? 2 : ~size_t{0};
    if (plus_) {
      FuseEntryOut& out = record->entry_out;
      const size_t run = bytes_.run();
      if (Is(Mutant::kEntryOutInPlace)) {
        std::memcpy(&out, bytes_.here(), sizeof out);
        bytes_.Skip(sizeof out);
      } else {
        const size_t size = Is(Mutant::kEntryOutOf120Bytes) ? 120 : sizeof out;
        bytes_.Read(&out, size, pieces);
      }
      if (Is(Mutant::kNodeidCutAtSeam)) CutAt(run, &out.nodeid, 8);
    }
    FuseDirent& dirent = record->dirent;
    const size_t run = bytes_.run();
    if (Is(Mutant::kHeaderInPlace) && run > 0) {
      std::memcpy(&dirent, bytes_.here(), sizeof dirent);
      bytes_.Skip(sizeof dirent);
    } else {
      bytes_.Read(&dirent, sizeof dirent, pieces);
    }
    constexpr size_t kOffAt = offsetof(FuseDirent, off);
    constexpr size_t kNamelenAt = offsetof(FuseDirent, namelen);
    if (Is(Mutant::kOffCutAtSeam) && run > kOffAt) {
      CutAt(run - kOffAt, &dirent.off, 8);
    }
    if (Is(Mutant::kNamelenCutAtSeam) && run > kNamelenAt) {
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
    const uint64_t bytes = header_ + uint64_t{namelen};
    const uint64_t padded = (bytes + 7) & ~uint64_t{7};
    if (Is(Mutant::kPaddedTo4)) return (bytes + 3) & ~uint64_t{3};
    if (Is(Mutant::kNotPadded)) return bytes;
    if (Is(Mutant::kAlwaysPadded)) return (bytes + 8) & ~uint64_t{7};
    if (Is(Mutant::kPlusPaddedTwice) && plus_) return padded + (padded - bytes);
    if (Is(Mutant::kEntryOutOf120Bytes) && plus_) return padded - 8;
    if (Is(Mutant::kReclenOf32Bits) || Is(Mutant::kReclenWraps)) {
      const uint32_t sum = static_cast<uint32_t>(header_) + namelen + 7;
      return sum & ~uint32_t{7};
    }
    if (Is(Mutant::kReclenOf16Bits)) return static_cast<uint16_t>(padded);
    if (Is(Mutant::kReclenBySum) && plus_) {
      return sizeof(FuseEntryOut) +
             ((sizeof(FuseDirent) + uint64_t{namelen} + 7) & ~uint64_t{7});
    }
    return padded;
  }

  bool IsTooLong(const Record& record) const {
    const uint32_t namelen = record.dirent.namelen;
    if (Is(Mutant::kNameMax4096)) return namelen > 4096;
    if (Is(Mutant::kNameMax4094)) return namelen > 4094;
    if (Is(Mutant::kNameMax1024)) return namelen > 1024;
    if (Is(Mutant::kNameMax255)) return namelen > 255;
    if (Is(Mutant::kNamelenSigned)) return static_cast<int32_t>(namelen) > 4095;
    if (Is(Mutant::kReclenWraps)) return record.reclen > header_ + 4096;
    return namelen > kFuseNameMax;
  }

  // --- The name. ---

  void ReadName(Record* record) {
    const size_t namelen = record->dirent.namelen;
    const size_t run = bytes_.run();
    record->name_run = std::min(run, namelen);
    const bool is_lent = run >= namelen || Is(Mutant::kNameInPlace) ||
                         Is(Mutant::kNoRecordBound) || namelen > kBounceBytes;
    if (is_lent) {
      const char* at = run > 0 ? bytes_.here() : start_.here() + header_;
      record->name = {at, namelen};
      bytes_.Skip(namelen);
      if (Is(Mutant::kNulWrittenBehindName)) const_cast<char*>(at)[namelen] = 0;
      return;
    }
    size_t pieces = ~size_t{0};
    if (Is(Mutant::kTwoPiecesOfName)) pieces = 2;
    if (Is(Mutant::kStaleBounce)) pieces = 1;
    if (Is(Mutant::kBounceFilledOnce) && bounced_) pieces = 0;
    if (Is(Mutant::kBounceKept)) {
      bounce_ = kept_bounce;
      if (kept_bounce_bytes == namelen) pieces = 0;
      kept_bounce_bytes = namelen;
    }
    bytes_.Read(bounce_, namelen, pieces);
    bounced_ = true;
    record->name = {bounce_, namelen};
    if (Is(Mutant::kBounceOf256)) record->name = record->name.substr(0, 256);
  }

  void ReadPadding(Record* record) {
    const uint64_t bytes = header_ + uint64_t{record->dirent.namelen};
    size_t padding = record->reclen > bytes ? record->reclen - bytes : 0;
    if (Is(Mutant::kPaddingEndsAtSeam))
      padding = std::min(padding, bytes_.run());
    if (Is(Mutant::kPaddedByAddress) && bytes_.run() > 0) {
      padding = -reinterpret_cast<uintptr_t>(bytes_.here()) & 7;
    }
    record->padding.resize(std::min(padding, bytes_.left()));
    bytes_.Read(record->padding.data(), record->padding.size());
    if (Is(Mutant::kPaddingInName)) {
      // Only where the server did not fill it with zeros.
      longer_name_ = record->name;
      longer_name_ += record->padding.c_str();
      record->name = longer_name_;
    }
    if (Is(Mutant::kPaddingRead)) {
      volatile char sum = 0;
      for (const char c : record->padding) sum = static_cast<char>(sum ^ c);
    }
  }

  bool HasSlashSoFar(uint32_t namelen) const {
    MutantBytes name = start_;
    name.Skip(header_);
    std::string so_far(std::min<size_t>(namelen, name.left()), '\0');
    name.Read(so_far.data(), so_far.size());
    return so_far.find('/') != so_far.npos;
  }

  bool HasSlash(const Record& record) const {
    std::string_view name = record.name;
    if (Is(Mutant::kSlashTaken)) return false;
    if (Is(Mutant::kSlashFirstUnseen)) name.remove_prefix(1);
    if (Is(Mutant::kSlashLastUnseen)) name.remove_suffix(1);
    if (Is(Mutant::kSlashBehindNulUnseen))
      name = name.substr(0, name.find('\0'));
    if (Is(Mutant::kSlashBehindSeamUnseen))
      name = name.substr(0, record.name_run);
    if (Is(Mutant::kSlashInPadding) &&
        record.padding.find('/') != record.padding.npos) {
      return true;
    }
    return name.find('/') != name.npos;
  }

  // What the record says.
  Step Judge(Record* record) {
    std::string_view& name = record->name;
    FuseDirent& dirent = record->dirent;
    if (Is(Mutant::kNameCutAtNul)) name = name.substr(0, name.find('\0'));
    if (HasSlash(*record)) {
      if (Is(Mutant::kSlashHidden)) return Step::kNextRecord;
      if (Is(Mutant::kSlashEmitted)) Act(*record);
      return End(-EIO);
    }
    if (Is(Mutant::kNulRefused) && name.find('\0') != name.npos) {
      return End(-EIO);
    }
    if (Is(Mutant::kBackslashRefused) && name.find('\\') != name.npos) {
      return End(-EIO);
    }
    if (!IsUtf8(name)) {
      if (Is(Mutant::kNotUtf8Refused)) return End(-EIO);
      if (Is(Mutant::kNotUtf8Dropped)) return Step::kNextRecord;
    }
    if (Is(Mutant::kNamesDeduplicated)) {
      if (records_ > 0 && name == last_name_) return Step::kNextRecord;
      last_name_ = name;
    }
    if (Is(Mutant::kInoZeroDropped) && dirent.ino == 0) {
      return Step::kNextRecord;
    }
    if (Is(Mutant::kOffZeroEnds) && dirent.off == 0) return End(0);
    if (Is(Mutant::kOffNegativeRefused) && dirent.off > kInt64Max) {
      return End(-EINVAL);
    }
    if (Is(Mutant::kOffMustRise) && records_ > 0 && dirent.off <= last_off_) {
      return End(-EIO);
    }
    if (Is(Mutant::kTypeUnknownRefused) && dirent.type != 4 &&
        dirent.type != 8) {
      return End(-ENOTSUP);
    }
    if (Is(Mutant::kInoOf32Bits)) dirent.ino &= 0xffffffff;
    if (Is(Mutant::kOffOf32Bits)) dirent.off &= 0xffffffff;
    if (Is(Mutant::kOffOneLater)) ++dirent.off;
    if (Is(Mutant::kTypeOf8Bits)) dirent.type &= 0xff;
    if (Is(Mutant::kTypeMasked)) dirent.type &= 15;
    if (Is(Mutant::kTypeHasFlag)) dirent.type |= 0x1000;
    return Step::kGoOn;
  }

  // --- What the caller and the server are told. ---

  Step Act(const Record& record) {
    const FuseDirent& dirent = record.dirent;
    const dirents_entry entry = {dirent.ino, dirent.off, dirent.type,
                                 static_cast<uint32_t>(record.name.size()),
                                 record.name.data()};
    if (Is(Mutant::kLinkBeforeEmit) && plus_) Link(record, entry);
    if (!full_ || Is(Mutant::kEmitsWhenFull)) {
      const bool is_hidden =
          (Is(Mutant::kDotsNotEmitted) && IsDots(record)) ||
          (Is(Mutant::kBadEntryNotEmitted) && plus_ && IsBad(record));
      if (!is_hidden && sink_.emit(sink_.ctx, &entry) == 0) {
        full_ = true;
        if (Is(Mutant::kPosPastFull)) *pos_ = dirent.off;
        if (Is(Mutant::kFirstMustFit) && records_ == 0) return End(-EINVAL);
        const bool goes_on = plus_ ? !Is(Mutant::kFullStopsPlus)
                                   : Is(Mutant::kReaddirReadsOnWhenFull);
        if (!goes_on) return End(0);
      }
    }
    if (!full_) MovePos(dirent.off);
    last_off_ = dirent.off;
    if (plus_ && !Is(Mutant::kLinkBeforeEmit)) {
      if (const int error = Link(record, entry)) return End(error);
    }
    last_entry_out_ = record.entry_out;
    if (Is(Mutant::kNamelenFetchedTwice) && IsInOneSegment()) {
      const uint64_t reclen = ReclenOf(
          Fetch<uint32_t>(header_ - 24 + offsetof(FuseDirent, namelen)));
      bytes_ = start_;
      bytes_.Skip(std::min<uint64_t>(reclen, start_.left()));
    }
    return Step::kGoOn;
  }

  void MovePos(uint64_t off) {
    if (Is(Mutant::kPosStays)) return;
    *pos_ = off;
    if (Is(Mutant::kPosBeforeLast)) *pos_ = last_off_;
    if (Is(Mutant::kOffIsBytePosition)) *pos_ = reply_.nbytes - bytes_.left();
    if (Is(Mutant::kOffFetchedTwice) && IsInOneSegment()) {
      *pos_ = Fetch<uint64_t>(header_ - 24 + offsetof(FuseDirent, off));
    }
  }

  bool IsDots(const Record& record) const {
    std::string_view name = record.name;
    if (Is(Mutant::kDotsByStrcmp)) name = name.substr(0, name.find('\0'));
    if (Is(Mutant::kDotDotAtSeamLinked) && record.name_run < name.size()) {
      return false;
    }
    if (Is(Mutant::kDotDotLinked)) return name == ".";
    if (Is(Mutant::kDotPrefixSkipped) && name.starts_with("..")) return true;
    return name == "." || name == "..";
  }

  bool IsBad(const Record& record) const {
    const FuseEntryOut& out = record.entry_out;
    const uint64_t limit =
        Is(Mutant::kSizeInt64MaxRefused) ? kInt64Max - 1 : kInt64Max;
    const bool is_root = out.nodeid == kFuseRootId;
    const bool is_large = out.attr.size > limit && !Is(Mutant::kSizeUnchecked);
    if (Is(Mutant::kNodeidJudgedLast)) {
      return is_large || !HasKnownType(out.attr.mode) || is_root;
    }
    if (is_root && !Is(Mutant::kRootLinked)) return true;
    uint32_t mode = out.attr.mode;
    if (Is(Mutant::kModeFetchedTwice) && IsInOneSegment()) {
      mode = Fetch<uint32_t>(offsetof(FuseEntryOut, attr) +
                             offsetof(FuseAttr, mode));
    }
    return !HasKnownType(mode) || is_large;
  }

  bool HasKnownType(uint32_t mode) const {
    if (Is(Mutant::kModeUnchecked)) return true;
    switch (mode & 0170000) {
      case 0040000:
      case 0100000:
        return true;
      case 0010000:
      case 0020000:
      case 0060000:
      case 0120000:
      case 0140000:
        return !Is(Mutant::kOnlyFilesAndDirectories);
      case 0:
        return Is(Mutant::kNoTypeIsRegular);
      default:
        return false;
    }
  }

  // 0, or an error that ends the listing.
  int Link(const Record& record, const dirents_entry& entry) {
    const FuseEntryOut& out = record.entry_out;
    if (Is(Mutant::kDotsBeforeNodeid) && IsDots(record)) return 0;
    if (out.nodeid == 0) {
      if (Is(Mutant::kNodeid0Forgotten)) Forget(record);
      if (!Is(Mutant::kNodeid0Linked)) return 0;
    }
    if (IsDots(record)) {
      if (Is(Mutant::kDotsForgotten)) Forget(record);
      if (!Is(Mutant::kDotsLinked)) return 0;
    }
    if (IsBad(record)) {
      if (Is(Mutant::kBadEntryEnds)) return -EIO;
      if (!Is(Mutant::kBadEntryKept)) Forget(record);
      return 0;
    }
    if (Is(Mutant::kFullForgets) && full_) {
      Forget(record);
      return 0;
    }
    const void* given = &out;
    if (Is(Mutant::kEntryOutOfLast) && records_ > 0) given = &last_entry_out_;
    if (Is(Mutant::kEntryOutLent) && IsInOneSegment()) given = start_.here();
    const int error = sink_.link(sink_.ctx, &entry, given);
    if (error == 0) {
      if (Is(Mutant::kLinkForgotten)) Forget(record);
      return 0;
    }
    if (Is(Mutant::kFailedLinkKept)) return 0;
    if (Is(Mutant::kFailedLinkKeptWhenFull) && full_) return 0;
    Forget(record);
    return Is(Mutant::kFailedLinkEnds) ? error : 0;
  }

  void Forget(const Record& record) {
    uint64_t nodeid = record.entry_out.nodeid;
    if (Is(Mutant::kForgetsIno)) nodeid = record.dirent.ino;
    if (Is(Mutant::kNodeidFetchedTwice) && IsInOneSegment()) {
      nodeid = Fetch<uint64_t>(offsetof(FuseEntryOut, nodeid));
    }
    sink_.forget(sink_.ctx, nodeid);
  }

  // --- For mutants that fetch a field twice. ---

  bool IsInOneSegment() const { return start_.run() >= header_; }

  // The number at `at` of the record in hand, as it stands in the reply now.
  template <typename T>
  T Fetch(size_t at) const {
    T number;
    std::memcpy(&number, start_.here() + at, sizeof number);
    return number;
  }

  const Mutant mutant_;
  const dirents_reply& reply_;
  const dirents_sink& sink_;
  uint64_t* const pos_;
  const bool plus_;
  const size_t header_;
  MutantBytes bytes_;
  MutantBytes start_;   // Of the record in hand.
  size_t records_ = 0;  // That were acted on.
  int error_ = 0;
  bool full_ = false;
  uint64_t last_off_ = 0;
  std::string last_name_;
  FuseEntryOut last_entry_out_ = {};
  std::string longer_name_;
  char own_bounce_[kBounceBytes] = {};
  char* bounce_ = own_bounce_;
  bool bounced_ = false;
  std::optional<GuardedBytes> guarded_;
};

// What is left of a reply behind its last record stands before the next reply.
int ParseBehindKeptTail(const dirents_reply& reply, const dirents_sink& sink,
                        uint64_t* pos) {
  std::string bytes = kept_tail;
  const size_t kept = bytes.size();
  bytes.resize(kept + reply.nbytes);
  MutantBytes(Mutant::kNone, reply).Read(bytes.data() + kept, reply.nbytes);
  const dirents_segment segment = {bytes.data(), bytes.size()};
  const dirents_reply longer = {reply.plus, reply.start_off, &segment, 1,
                                bytes.size()};
  MutantParser parser(Mutant::kNone, longer, sink, pos);
  const int error = parser.Run();
  kept_tail = bytes.substr(bytes.size() - parser.left());
  return error;
}

}  // namespace

int ParseMutant(Mutant mutant, const dirents_reply& reply,
                const dirents_sink& sink, uint64_t* pos) {
  if (mutant == Mutant::kTailKept) {
    return ParseBehindKeptTail(reply, sink, pos);
  }
  return MutantParser(mutant, reply, sink, pos).Run();
}

}  // namespace fuse_dirents
