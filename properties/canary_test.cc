// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Mutants, and broken readers and writers, each of which one property must
// find. A property that finds none says nothing about the right ones.

#include "properties/canary.h"

#include <string>
#include <string_view>

#include "differential/mutants/mutants.h"
#include "gtest/gtest.h"
#include "pagemap/poison.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"
#include "properties/engine/run.h"
#include "properties/parser_properties.h"
#include "properties/reader_properties.h"
#include "properties/related_properties.h"
#include "properties/sink_properties.h"
#include "properties/writer_properties.h"

namespace fuse_dirents {
namespace {

// --- Parsers. ---

struct ParserCanary {
  const Property* property;
  std::string_view mutant;
  Presentation presentation = Presentation::kLinear;
  size_t max_records = 2;  // In the simplest case.
};

constexpr ParserCanary kParserCanaries[] = {
    {&kLayoutIndependence, "one_segment", Presentation::kSegmented},
    {&kAgreement, "name_max_255"},
    {&kPrefix, "cut_record_filled"},
    {&kParserRoundTrip, "ino_of_32_bits"},
    {&kParserEndPosition, "pos_one_later"},
    {&kParserOneByteShort, "unpadded_last_taken"},
    {&kLargeFolios, "empty_segment_ends", Presentation::kSegmented},
    {&kLargeFolios, "page_of_segment", Presentation::kSegmented, 6},
    {&kConcatenation, "second_entry_lost"},
    {&kResume, "pos_past_full"},
// Where bytes can be poisoned, this parser would end there.
#if !defined(FUSE_DIRENTS_ASAN) && !defined(FUSE_DIRENTS_MSAN)
    {&kStaleTail, "length_rounded_up", Presentation::kSegmented},
#endif
    {&kChangedByte, "error_drops_all", Presentation::kLinear, 5},
    {&kUnknownTypes, "type_unknown_refused"},
    {&kSingleFetch, "namelen_fetched_twice"},
    {&kLedgerBalance, "third_lookup_lost", Presentation::kLinear, 3},
    {&kLedgerBalance, "link_forgotten"},
};

class ParserCanaryTest : public testing::TestWithParam<ParserCanary> {};

TEST_P(ParserCanaryTest, IsFound) {
  const ParserCanary& canary = GetParam();
  const ListedParser parsers[] = {
      OurParsers().front(),
      {"canary", canary.presentation, ParseFunctionOf(canary.mutant)}};
  // Agreement needs the reference too; the others run the mutant alone.
  ExpectFound(
      *canary.property,
      std::span(parsers).subspan(canary.property == &kAgreement ? 0 : 1),
      canary.max_records);
}

INSTANTIATE_TEST_SUITE_P(, ParserCanaryTest, testing::ValuesIn(kParserCanaries),
                         [](const auto& param_info) {
                           const ParserCanary& canary = param_info.param;
                           return std::string(canary.property->name) +
                                  "_finds_" + std::string(canary.mutant);
                         });

// It depends on the calls before, so it cannot be replayed.
TEST(StateCanary, NoStateFindsWhatFailsNowAndThen) {
  const ListedParser parsers[] = {
      {"canary", Presentation::kLinear, ParseFunctionOf("fails_now_and_then")}};
  EXPECT_TRUE(RunProperty(kNoState, parsers, RunOptions()).counterexample);
}

// --- Readers. ---

class CopiesNames : public DirentReader {
 public:
  using DirentReader::DirentReader;
  bool Next(Dirent* out) {
    if (!DirentReader::Next(out)) return false;
    name_ = out->name;
    out->name = name_;
    return true;
  }

 private:
  std::string name_;
};

TEST(ReaderCanary, BorrowingFindsACopy) {
  ExpectFound(kBorrowing<CopiesNames>);
}

class DeniesBouncing : public DirentReader {
 public:
  using DirentReader::DirentReader;
  bool Next(Dirent* out) {
    if (!DirentReader::Next(out)) return false;
    out->bounced = false;
    return true;
  }
};

TEST(ReaderCanary, BorrowingFindsABounceThatIsDenied) {
  ExpectFound(kBorrowing<DeniesBouncing>);
}

class ForgetsPadding : public DirentReader {
 public:
  using DirentReader::DirentReader;
  bool Next(Dirent* out) {
    if (!DirentReader::Next(out)) return false;
    pos_ = out->pos + out->reclen - (8 - out->name.size() % 8) % 8;
    return true;
  }
  size_t pos() const { return pos_; }

 private:
  size_t pos_ = 0;
};

TEST(ReaderCanary, ProgressFindsAPositionBeforeThePadding) {
  ExpectFound(kProgress<ForgetsPadding>);
}
TEST(ReaderCanary, SameEndPositionFindsAPositionBeforeThePadding) {
  ExpectFound(kSameEndPosition<ForgetsPadding>);
}

class ClearsOut : public DirentReader {
 public:
  using DirentReader::DirentReader;
  bool Next(Dirent* out) {
    if (DirentReader::Next(out)) return true;
    *out = Dirent();
    return false;
  }
};

TEST(ReaderCanary, StickinessFindsAStopThatClearsOut) {
  ExpectFound(kStickiness<ClearsOut>);
}

class ForgetsItsError : public DirentReader {
 public:
  using DirentReader::DirentReader;
  bool Next(Dirent* out) {
    ++calls_after_stop_ *= stop() != Stop::kNone;
    return DirentReader::Next(out);
  }
  int error() const {
    return calls_after_stop_ > 1 ? 0 : DirentReader::error();
  }

 private:
  int calls_after_stop_ = 0;
};

TEST(ReaderCanary, StickinessFindsAnErrorThatIsForgotten) {
  ExpectFound(kStickiness<ForgetsItsError>);
}

class SignedOff : public DirentReader {
 public:
  using DirentReader::DirentReader;
  bool Next(Dirent* out) {
    if (!DirentReader::Next(out)) return false;
    out->off &= INT64_MAX;
    return true;
  }
};

TEST(ReaderCanary, RoundTripFindsAnOffThatLosesItsTopBit) {
  ExpectFound(kRoundTrip<SignedOff>);
}

class NeedsNoPadding : public DirentReader {
 public:
  NeedsNoPadding(RecordFormat format, const ReplyBytes& reply, const Profile&)
      : DirentReader(format, reply, Lax()) {}

 private:
  static const Profile& Lax() {
    static constexpr Profile kLax = {
        .name = "lax", .client = "none", .last_padding_required = false};
    return kLax;
  }
};

TEST(ReaderCanary, OneByteShortFindsAReaderThatNeedsNoPadding) {
  ExpectFound(kOneByteShort<NeedsNoPadding>);
}

// --- Writers. ---

class PadsTo4 {
 public:
  explicit PadsTo4(RecordFormat format) : writer_(format) {}
  void Append(RecordFields fields) {
    fields.padding = (4 - fields.name.size() % 4) % 4;
    writer_.Append(fields);
  }
  const std::string& bytes() const { return writer_.bytes(); }

 private:
  DirentWriter writer_;
};

TEST(WriterCanary, ExactBytesFindsPaddingTo4) {
  ExpectFound(kExactBytes<PadsTo4>);
}

}  // namespace
}  // namespace fuse_dirents
