// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/name_rule.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "differential/runner.h"
#include "parser/dirent_writer.h"
#include "parser/frames.h"
#include "parser/parse.h"
#include "parser/profile/profile_table.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kNameMaxes[] = {254,
                                   255,
                                   256,
                                   260,
                                   kFuseNameMaxBefore615 - 1,
                                   kFuseNameMaxBefore615,
                                   kFuseNameMaxBefore615 + 1,
                                   kFuseNameMax - 1,
                                   kFuseNameMax,
                                   kFuseNameMax + 1,
                                   kNoNameMax};

// Profiles that differ from `profile` in one row.  `error`: what the parser
// returned, which may be another error than the row's.  `longest`: the length
// of the longest name that it emits, if that is known.
std::vector<Profile> Neighbours(const Profile& profile, int error,
                                std::optional<uint32_t> longest) {
  std::vector<Profile> all;
  const auto with = [&](const auto& change) {
    all.push_back(profile);
    change(all.back());
  };
  if (longest) {
    with([&](Profile& p) { p.name_max = *longest; });
    // With an error of its own, which is a second row.
    with([&](Profile& p) {
      p.name_max = *longest;
      p.long_name = Error(error < 0 ? -error : EIO);
    });
  }
  for (const uint32_t name_max : kNameMaxes) {
    with([&](Profile& p) { p.name_max = name_max; });
  }
  with([](Profile& p) {
    p.order = p.order == CheckOrder::kNamelenFirst ? CheckOrder::kRecordFirst
                                                   : CheckOrder::kNamelenFirst;
  });
  constexpr Rule Profile::* kFrameRules[] = {&Profile::short_record,
                                             &Profile::trailing};
  const Rule errors = Error(error < 0 ? -error : EIO);
  for (const auto member : kFrameRules) {
    for (const Rule rule : {kStopQuietly, errors}) {
      with([&](Profile& p) { p.*member = rule; });
    }
  }
  for (const auto member : kRecordRules) {
    for (const Rule rule : {kAccept, kHide, kStopQuietly, errors}) {
      with([&](Profile& p) { p.*member = rule; });
    }
  }
  constexpr bool Profile::* kFlags[] = {
      &Profile::last_padding_required, &Profile::frames_first,
      &Profile::bad_entry_forgotten,   &Profile::failed_link_forgotten,
      &Profile::forgets_after_error,   &Profile::lone_header_judged,
      &Profile::type_of_8_bits,        &Profile::nodeid0_linked,
      &Profile::dots_end_at_nul,       &Profile::not_utf8_forgotten,
      &Profile::unpadded_forgotten,
  };
  for (const auto member : kFlags) {
    with([&](Profile& p) { p.*member = !(p.*member); });
  }
  for (const LookupUse use :
       {LookupUse::kLink, LookupUse::kForget, LookupUse::kNone}) {
    with([&](Profile& p) { p.lookups = use; });
    with([&](Profile& p) { p.dot_lookups = use; });
  }
  for (const EmitTime time : {EmitTime::kBeforeLookup, EmitTime::kAfterLookup,
                              EmitTime::kAfterReply}) {
    with([&](Profile& p) { p.emit_time = time; });
  }
  for (const WhenFull full : {WhenFull::kStop, WhenFull::kKeepLinking}) {
    with([&](Profile& p) { p.when_full = full; });
  }
  return all;
}

std::string Fields(const Event& expected, const Event& got) {
  std::string fields;
  const auto add = [&](bool differs, std::string_view name) {
    if (differs) fields += " " + std::string(name);
  };
  add(expected.ino != got.ino, "ino");
  add(expected.off != got.off, "off");
  add(expected.type != got.type, "type");
  add(expected.name != got.name, "name");
  return fields;
}

// A reply of one record.
std::string Record(RecordFormat format, RecordFields fields) {
  fields.ino = 1;
  fields.entry_out.nodeid = 2;
  fields.entry_out.attr.mode = 0100644;
  DirentWriter writer(format);
  writer.Append(fields);
  return writer.bytes();
}

// Replies on which clients differ that agree on `reply`: with another record
// after it; with its cut record whole; one name of each length; and each number
// that a row is about.  A parser can miss a '/' in one place and see it in
// another, so there is no other probe of a name.
std::vector<std::string> Probes(RecordFormat format, std::string_view reply,
                                std::optional<uint32_t> longest) {
  std::vector<std::string> probes;
  const auto add = [&](uint64_t off, uint32_t type, std::string name) {
    probes.push_back(
        Record(format, {.off = off, .type = type, .name = std::move(name)}));
  };
  add(1, 8, "probe");
  probes[0].insert(0, reply);
  const std::vector<RecordFrame> frames = FramesOf(format, reply);
  if (!frames.empty() && !frames.back().is_whole() &&
      frames.back().reclen <= 2 * kFuseNameMax) {
    probes.emplace_back(reply);
    probes.back().resize(frames.back().pos + frames.back().reclen, 'a');
  }
  for (const uint32_t namelen : kNameMaxes) {
    if (namelen != kNoNameMax) add(1, 8, std::string(namelen, 'a'));
  }
  if (longest) {
    add(1, 8, std::string(*longest, 'a'));
    add(1, 8, std::string(*longest + 1, 'a'));
  }
  add(UINT64_MAX, 8, "a");
  add(1, 256, "a");
  return probes;
}

