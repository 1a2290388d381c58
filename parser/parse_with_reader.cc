// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <vector>

#include "parser/entry_out.h"
#include "parser/parse.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

LookupUse UseOf(const Profile& profile, const FuseEntryOut& entry_out,
                std::string_view name) {
  if (entry_out.nodeid == 0) return LookupUse::kNone;
  const LookupUse use =
      IsDotOrDotDot(name) ? profile.dot_lookups : profile.lookups;
  if (use == LookupUse::kLink && profile.bad_entry_forgotten &&
      IsBadEntryOut(entry_out)) {
    return LookupUse::kForget;
  }
  return use;
}

// Forgets the lookups of the record that stopped `reader` and of all later
// records that can be framed.
void ForgetRest(const Profile& profile, const dirents_sink& sink,
                DirentReader* reader) {
  Dirent record;
  if (!reader->SkipBad(&record)) return;
  do {
    const FuseEntryOut& entry_out = reader->entry_out();
    if (UseOf(profile, entry_out, record.name) != LookupUse::kNone) {
      sink.forget(sink.ctx, entry_out.nodeid);
    }
  } while (reader->Next(&record));
}

int ParseRecords(const Profile& profile, RecordFormat format,
                 const ReplyBytes& bytes, const dirents_sink& sink,
                 uint64_t* pos) {
  DirentReader reader(format, bytes, profile);
  Dirent record;
  bool full = false;
  while (reader.Next(&record)) {
    const dirents_entry entry = {record.ino, record.off, record.type,
                                 static_cast<uint32_t>(record.name.size()),
                                 record.name.data()};
    if (!full && !record.hidden) {
      full = sink.emit(sink.ctx, &entry) == 0;
      if (full && (format == RecordFormat::kDirent ||
                   profile.when_full == WhenFull::kStop)) {
        return 0;
      }
    }
    if (!full) *pos = record.off;
    if (format == RecordFormat::kDirent) continue;
    const FuseEntryOut& entry_out = reader.entry_out();
    switch (UseOf(profile, entry_out, record.name)) {
      case LookupUse::kNone:
        break;
      case LookupUse::kLink:
        if (sink.link(sink.ctx, &entry, &entry_out) == 0 ||
            !profile.failed_link_forgotten) {
          break;
        }
        [[fallthrough]];
      case LookupUse::kForget:
        sink.forget(sink.ctx, entry_out.nodeid);
        break;
    }
  }
  const int error = reader.error();
  if (error != 0 && format == RecordFormat::kDirentplus &&
      profile.forgets_after_error) {
    ForgetRest(profile, sink, &reader);
  }
  return error;
}

}  // namespace

int ParseWithReader(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos) {
  const RecordFormat format =
      reply.plus != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  if (!profile.Supports(format)) return -EOPNOTSUPP;
  *pos = reply.start_off;
  const ReplyBytes bytes(std::span(reply.segments, reply.num_segments),
                         reply.nbytes);
  if (!profile.frames_first) {
    return ParseRecords(profile, format, bytes, sink, pos);
  }
  // Two passes need a copy, since the reply may change between them.
  std::vector<std::byte> copy;
  copy.reserve(reply.nbytes);
  for (ReplyCursor cursor(bytes); cursor.left() > 0;) {
    const ByteRun run = cursor.run();
    copy.insert(copy.end(), run.begin(), run.end());
    cursor.Advance(run.size());
  }
  const Profile frames = FramesOnly(profile);
  DirentReader framing(format, ReplyBytes(ByteRun(copy)), frames);
  for (Dirent record; framing.Next(&record);) {
  }
  if (framing.error() != 0) return framing.error();
  // Only framed records are judged.  A record that is cut off ends the parse,
  // whatever its namelen.
  Profile judging = profile;
  judging.order = CheckOrder::kRecordFirst;
  return ParseRecords(judging, format, ReplyBytes(ByteRun(copy)), sink, pos);
}

}  // namespace fuse_dirents
