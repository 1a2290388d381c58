// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/name_rule.h"

#include <cerrno>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/text.h"
#include "differential/runner.h"
#include "parser/parse.h"
#include "parser/profile/profile_table.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

// Profiles that differ from `profile` in one row.  `error`: what a parser
// returned, so that one that returns another error is told by its row too.
std::vector<Profile> Neighbours(const Profile& profile, int error) {
  std::vector<Profile> all;
  const auto with = [&](const auto& change) {
    all.push_back(profile);
    change(all.back());
  };
  for (const uint32_t name_max :
       {254u, 255u, 256u, 260u, kFuseNameMaxBefore615 - 1,
        kFuseNameMaxBefore615, kFuseNameMaxBefore615 + 1, kFuseNameMax - 1,
        kFuseNameMax, kFuseNameMax + 1, kNoNameMax}) {
    with([&](Profile& p) { p.name_max = name_max; });
  }
  with([](Profile& p) {
    p.order = p.order == CheckOrder::kNamelenFirst ? CheckOrder::kRecordFirst
                                                   : CheckOrder::kNamelenFirst;
  });
  constexpr Rule Profile::* kFrameRules[] = {&Profile::short_record,
                                             &Profile::trailing};
  constexpr Rule Profile::* kRecordRules[] = {
      &Profile::empty_name,   &Profile::long_name,    &Profile::slash,
      &Profile::nul,          &Profile::unprintable,  &Profile::not_utf8,
      &Profile::off_negative, &Profile::type_above_u8};
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
      &Profile::forgets_after_error,
  };
  for (const auto member : kFlags) {
    with([&](Profile& p) { p.*member = !(p.*member); });
  }
  for (const LookupUse use :
       {LookupUse::kLink, LookupUse::kForget, LookupUse::kNone}) {
    with([&](Profile& p) { p.lookups = use; });
    with([&](Profile& p) { p.dot_lookups = use; });
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

// Why the parse of `reply` ends where it should, in words.
std::string StopOf(const Profile& profile, const dirents_reply& reply) {
  DirentReader reader(
      reply.plus != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent,
      ReplyBytes(std::span(reply.segments, reply.num_segments), reply.nbytes),
      profile);
  for (Dirent record; reader.Next(&record);) {
  }
  return std::string(StopText(reader.stop()));
}

NamedRule ByEvent(const Profile& profile, const dirents_reply& reply,
                  const Trace& expected, const Trace& got) {
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
  if (due.kind == Event::kLink || due.kind == Event::kForget ||
      done.kind == Event::kLink || done.kind == Event::kForget) {
    return {"Lookups", "a lookup is not used as it should be"};
  }
  if (due.kind == Event::kEmit && done.kind == Event::kEmit) {
    const std::string fields = Fields(due, done);
    return {"Emit and full", fields.empty()
                                 ? "an entry is emitted otherwise"
                                 : "an entry is emitted with another" + fields};
  }
  if (due.kind == Event::kEmit) {
    return {"Emit and full", "an entry is not emitted"};
  }
  if (done.kind == Event::kEmit) {
    return {"Emit and full", "an entry is emitted that should not be"};
  }
  if (due.error == done.error) {
    return {"Resume", "the offset at which to resume is another"};
  }
  return {"The frame", "the parse ends otherwise; it should because: " +
                           StopOf(profile, reply)};
}

}  // namespace

NamedRule NameRule(const Profile& profile, const dirents_reply& reply,
                   const SinkPlan& plan, const Trace& expected,
                   const Trace& got) {
  const int error = got.at(got.size() - 1).error;
  for (const Profile& other : Neighbours(profile, error)) {
    Trace trace;
    RecordTrace(&ParseWithReference, other, reply, plan, &trace);
    if (!(trace == got)) continue;
    for (const RowDifference& row : DifferingRows(profile, other)) {
      return {std::string(row.title),
              "with `" + std::string(profile.name) + "` it is: " + row.first +
                  "; the parser does as if it were: " + row.second};
    }
  }
  return ByEvent(profile, reply, expected, got);
}

}  // namespace fuse_dirents