// The length of the longest name that the parser emits, found by halves;
// nothing where it emits none, or one of 64 KiB.
std::optional<uint32_t> LongestName(RecordFormat format,
                                    const TraceOfReply& retry) {
  const auto emits = [&](uint32_t length) {
    const Trace trace = retry(Record(
        format, {.off = 1, .type = 8, .name = std::string(length, 'a')}));
    for (size_t i = 0; i < trace.size(); ++i) {
      const Event event = trace.at(i);
      if (event.kind == Event::kEmit) return event.name.size() == length;
    }
    return false;
  };
  return LongestEmitted(1 << 16, emits);
}

Trace ReferenceTrace(const Profile& profile, RecordFormat format,
                     std::string_view reply, const Choices& choices) {
  const dirents_segment segment = {reply.data(), reply.size()};
  Trace trace;
  RecordTrace(&ParseWithReference, profile,
              {format == RecordFormat::kDirentplus ? 1 : 0, choices.start_off,
               &segment, 1, reply.size()},
              choices.plan, &trace);
  return trace;
}

// A probe on which the parser follows the profile.
struct Followed {
  std::string reply;
  Trace trace;
};

// Why the parse of `reply` ends where it should, in words.
std::string StopOf(const Profile& profile, RecordFormat format,
                   std::string_view reply) {
  const Segment segment = {reply.data(), reply.size()};
  DirentReader reader(format, ReplyBytes({&segment, 1}, reply.size()), profile);
  for (Dirent record; reader.Next(&record);) {
  }
  return std::string(StopText(reader.stop()));
}

NamedRule ByEvent(const Trace& expected, const Trace& got,
                  const std::string& stop) {
  const size_t at = Trace::FirstDifference(expected, got).value();
  const auto event = [&](const Trace& trace) {
    return at < trace.size() ? trace.at(at) : Event{Event::kReturn};
  };
  const Event due = event(expected);
  const Event done = event(got);
  for (size_t i = 0; i < at; ++i) {
    const Event earlier = got.at(i);
    if (earlier.kind != Event::kEmit || earlier.taken) continue;
    if (done.kind == Event::kEmit) {
      return {"Emit and full", "it emits again after the buffer was full"};
    }
  }
  if (due.kind == Event::kEmit && done.kind != Event::kEmit) {
    for (size_t i = at + 1; i < got.size(); ++i) {
      if (got.EventTextAt(i) == expected.EventTextAt(at)) {
        return {"Lookups", "a lookup is used before its entry is emitted"};
      }
    }
    return {"Emit and full", "an entry is not emitted"};
  }
  if (due.kind == Event::kLink || due.kind == Event::kForget ||
      done.kind == Event::kLink || done.kind == Event::kForget) {
    return {"Lookups", "a lookup is not used as it should be"};
  }
  if (due.kind == Event::kEmit) {
    const std::string fields = Fields(due, done);
    return {"Emit and full", fields.empty()
                                 ? "an entry is emitted otherwise"
                                 : "an entry is emitted with another" + fields};
  }
  if (done.kind == Event::kEmit) {
    return {"Emit and full", "an entry is emitted that should not be"};
  }
  if (due.error == done.error) {
    return {"Resume", "the offset at which to resume is another"};
  }
  return {"The frame", "the parse ends otherwise; it should because: " + stop};
}

}  // namespace

std::optional<uint32_t> LongestEmitted(
    uint32_t limit, const std::function<bool(uint32_t length)>& emits) {
  uint32_t taken = 1, refused = limit;
  if (!emits(taken) || emits(refused)) return std::nullopt;
  while (refused - taken > 1) {
    const uint32_t middle = taken + (refused - taken) / 2;
    (emits(middle) ? taken : refused) = middle;
  }
  return taken;
}

NamedRule NameRule(const Profile& profile, RecordFormat format,
                   std::string_view reply, const Choices& choices,
                   const Trace& expected, const Trace& got,
                   const TraceOfReply& retry) {
  std::vector<Followed> followed;
  const auto longest = retry ? LongestName(format, retry) : std::nullopt;
  for (const std::string& probe :
       retry ? Probes(format, reply, longest) : std::vector<std::string>()) {
    Trace due = ReferenceTrace(profile, format, probe, choices);
    if (retry(probe) == due) followed.push_back({probe, std::move(due)});
  }
  const int error = got.at(got.size() - 1).error;
  for (const Profile& other : Neighbours(profile, error, longest)) {
    if (!(ReferenceTrace(other, format, reply, choices) == got)) continue;
    if (!std::ranges::all_of(followed, [&](const Followed& probe) {
          return ReferenceTrace(other, format, probe.reply, choices) ==
                 probe.trace;
        })) {
      continue;
    }
    for (const RowDifference& row : DifferingRows(profile, other)) {
      return {std::string(row.title),
              "with `" + std::string(profile.name) + "` it is: " + row.first +
                  "; the parser does as if it were: " + row.second,
              std::string(row.field) + "=" + row.second};
    }
  }
  return ByEvent(expected, got, StopOf(profile, format, reply));
}

}  // namespace fuse_dirents
