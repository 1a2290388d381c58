// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parsers with one bug each.  The set that is about the bug finds it, and the
// recipe that it prints shows it again.

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "pagemap/poison.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "parser/sink_adapter.h"
#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {
namespace {

// Runs `set` on the parser alone, until it differs from the reference.
std::string FailureOf(std::string_view set_name, ParseFunction broken,
                      Presentation presentation,
                      const Profile& profile = LinuxProfile()) {
  const ListedParser parsers[] = {{"canary", presentation, broken}};
  CaseRunner runner(parsers, profile);
  const ExhaustiveSet& set = FindExhaustiveSet(set_name);
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    for (unsigned part = 0; part < set.parts && runner.failure().empty();
         ++part) {
      set.run(format, part, &runner);
    }
  }
  return runner.failure();
}

void ExpectFound(std::string_view set, ParseFunction broken,
                 Presentation presentation) {
  const std::string failure = FailureOf(set, broken, presentation);
  ASSERT_NE(failure, "");
  // What stands between the dashes is a case.
  const size_t begin = failure.find("# why: ");
  ASSERT_NE(begin, failure.npos) << failure;
  const std::string recipe =
      failure.substr(begin, failure.find("---\n", begin) - begin);
  std::string problem;
  EXPECT_TRUE(Case::FromRecipe(recipe, &problem)) << problem << "\n" << recipe;
  std::printf("%s:\n%s", std::string(set).c_str(), recipe.c_str());
}

std::string Flat(const dirents_reply& reply, size_t nbytes) {
  std::string bytes;
  for (size_t i = 0; i < reply.num_segments; ++i) {
    if (reply.segments[i].len == 0) continue;
    bytes.append(static_cast<const char*>(reply.segments[i].base),
                 reply.segments[i].len);
  }
  bytes.resize(nbytes);
  return bytes;
}

int ParseFlat(const Profile& profile, const dirents_reply& reply,
              const std::string& bytes, const dirents_sink& sink,
              uint64_t* pos) {
  const dirents_segment segment = {bytes.data(), bytes.size()};
  const dirents_reply flat = {reply.plus, reply.start_off, &segment, 1,
                              bytes.size()};
  return ParseWithReader(profile, flat, sink, pos);
}

// Loses a byte where a segment of one byte lies between two others, and only
// behind 4000 bytes: one of millions of cases.
int LosesALonelyByte(const Profile& profile, const dirents_reply& reply,
                     const dirents_sink& sink, uint64_t* pos) {
  std::string bytes = Flat(reply, reply.nbytes);
  if (reply.num_segments == 3 && reply.segments[1].len == 1 &&
      reply.segments[0].len >= 4000) {
    bytes[reply.segments[0].len] = 'x';
  }
  return ParseFlat(profile, reply, bytes, sink, pos);
}
TEST(ExhaustiveCanary, NamelenSeamsFindALonelyByte) {
  ExpectFound("namelen_seams", &LosesALonelyByte, Presentation::kSegmented);
}

// Takes an empty segment for the end.
int StopsAtAnEmptySegment(const Profile& profile, const dirents_reply& reply,
                          const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  size_t bytes = 0;
  for (size_t i = 0; i < reply.num_segments; ++i) {
    if (i > 0 && reply.segments[i].len == 0) {
      shorter.num_segments = i;
      shorter.nbytes = std::min(bytes, reply.nbytes);
      break;
    }
    bytes += reply.segments[i].len;
  }
  return ParseWithReader(profile, shorter, sink, pos);
}
TEST(ExhaustiveCanary, NamelenSeamsFindWhoStopsAtAnEmptySegment) {
  ExpectFound("namelen_seams", &StopsAtAnEmptySegment,
              Presentation::kSegmented);
}

// Cannot begin in the last 65 bytes of a page.
int NeedsAWordOfTheFirstPage(const Profile& profile, const dirents_reply& reply,
                             const dirents_sink& sink, uint64_t* pos) {
  const auto begin = reinterpret_cast<uintptr_t>(reply.segments[0].base);
  if (begin % 4096 > 4030) return -EIO;
  return ParseWithReader(profile, reply, sink, pos);
}
TEST(ExhaustiveCanary, NamelenPagesFindWhoNeedsAWordOfTheFirstPage) {
  ExpectFound("namelen_pages", &NeedsAWordOfTheFirstPage,
              Presentation::kMapped);
}

