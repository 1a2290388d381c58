// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Broken parsers that the properties of related replies and of sinks must find.

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "pagemap/poison.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"
#include "properties/canary.h"
#include "properties/related_properties.h"
#include "properties/sink_properties.h"

namespace fuse_dirents {
namespace {

// Asked alone: the reference is no help here.
void ExpectFoundAlone(const Property& property, ParseFunction broken,
                      Presentation presentation = Presentation::kLinear) {
  const ListedParser parsers[] = {{"canary", presentation, broken}};
  ExpectFound(property, parsers);
}

// A desc of no bytes ends the reply.
int StopsAtAnEmptyDesc(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  size_t bytes = 0;
  for (size_t i = 0; i < reply.num_segments; ++i) {
    if (reply.segments[i].len == 0) {
      shorter.nbytes = std::min(bytes, reply.nbytes);
      break;
    }
    bytes += reply.segments[i].len;
  }
  return ParseWithReader(profile, shorter, sink, pos);
}
TEST(RelatedCanary, LargeFoliosFindWhoStopsAtAnEmptyDesc) {
  ExpectFoundAlone(kLargeFolios, &StopsAtAnEmptyDesc, Presentation::kSegmented);
}

// Takes every folio for a page, where something lies behind the reply.
int SeesOnePageOfAFolio(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  if (reply.segments[0].len > reply.nbytes) {
    shorter.nbytes = std::min<size_t>(reply.nbytes, 4096);
  }
  return ParseWithReader(profile, shorter, sink, pos);
}
TEST(RelatedCanary, LargeFoliosFindWhoSeesOnePageOfOne) {
  ExpectFoundAlone(kLargeFolios, &SeesOnePageOfAFolio,
                   Presentation::kSegmented);
}

// Leaves out the second entry of a reply.
int LosesTheSecondEntry(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  struct Losing : PassingSink {
    int Emit(const dirents_entry& entry) {
      return ++emits == 2 ? 1 : PassingSink::Emit(entry);
    }
    size_t emits = 0;
  } losing = {{sink}};
  return ParseWithReader(profile, reply, SinkOf(&losing), pos);
}
TEST(RelatedCanary, ConcatenationFindsWhoLosesTheSecondEntry) {
  ExpectFoundAlone(kConcatenation, &LosesTheSecondEntry);
}

// Resumes behind the entry that the buffer did not take.
int ResumesPastTheUntaken(const Profile& profile, const dirents_reply& reply,
                          const dirents_sink& sink, uint64_t* pos) {
  struct Watching : PassingSink {
    int Emit(const dirents_entry& entry) {
      const int taken = PassingSink::Emit(entry);
      if (taken == 0) untaken_off = entry.off;
      return taken;
    }
    std::optional<uint64_t> untaken_off = {};
  } watching = {{sink}};
  const int error = ParseWithReader(profile, reply, SinkOf(&watching), pos);
  *pos = watching.untaken_off.value_or(*pos);
  return error;
}
TEST(RelatedCanary, ResumeFindsWhoResumesPastTheUntaken) {
  ExpectFoundAlone(kResume, &ResumesPastTheUntaken);
}

#if !defined(FUSE_DIRENTS_ASAN) && !defined(FUSE_DIRENTS_MSAN)
// Rounds the length of a reply up to whole words, into what is stale.
int RoundsUp(const Profile& profile, const dirents_reply& reply,
             const dirents_sink& sink, uint64_t* pos) {
  size_t room = 0;
  for (size_t i = 0; i < reply.num_segments; ++i) room += reply.segments[i].len;
  std::string bytes;
  for (size_t i = 0; i < reply.num_segments; ++i) {
    bytes.append(static_cast<const char*>(reply.segments[i].base),
                 reply.segments[i].len);
  }
  bytes.resize(std::min(room, (reply.nbytes + 7) / 8 * 8));
  const dirents_segment segment = {bytes.data(), bytes.size()};
  const dirents_reply longer = {reply.plus, reply.start_off, &segment, 1,
                                bytes.size()};
  return ParseWithReader(profile, longer, sink, pos);
}
TEST(RelatedCanary, StaleTailFindsWhoRoundsUp) {
  ExpectFoundAlone(kStaleTail, &RoundsUp, Presentation::kSegmented);
}
#endif

// Drops every entry of a reply with an error, as nobody's rules say.
int DropsAllForAnError(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos) {
  AcceptingSink none;
  uint64_t nowhere = 0;
  const int error = ParseWithReader(profile, reply, SinkOf(&none), &nowhere);
  if (error != 0) return error;
  return ParseWithReader(profile, reply, sink, pos);
}
TEST(RelatedCanary, ChangedByteFindsWhoDropsAllForAnError) {
  ExpectFoundAlone(kChangedByte, &DropsAllForAnError);
}

// Knows the types of d_type alone, and stops at others.
int StopsAtUnknownTypes(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  struct Knowing : PassingSink {
    int Emit(const dirents_entry& entry) {
      stopped = stopped || entry.type > 15;
      return stopped ? 0 : PassingSink::Emit(entry);
    }
    bool stopped = false;
  } knowing = {{sink}};
  return ParseWithReader(profile, reply, SinkOf(&knowing), pos);
}
TEST(RelatedCanary, UnknownTypesFindWhoStopsAtThem) {
  ExpectFoundAlone(kUnknownTypes, &StopsAtUnknownTypes);
}

// Fetches namelen once more after the entry was emitted, to move on.
int FetchesNamelenTwice(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  const RecordFormat format =
      reply.plus != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  const size_t header = HeaderSize(format);
  const auto* at = static_cast<const char*>(reply.segments[0].base);
  size_t left = std::min(reply.nbytes, reply.segments[0].len);
  const auto fetch = [&] {
    FuseDirent dirent;
    std::memcpy(&dirent, at + header - sizeof dirent, sizeof dirent);
    return dirent;
  };
  while (left >= header) {
    const FuseDirent dirent = fetch();
    if (dirent.namelen == 0 || dirent.namelen > profile.name_max) return -EIO;
    if (Reclen(format, dirent.namelen) > left) return 0;
    const dirents_entry entry = {dirent.ino, dirent.off, dirent.type,
                                 dirent.namelen, at + header};
    if (sink.emit(sink.ctx, &entry) == 0) return 0;
    *pos = dirent.off;
    const size_t reclen = std::min<uint64_t>(
        left, Reclen(format, std::min(fetch().namelen, profile.name_max)));
    at += reclen;
    left -= reclen;
  }
  return 0;
}
TEST(SinkCanary, SingleFetchFindsASecondFetch) {
  ExpectFoundAlone(kSingleFetch, &FetchesNamelenTwice);
}

// Neither links nor forgets the third lookup.
int LosesTheThirdLookup(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  struct Losing : PassingSink {
    int Link(const dirents_entry& entry, const void* entry_out) {
      return ++links > 2 ? 0 : PassingSink::Link(entry, entry_out);
    }
    size_t links = 0;
  } losing = {{sink}};
  return ParseWithReader(profile, reply, SinkOf(&losing), pos);
}
TEST(SinkCanary, LedgerBalanceFindsWhoLosesTheThirdLookup) {
  const ListedParser parsers[] = {
      {"canary", Presentation::kLinear, &LosesTheThirdLookup}};
  RunOptions options;
  const RunResult result = RunProperty(kLedgerBalance, parsers, options);
  ASSERT_TRUE(result.counterexample);
  if (DriverName() == "RapidCheck") {
    EXPECT_LE(result.counterexample->c.records.size(), 3u);
  }
}

// Forgets a lookup that it linked.
int ForgetsWhatItLinked(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  struct Forgetting : PassingSink {
    int Link(const dirents_entry& entry, const void* entry_out) const {
      const int error = PassingSink::Link(entry, entry_out);
      uint64_t nodeid;
      std::memcpy(&nodeid, entry_out, sizeof nodeid);
      Forget(nodeid);
      return error;
    }
  } forgetting = {sink};
  return ParseWithReader(profile, reply, SinkOf(&forgetting), pos);
}
TEST(SinkCanary, LedgerBalanceFindsWhoForgetsTwice) {
  ExpectFoundAlone(kLedgerBalance, &ForgetsWhatItLinked);
}

}  // namespace
}  // namespace fuse_dirents
