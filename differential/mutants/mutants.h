// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parsers that are each wrong in one realistic way.  All come from one source,
// parse_mutant.cc, a plain parser of the profile `linux` in which each mutant
// changes one thing.
//
// A suite that lets one of them pass has a hole.  Mutants that cannot be told
// from the right parser stand in the list too, with the reason: were one of
// them found, the suite would be wrong.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANTS_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANTS_H_

#include <span>
#include <string_view>

#include "differential/parser_list.h"
#include "parser/parser_under_test.h"

namespace fuse_dirents {

enum class Mutant : int {
  kNone,  // The right parser.

  // --- The frame of a record. ---
  kNameMax4096,
  kNameMax4094,
  kNameMax1024,
  kNameMax255,
  kEmptyNameTaken,
  kEmptyNameSkipped,
  kEmptyNameEnds,
  kLongNameEnds,
  kLongNameEmptied,
  kNamelenSigned,
  kNamelenOf16Bits,
  kNamelenOf8Bits,
  kFrameFirst,
  kReclenWraps,
  kNoRecordBound,
  kShortRecordIsError,
  kTrailingIsError,
  kNoWholeRecordIsError,
  kEmptyReplyIsError,
  kUnpaddedLastTaken,
  kPaddedTo4,
  kNotPadded,
  kAlwaysPadded,
  kPlusPaddedTwice,
  kEntryOutOf120Bytes,
  kPartialHeaderTaken,
  kHeaderAtEndUnjudged,
  kOnePageRecord,
  kRecordAbovePageSkipped,
  kErrorBehindEntriesLost,
  kErrorIsEinval,
  kErrorIsPositive,
  kReadsHeaderFirst,

  // --- The name. ---
  kPaddingInName,
  kNameCutAtNul,
  kNulRefused,
  kNulWrittenBehindName,
  kSlashTaken,
  kSlashHidden,
  kSlashFirstUnseen,
  kSlashLastUnseen,
  kSlashBehindNulUnseen,
  kSlashInPadding,
  kSlashBeforeFrame,
  kSlashEmitted,
  kBackslashRefused,
  kNotUtf8Refused,
  kNotUtf8Dropped,
  kNamesDeduplicated,

  // --- The numbers. ---
  kInoOf32Bits,
  kInoZeroDropped,
  kOffOf32Bits,
  kOffNegativeRefused,
  kOffZeroEnds,
  kOffMustRise,
  kOffOneLater,
  kOffIsBytePosition,
  kTypeOf8Bits,
  kTypeMasked,
  kTypeHasFlag,
  kTypeUnknownRefused,

  // --- The caller's buffer, and where to resume. ---
  kPosPastFull,
  kPosBeforeLast,
  kPosStays,
  kPosFromZero,
  kPosBeforeJudging,
  kPosBackOnError,
  kEmitsWhenFull,
  kFullStopsPlus,
  kFullLosesError,
  kReaddirReadsOnWhenFull,
  kFirstMustFit,
  kDotsNotEmitted,

  // --- Lookups. ---
  kNodeid0Linked,
  kNodeid0Forgotten,
  kRootLinked,
  kModeUnchecked,
  kNoTypeIsRegular,
  kOnlyFilesAndDirectories,
  kSizeUnchecked,
  kSizeInt64MaxRefused,
  kBadEntryKept,
  kBadEntryEnds,
  kBadEntryNotEmitted,
  kFailedLinkKept,
  kFailedLinkKeptWhenFull,
  kFailedLinkEnds,
  kLinkForgotten,
  kForgetsIno,
  kForgetsAfterError,
  kDotsLinked,
  kDotDotLinked,
  kDotsForgotten,
  kDotPrefixSkipped,
  kDotsByStrcmp,
  kLinkBeforeEmit,
  kFullForgets,
  kEntryOutOfLast,

  // --- Seams. ---
  kOneSegment,
  kPageAtATime,
  kStopsAtSeam,
  kRecordAtSeamLost,
  kHeaderInPlace,
  kEntryOutInPlace,
  kNameInPlace,
  kNamelenCutAtSeam,
  kOffCutAtSeam,
  kNodeidCutAtSeam,
  kTwoPiecesOfHeader,
  kTwoPiecesOfName,
  kStaleBounce,
  kBounceFilledOnce,
  kBounceOf256,
  kBounceOf4094,
  kSeamAtNameEnds,
  kFullSegmentEnds,
  kEmptySegmentEnds,
  kEmptySegmentAtStart,
  kLastByteOfSegmentLost,
  kPaddingEndsAtSeam,
  kPaddedByAddress,
  kSixteenSegments,
  kPageOfSegment,
  kSlashBehindSeamUnseen,
  kDotDotAtSeamLinked,
  kStaleTailRead,
  kShortRecordFilledUp,

  // --- State. ---
  kTailKept,
  kFullKept,
  kBounceKept,

  // --- Fetching twice. ---
  kNamelenFetchedTwice,
  kOffFetchedTwice,
  kModeFetchedTwice,
  kNodeidFetchedTwice,
  kEntryOutLent,

  // --- Equivalent: no reply tells them from the right parser. ---
  kReclenOf32Bits,
  kReclenOf16Bits,
  kReclenBySum,
  kNodeidJudgedLast,
  kDotsBeforeNodeid,
  kPaddingRead,
  kBounceOf4095,
};

inline constexpr int kMutantCount = static_cast<int>(Mutant::kBounceOf4095) + 1;

struct MutantFacts {
  Mutant mutant;
  std::string_view name;  // Lower case and '_'.
  std::string_view what;  // What it does, in one line.
  // Who did so, or does so by rules of its own; empty where we know of nobody.
  std::string_view kin;
  // Why nothing can tell it from the right parser; empty where something must.
  std::string_view equivalent = {};

  bool is_equivalent() const { return !equivalent.empty(); }
  // Whether it must pass everything.
  bool is_right() const { return mutant == Mutant::kNone || is_equivalent(); }
};

// All of them, in the order of the enum, kNone first.
std::span<const MutantFacts> AllMutants();
const MutantFacts& FactsOf(Mutant mutant);
// Null where there is none of that name.
const MutantFacts* FindMutant(std::string_view name);

// dirents_parse() as `mutant` does it.  Some overread or fault, and some keep
// state: run each in a process of its own.
int ParseMutant(Mutant mutant, const dirents_reply& reply,
                const dirents_sink& sink, uint64_t* pos);

// The same as a function of its own.  It knows the profile `linux` alone.
ParseFunction ParseFunctionOf(Mutant mutant);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANTS_H_
