// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Properties of DirentReader that its C ABI does not show: what it borrows, how
// it moves and how it stops.  `Reader` is a template argument, so that the
// canaries can put a broken one in its place.

#ifndef FUSE_DIRENTS_PROPERTIES_READER_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_READER_PROPERTIES_H_

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "parser/frames.h"
#include "parser/reader/dirent_reader.h"
#include "parser/reply_bytes.h"
#include "properties/engine/property.h"

namespace fuse_dirents {

// The segments of the views in which a case is shown to a reader.
struct ShownReply {
  std::string_view view;
  ReplyBytes bytes;
};
std::vector<ShownReply> ShowInEveryView(LaidOutReply* laid_out);

// Where byte `pos` of the reply lies, and how many bytes its segment has from
// there on.  REQUIRES: pos < bytes.size().
std::pair<const std::byte*, size_t> Locate(const ReplyBytes& bytes, size_t pos);

// Whether `p` points into a segment.
bool LiesInASegment(const ReplyBytes& bytes, const void* p);

// Two records that differ in nothing, names compared by where they lie too.
bool SameDirent(const Dirent& a, const Dirent& b);

// Calls `judge` with each view of the case; names the one in which it fails.
template <typename Judge>
Failure ForEachView(Runner& runner, const Case& c, const Judge& judge) {
  const std::string reply = c.Reply();
  for (const ShownReply& shown :
       ShowInEveryView(&runner.Lay(reply, c.choices.layout))) {
    if (const Failure failure = judge(shown.bytes)) {
      return "in the " + std::string(shown.view) + " view: " + *failure;
    }
  }
  return std::nullopt;
}

// A name that lies in one segment is never copied: its pointer is where it lies
// in the reply; a name that straddles is `bounced`, lies in no segment, and has
// the bytes of the reply.
template <typename Reader>
Failure Borrows(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  return ForEachView(runner, c, [&](const ReplyBytes& bytes) -> Failure {
    Reader reader(c.format, bytes, *c.choices.profile);
    for (Dirent record; reader.Next(&record);) {
      const std::string which =
          "the name at " + std::to_string(record.pos) + " + header ";
      const size_t name_at = record.pos + HeaderSize(c.format);
      if (record.name !=
          std::string_view(reply).substr(name_at, record.name.size())) {
        return which + "has other bytes than the reply";
      }
      if (record.name.empty()) continue;
      const auto [base, left] = Locate(bytes, name_at);
      const auto* name = reinterpret_cast<const std::byte*>(record.name.data());
      if (record.name.size() <= left) {
        if (record.bounced) return which + "is bounced, but does not straddle";
        if (name != base) return which + "is copied, but does not straddle";
      } else {
        if (!record.bounced) return which + "straddles, but is not bounced";
        if (LiesInASegment(bytes, name)) {
          return which + "straddles, but lies in a segment";
        }
      }
    }
    return std::nullopt;
  });
}

// Every Next() that returns true moves pos() by that record's reclen, which is
// at least a header and no more than was left; so a reader stops after at most
// size / header steps, and where it stops it no longer moves.
template <typename Reader>
Failure MakesProgress(Runner& runner, const Case& c) {
  return ForEachView(runner, c, [&](const ReplyBytes& bytes) -> Failure {
    Reader reader(c.format, bytes, *c.choices.profile);
    const size_t header_size = HeaderSize(c.format);
    size_t steps = bytes.size() / header_size;
    size_t pos = 0;
    if (reader.pos() != 0) return "does not start at 0";
    for (Dirent record; reader.Next(&record);) {
      const std::string at = "at " + std::to_string(pos) + ": ";
      if (steps-- == 0) return at + "more steps than headers fit the reply";
      if (record.pos != pos) return at + "the record is not where pos() was";
      if (record.reclen < header_size) return at + "reclen is below a header";
      if (record.reclen > bytes.size() - pos) {
        return at + "reclen is more than was left";
      }
      pos += record.reclen;
      if (reader.pos() != pos) return at + "pos() did not move by reclen";
    }
    if (reader.pos() != pos) return "the stop moved pos()";
    return std::nullopt;
  });
}

// After the first stop nothing changes: Next() returns false, and stop(),
// error() and pos() stay; and a Next() that returns false leaves *out alone.
template <typename Reader>
Failure StaysStopped(Runner& runner, const Case& c) {
  return ForEachView(runner, c, [&](const ReplyBytes& bytes) -> Failure {
    Reader reader(c.format, bytes, *c.choices.profile);
    const Dirent untouched = {0x1b1b, 0x2b2b, 0x3b3b, "untouched",
                              0x4b4b, 0x5b5b, true,   true};
    Dirent record = untouched;
    // Enough steps that a reader without progress ends as well.
    for (size_t steps = bytes.size() + 1; steps > 0; --steps) {
      record = untouched;
      if (!reader.Next(&record)) break;
      if (reader.stop() != Stop::kNone) return "stop() is set before the stop";
    }
    const Stop stop = reader.stop();
    const int error = reader.error();
    const size_t pos = reader.pos();
    if (stop == Stop::kNone) return "no stop() after Next() returned false";
    if (!SameDirent(record, untouched)) return "the stop changed *out";
    for (int again = 0; again < 3; ++again) {
      if (reader.Next(&record)) return "Next() returns true after a stop";
      if (!SameDirent(record, untouched)) return "*out changed after the stop";
      if (reader.stop() != stop) return "stop() changed after the stop";
      if (reader.error() != error) return "error() changed after the stop";
      if (reader.pos() != pos) return "pos() changed after the stop";
    }
    return std::nullopt;
  });
}

// A reader gives back every field that was written, in order.
template <typename Reader>
Failure ReadsWhatWasWritten(Runner& runner, const Case& c) {
  return ForEachView(runner, c, [&](const ReplyBytes& bytes) -> Failure {
    Reader reader(c.format, bytes, *c.choices.profile);
    size_t i = 0;
    for (Dirent record; reader.Next(&record); ++i) {
      if (i == c.records.size()) return "more records than were written";
      const RecordFields& fields = c.records[i];
      const std::string which = " of record " + std::to_string(i) + " differs";
      if (record.ino != fields.ino) return "ino" + which;
      if (record.off != fields.off) return "off" + which;
      if (record.type != fields.type) return "type" + which;
      if (record.name != fields.name) return "name" + which;
      if (c.format == RecordFormat::kDirentplus &&
          std::memcmp(&reader.entry_out(), &fields.entry_out,
                      sizeof fields.entry_out) != 0) {
        return "entry_out" + which;
      }
    }
    if (i != c.records.size()) return "fewer records than were written";
    return std::nullopt;
  });
}

// A reader that has read all records stands where the writer stopped.
template <typename Reader>
Failure EndsWhereTheWriterEnded(Runner& runner, const Case& c) {
  return ForEachView(runner, c, [&](const ReplyBytes& bytes) -> Failure {
    Reader reader(c.format, bytes, *c.choices.profile);
    for (Dirent record; reader.Next(&record);) {
    }
    if (reader.pos() != bytes.size()) {
      return "ended at " + std::to_string(reader.pos()) + ", the writer at " +
             std::to_string(bytes.size());
    }
    if (reader.stop() != Stop::kEndOfReply) {
      return "stopped because " + std::string(StopText(reader.stop()));
    }
    if (reader.error() != 0) return "error() is set";
    return std::nullopt;
  });
}

// A reply that is one byte short gives all records except the last, and stops
// before that one because it is short.
template <typename Reader>
Failure StopsInFrontOfAShortRecord(Runner& runner, const Case& c) {
  const std::string whole = c.Written();
  const size_t last = FramesOf(c.format, whole).back().pos;
  Case cut = c;
  cut.choices.layout.cut = static_cast<uint32_t>(whole.size() - 1);
  const Profile& profile = *c.choices.profile;
  if (!profile.last_padding_required &&
      whole.size() - last >
          HeaderSize(c.format) + c.records.back().name.size()) {
    return std::nullopt;  // Only padding is missing, which the client allows.
  }
  return ForEachView(runner, cut, [&](const ReplyBytes& bytes) -> Failure {
    Reader reader(c.format, bytes, profile);
    size_t records = 0;
    for (Dirent record; reader.Next(&record);) ++records;
    if (records != c.records.size() - 1) {
      return std::to_string(records) + " records, expected all but the last";
    }
    if (reader.pos() != last) {
      return "stands at " + std::to_string(reader.pos()) +
             ", expected the short record at " + std::to_string(last);
    }
    if (reader.stop() != Stop::kShortRecord) {
      return "stopped because " + std::string(StopText(reader.stop()));
    }
    return std::nullopt;
  });
}

template <typename Reader>
inline constexpr Property kBorrowing = {"borrowing", {}, &Borrows<Reader>};
template <typename Reader>
inline constexpr Property kProgress = {"progress", {}, &MakesProgress<Reader>};
template <typename Reader>
inline constexpr Property kStickiness = {
    "stickiness", {}, &StaysStopped<Reader>};
template <typename Reader>
inline constexpr Property kRoundTrip = {
    "round_trip", {.well_formed = true}, &ReadsWhatWasWritten<Reader>, 0};
template <typename Reader>
inline constexpr Property kSameEndPosition = {"same_end_position",
                                              {.well_formed = true},
                                              &EndsWhereTheWriterEnded<Reader>,
                                              0};
template <typename Reader>
inline constexpr Property kOneByteShort = {"one_byte_short",
                                           {.well_formed = true},
                                           &StopsInFrontOfAShortRecord<Reader>,
                                           0};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_READER_PROPERTIES_H_
