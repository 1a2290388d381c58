// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Broken parsers that the properties of related replies and of sinks must find.

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "gtest/gtest.h"
#include "pagemap/poison.h"
#include "parser/parse.h"
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

// Runs the reader with a sink of its own in front.
struct Between {
  const dirents_sink& to;
  size_t emits = 0;
  size_t links = 0;
  uint64_t first_off = 0;
};

dirents_sink InFront(Between* between) {
  return {between,
          [](void* ctx, const dirents_entry* entry) {
            auto* self = static_cast<Between*>(ctx);
            if (self->emits++ == 0) self->first_off = entry->off;
            return self->to.emit(self->to.ctx, entry);
          },
          [](void* ctx, const dirents_entry* entry, const void* entry_out) {
            auto* self = static_cast<Between*>(ctx);
            ++self->links;
            return self->to.link(self->to.ctx, entry, entry_out);
          },
          [](void* ctx, uint64_t nodeid) {
            auto* self = static_cast<Between*>(ctx);
            self->to.forget(self->to.ctx, nodeid);
          }};
}

// Leaves out the second entry of a reply.
int LosesTheSecondEntry(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  Between between = {sink};
  dirents_sink outer = InFront(&between);
  outer.emit = [](void* ctx, const dirents_entry* entry) {
    auto* self = static_cast<Between*>(ctx);
    return ++self->emits == 2 ? 1 : self->to.emit(self->to.ctx, entry);
  };
  return ParseWithReader(profile, reply, outer, pos);
}
TEST(RelatedCanary, ConcatenationFindsWhoLosesTheSecondEntry) {
  ExpectFoundAlone(kConcatenation, &LosesTheSecondEntry);
}

// Resumes behind the entry that the buffer did not take.
int ResumesPastTheUntaken(const Profile& profile, const dirents_reply& reply,
                          const dirents_sink& sink, uint64_t* pos) {
  struct Watching {
    const dirents_sink& to;
    bool full = false;
    uint64_t off = 0;
  } watching = {sink};
  const dirents_sink outer = {
      &watching,
      [](void* ctx, const dirents_entry* entry) {
        auto* self = static_cast<Watching*>(ctx);
        const int taken = self->to.emit(self->to.ctx, entry);
        if (taken == 0) {
          self->full = true;
          self->off = entry->off;
        }
        return taken;
      },
      [](void* ctx, const dirents_entry* entry, const void* entry_out) {
        auto* self = static_cast<Watching*>(ctx);
        return self->to.link(self->to.ctx, entry, entry_out);
      },
      [](void* ctx, uint64_t nodeid) {
        auto* self = static_cast<Watching*>(ctx);
        self->to.forget(self->to.ctx, nodeid);
      }};
  const int error = ParseWithReader(profile, reply, outer, pos);
  if (watching.full) *pos = watching.off;
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
  const dirents_sink none = {
      nullptr, [](void*, const dirents_entry*) { return 1; },
      [](void*, const dirents_entry*, const void*) { return 0; },
      [](void*, uint64_t) {}};
  uint64_t nowhere = 0;
  const int error = ParseWithReader(profile, reply, none, &nowhere);
  if (error != 0) return error;
  return ParseWithReader(profile, reply, sink, pos);
}
TEST(RelatedCanary, ChangedByteFindsWhoDropsAllForAnError) {
  ExpectFoundAlone(kChangedByte, &DropsAllForAnError);
}

// Knows the types of d_type alone, and stops at others.
int StopsAtUnknownTypes(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  struct Knowing {
    const dirents_sink& to;
    bool stopped = false;
  } knowing = {sink};
  const dirents_sink outer = {
      &knowing,
      [](void* ctx, const dirents_entry* entry) {
        auto* self = static_cast<Knowing*>(ctx);
        self->stopped = self->stopped || entry->type > 15;
        return self->stopped ? 0 : self->to.emit(self->to.ctx, entry);
      },
      [](void* ctx, const dirents_entry* entry, const void* entry_out) {
        auto* self = static_cast<Knowing*>(ctx);
        return self->to.link(self->to.ctx, entry, entry_out);
      },
      [](void* ctx, uint64_t nodeid) {
        auto* self = static_cast<Knowing*>(ctx);
        self->to.forget(self->to.ctx, nodeid);
      }};
  return ParseWithReader(profile, reply, outer, pos);
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
  Between between = {sink};
  dirents_sink outer = InFront(&between);
  outer.link = [](void* ctx, const dirents_entry* entry,
                  const void* entry_out) {
    auto* self = static_cast<Between*>(ctx);
    if (++self->links > 2) return 0;
    return self->to.link(self->to.ctx, entry, entry_out);
  };
  return ParseWithReader(profile, reply, outer, pos);
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
  Between between = {sink};
  dirents_sink outer = InFront(&between);
  outer.link = [](void* ctx, const dirents_entry* entry,
                  const void* entry_out) {
    auto* self = static_cast<Between*>(ctx);
    const int error = self->to.link(self->to.ctx, entry, entry_out);
    uint64_t nodeid;
    std::memcpy(&nodeid, entry_out, sizeof nodeid);
    self->to.forget(self->to.ctx, nodeid);
    return error;
  };
  return ParseWithReader(profile, reply, outer, pos);
}
TEST(SinkCanary, LedgerBalanceFindsWhoForgetsTwice) {
  ExpectFoundAlone(kLedgerBalance, &ForgetsWhatItLinked);
}

}  // namespace
}  // namespace fuse_dirents