// Where bytes can be poisoned, this parser would end there.
#if !defined(FUSE_DIRENTS_ASAN) && !defined(FUSE_DIRENTS_MSAN)
// Reads a header that the reply was cut in from what lies behind.
int ReadsStaleHeaders(const Profile& profile, const dirents_reply& reply,
                      const dirents_sink& sink, uint64_t* pos) {
  size_t room = 0;
  for (size_t i = 0; i < reply.num_segments; ++i) room += reply.segments[i].len;
  return ParseFlat(profile, reply,
                   Flat(reply, std::min(room, reply.nbytes + 1)), sink, pos);
}
TEST(ExhaustiveCanary, CutsFindWhoReadsOneStaleByte) {
  ExpectFound("cuts", &ReadsStaleHeaders, Presentation::kSegmented);
}
#endif

// Keeps d_type in 16 bits.
template <uint32_t kMask>
int MasksTypes(const Profile& profile, const dirents_reply& reply,
               const dirents_sink& sink, uint64_t* pos) {
  struct Masking : PassingSink {
    int Emit(dirents_entry entry) const {
      entry.type &= kMask;
      return PassingSink::Emit(entry);
    }
  } masking = {sink};
  return ParseWithReader(profile, reply, SinkOf(&masking), pos);
}
TEST(ExhaustiveCanary, FieldValuesFindATypeOf16Bits) {
  ExpectFound("field_values", &MasksTypes<0xffff>, Presentation::kLinear);
}

// Adds a header to a namelen in 32 bits.
int WrapsAt32Bits(const Profile& profile, const dirents_reply& reply,
                  const dirents_sink& sink, uint64_t* pos) {
  Profile lax = profile;
  std::string bytes = Flat(reply, reply.nbytes);
  const size_t at = HeaderSize(reply.plus != 0 ? RecordFormat::kDirentplus
                                               : RecordFormat::kDirent) -
                    8;
  if (bytes.size() >= at + 4) {
    uint32_t namelen;
    std::memcpy(&namelen, bytes.data() + at, sizeof namelen);
    if (namelen > 0xffffffe0) lax.long_name = kStopQuietly;
  }
  return ParseFlat(lax, reply, bytes, sink, pos);
}
TEST(ExhaustiveCanary, FieldValuesFindANamelenThatWraps) {
  ExpectFound("field_values", &WrapsAt32Bits, Presentation::kLinear);
}

// Does not forget where the second link fails.
int ForgetsFirstOnly(const Profile& profile, const dirents_reply& reply,
                     const dirents_sink& sink, uint64_t* pos) {
  struct ForgettingOnce : PassingSink {
    void Forget(uint64_t nodeid) {
      if (forgets++ == 0) PassingSink::Forget(nodeid);
    }
    int forgets = 0;
  } once = {{sink}};
  return ParseWithReader(profile, reply, SinkOf(&once), pos);
}
TEST(ExhaustiveCanary, SmallRepliesFindWhoForgetsOnce) {
  ExpectFound("small_replies", &ForgetsFirstOnly, Presentation::kLinear);
}

// Fails now and then.
int CountsItsCalls(const Profile& profile, const dirents_reply& reply,
                   const dirents_sink& sink, uint64_t* pos) {
  static unsigned calls = 0;
  if (++calls == 1000) return -EINTR;
  return ParseWithReader(profile, reply, sink, pos);
}
TEST(ExhaustiveCanary, StateIsToldAsState) {
  const std::string failure =
      FailureOf("small_replies", &CountsItsCalls, Presentation::kLinear);
  EXPECT_NE(failure.find("it keeps state"), failure.npos) << failure;
}

// The reader itself differs nowhere.
TEST(ExhaustiveCanary, ARightParserPasses) {
  EXPECT_EQ(
      FailureOf("field_values", &ParseWithReader, Presentation::kSegmented),
      "");
}

}  // namespace
}  // namespace fuse_dirents
