// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Broken parsers, readers and writers, each of which one property must find: a
// property that finds none has shown nothing about the right ones.

#include "properties/canary.h"

#include <cerrno>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/reader/dirent_reader.h"
#include "parser/sink_adapter.h"
#include "properties/engine/run.h"
#include "properties/parser_properties.h"
#include "properties/reader_properties.h"
#include "properties/writer_properties.h"

namespace fuse_dirents {
namespace {

// --- Parsers. ---

// Takes the first segment for the whole reply.
int SeesOneSegment(const Profile& profile, const dirents_reply& reply,
                   const dirents_sink& sink, uint64_t* pos) {
  dirents_reply first = reply;
  first.num_segments = 1;
  first.nbytes = std::min(reply.nbytes, reply.segments[0].len);
  return ParseWithReader(profile, first, sink, pos);
}

TEST(ParserCanary, LayoutIndependenceFindsWhoSeesOneSegment) {
  ExpectFound(kLayoutIndependence, &SeesOneSegment, Presentation::kSegmented);
}

// The name_max of most file systems is not that of the protocol.
int TakesNamesTo255(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos) {
  Profile strict = profile;
  strict.name_max = 255;
  return ParseWithReader(strict, reply, sink, pos);
}

TEST(ParserCanary, AgreementFindsAnotherNameMax) {
  ExpectFound(kAgreement, &TakesNamesTo255);
}

// Fills up what is cut off with zeros, as a buffer that was cleared does.
int CompletesWithZeros(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos) {
  std::string copy;
  size_t left = reply.nbytes;
  for (size_t i = 0; i < reply.num_segments; ++i) {
    const size_t len = std::min(left, reply.segments[i].len);
    copy.append(static_cast<const char*>(reply.segments[i].base), len);
    left -= len;
  }
  copy.resize(copy.size() + kFuseNameMax, '\0');
  const dirents_segment segment = {copy.data(), copy.size()};
  const dirents_reply longer = {reply.plus, reply.start_off, &segment, 1,
                                copy.size()};
  return ParseWithReader(profile, longer, sink, pos);
}

TEST(ParserCanary, PrefixFindsWhoCompletesACutRecord) {
  ExpectFound(kPrefix, &CompletesWithZeros);
}

// Counts its calls.
int FailsNowAndThen(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos) {
  static unsigned calls = 0;
  if (++calls % 5 == 0) return -EINTR;
  return ParseWithReader(profile, reply, sink, pos);
}

TEST(ParserCanary, NoStateFindsWhoCountsCalls) {
  const ListedParser parsers[] = {
      {"canary", Presentation::kLinear, &FailsNowAndThen}};
  RunOptions options;
  EXPECT_TRUE(RunProperty(kNoState, parsers, options).counterexample);
}

// Runs the reader with a sink that sees each entry as `change` leaves it.
template <void (*kChange)(dirents_entry*)>
int ChangesEntries(const Profile& profile, const dirents_reply& reply,
                   const dirents_sink& sink, uint64_t* pos) {
  struct Changing : PassingSink {
    int Emit(dirents_entry entry) const {
      kChange(&entry);
      return PassingSink::Emit(entry);
    }
  } changing = {sink};
  return ParseWithReader(profile, reply, SinkOf(&changing), pos);
}

void CutIno(dirents_entry* entry) { entry->ino &= 0xffffffff; }

TEST(ParserCanary, RoundTripFindsA32BitIno) {
  ExpectFound(kParserRoundTrip, &ChangesEntries<&CutIno>);
}

int ResumesOneLater(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos) {
  const int error = ParseWithReader(profile, reply, sink, pos);
  ++*pos;
  return error;
}

TEST(ParserCanary, SameEndPositionFindsWhoResumesOneLater) {
  ExpectFound(kParserEndPosition, &ResumesOneLater);
}

int LeavesLastPaddingOut(const Profile& profile, const dirents_reply& reply,
                         const dirents_sink& sink, uint64_t* pos) {
  Profile lax = profile;
  lax.last_padding_required = false;
  return ParseWithReader(lax, reply, sink, pos);
}

TEST(ParserCanary, OneByteShortFindsWhoNeedsNoPadding) {
  ExpectFound(kParserOneByteShort, &LeavesLastPaddingOut);
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

TEST(ReaderCanary, OneByteShortFindsWhoNeedsNoPadding) {
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
