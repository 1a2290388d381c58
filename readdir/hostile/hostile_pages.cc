// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/hostile_pages.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <tuple>

#include "base/check.h"
#include "readdir/hostile/field_places.h"
#include "readdir/hostile/hostile_memory.h"

namespace fuse_dirents {
namespace {

Trace RunIn(HostileMemory* memory, const BoundParser& parser,
            RecordFormat format, std::string_view reply,
            const HostileOptions& options, std::span<const Rewrite> rewrites) {
  memory->Show(reply, options.split);
  Trace trace;
  RecordingSink recording(options.plan, &trace);
  HostileSink hostile(recording.sink(), memory->pieces(), rewrites);
  uint64_t pos = options.start_off;
  const int error =
      parser(memory->Reply(format, options.start_off), hostile.sink(), &pos);
  trace.AddReturn(error, pos);
  return trace;
}

uint64_t Load(std::string_view reply, size_t at, size_t size) {
  if (size == 8) {
    uint64_t value;
    std::memcpy(&value, reply.data() + at, sizeof value);
    return value;
  }
  uint32_t value;
  std::memcpy(&value, reply.data() + at, sizeof value);
  return value;
}

std::string Stored(uint64_t value, size_t size) {
  std::string bytes(size, '\0');
  if (size == 8) {
    std::memcpy(bytes.data(), &value, sizeof value);
  } else {
    const auto low = static_cast<uint32_t>(value);
    std::memcpy(bytes.data(), &low, sizeof low);
  }
  return bytes;
}

// The values that a number is rewritten with.  They make good records bad and
// bad ones good, for each rule about a field.
std::vector<uint64_t> Numbers(const FieldPlace& place, std::string_view reply) {
  const uint64_t old = Load(reply, place.at, place.size);
  if (place.field == "namelen") {
    // Only lengths that stay in the reply: a parser that checks one and uses
    // another is found by its trace, not by a fault.
    std::vector<uint64_t> lengths = {0, 1, old / 2,
                                     old - std::min<uint64_t>(old, 8)};
    const size_t name_at = place.at + 8;
    if (old + 8 <= reply.size() - name_at) lengths.push_back(old + 8);
    return lengths;
  }
  std::vector<uint64_t> values = {~old, old ^ 1, 0, 1};
  if (place.field == "entry_out.attr.mode") values.push_back(0100644);
  return values;
}

std::vector<std::string> Replacements(const FieldPlace& place,
                                      std::string_view reply) {
  std::vector<std::string> all;
  if (place.is_number) {
    for (const uint64_t value : Numbers(place, reply)) {
      all.push_back(Stored(value, place.size));
    }
  } else if (place.field == "name") {
    // A '/', a dot where one byte or two can be one, and other letters.
    std::string name(reply.substr(place.at, place.size));
    for (char& c : name) c = static_cast<char>(c ^ 1);
    all.push_back(name);
    all.push_back(std::string(place.size, '.'));
    name.back() = '/';
    all.push_back(name);
  } else {
    all.push_back(std::string(place.size, '\xff'));
  }
  const std::string_view old = reply.substr(place.at, place.size);
  std::erase(all, old);
  return all;
}

// The record that an emit or a link is about.
struct InHand {
  size_t record;
  bool link;  // The event is a link.
};

// One for each emit and link of `trace`.
std::vector<InHand> RecordsInHand(std::string_view reply,
                                  const std::vector<FieldPlace>& places,
                                  const Trace& trace) {
  using Known = std::tuple<uint64_t, uint64_t, uint64_t, std::string_view>;
  std::vector<Known> records;  // ino, off, type and name of each.
  for (const FieldPlace& place : places) {
    if (place.field != "ino") continue;
    const size_t namelen = Load(reply, place.at + 16, 4);
    records.push_back({Load(reply, place.at, 8), Load(reply, place.at + 8, 8),
                       Load(reply, place.at + 20, 4),
                       reply.substr(place.at + 24, namelen)});
  }
  std::vector<InHand> in_hand;
  size_t from = 0;  // Earlier records are finished.
  bool linked = false;
  size_t current = 0;
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    if (event.kind != Event::kEmit && event.kind != Event::kLink) continue;
    const bool is_link = event.kind == Event::kLink;
    // A link may be about the record that was just emitted.
    size_t record = is_link && !linked && !in_hand.empty() ? current : from;
    const Known known = {event.ino, event.off, event.type, event.name};
    while (record < records.size() && records[record] != known) ++record;
    // The parser made the entry up.  Take it for the same record.
    if (record >= records.size()) record = current;
    linked = is_link;
    current = record;
    from = record + 1;
    in_hand.push_back({record, is_link});
  }
  return in_hand;
}

std::string Indented(const Trace& trace) {
  const std::string text = trace.ToText();
  std::string lines;
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find('\n', start);
    lines += "    " + text.substr(start, end - start) + "\n";
    start = end + 1;
  }
  return lines;
}

DoubleFetch Describe(const FieldPlace& place, const Rewrite& rewrite, bool link,
                     const Trace& untouched, const Trace& replaced,
                     const Trace& hostile) {
  DoubleFetch found = {std::string(place.field), place.record, rewrite.event,
                       link, ""};
  found.report = found.field + " of record " + std::to_string(place.record) +
                 " was fetched twice: written as event " +
                 std::to_string(rewrite.event) + " returned";
  if (place.is_number) {
    found.report +=
        ", value " + std::to_string(Load(rewrite.bytes, 0, place.size));
  }
  found.report += "\n  trace of the old reply:\n" + Indented(untouched) +
                  "  trace of the new reply:\n" + Indented(replaced) +
                  "  trace of the reply that changed:\n" + Indented(hostile);
  return found;
}

}  // namespace

void HostileSink::CarryOut() {
  for (const Rewrite& rewrite : plan_) {
    if (rewrite.event != events_) continue;
    WriteToPieces(memory_, rewrite.at, rewrite.bytes);
    ++rewrites_;
  }
  ++events_;
}

int HostileSink::Emit(const dirents_entry& entry) {
  const int taken = PassingSink::Emit(entry);
  CarryOut();
  return taken;
}

int HostileSink::Link(const dirents_entry& entry, const void* entry_out) {
  const int error = PassingSink::Link(entry, entry_out);
  CarryOut();
  return error;
}

Trace RunHostile(const BoundParser& parser, RecordFormat format,
                 std::string_view reply, const HostileOptions& options,
                 std::span<const Rewrite> rewrites) {
  HostileMemory memory;
  return RunIn(&memory, parser, format, reply, options, rewrites);
}

namespace {

// At most `most`: for each field the first at an emit and the first at a link.
std::vector<DoubleFetch> Find(const BoundParser& parser, RecordFormat format,
                              std::string_view reply,
                              const HostileOptions& options, size_t most) {
  std::vector<DoubleFetch> found;
  HostileMemory memory;
  const auto run = [&](std::string_view bytes,
                       std::span<const Rewrite> rewrites) {
    return RunIn(&memory, parser, format, bytes, options, rewrites);
  };
  const std::vector<FieldPlace> places = FieldPlaces(format, reply);
  const Trace untouched = run(reply, {});
  const std::vector<InHand> in_hand = RecordsInHand(reply, places, untouched);
  for (size_t event = 0; event < in_hand.size(); ++event) {
    const size_t record = in_hand[event].record;
    for (const FieldPlace& place : places) {
      if (place.record + 1 < record || place.record > record + 1) continue;
      const bool borrowed = place.field == "name" && place.record == record &&
                            format == RecordFormat::kDirentplus &&
                            !in_hand[event].link;
      if (borrowed && !options.names_are_copied) continue;
      const bool link = in_hand[event].link;
      const bool is_known =
          std::ranges::any_of(found, [&place, link](const DoubleFetch& known) {
            return known.field == place.field && known.link == link;
          });
      if (is_known) continue;
      for (const std::string& bytes : Replacements(place, reply)) {
        const Rewrite rewrite = {event, place.at, bytes};
        const Trace hostile = run(reply, {&rewrite, 1});
        if (hostile == untouched) continue;
        std::string replaced_reply(reply);
        replaced_reply.replace(place.at, bytes.size(), bytes);
        const Trace replaced = run(replaced_reply, {});
        if (hostile == replaced) continue;
        found.push_back(
            Describe(place, rewrite, link, untouched, replaced, hostile));
        if (found.size() == most) return found;
        break;
      }
    }
  }
  return found;
}

}  // namespace

std::optional<DoubleFetch> FindDoubleFetch(const BoundParser& parser,
                                           RecordFormat format,
                                           std::string_view reply,
                                           const HostileOptions& options) {
  std::vector<DoubleFetch> found = Find(parser, format, reply, options, 1);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<DoubleFetch> FindDoubleFetches(const BoundParser& parser,
                                           RecordFormat format,
                                           std::string_view reply,
                                           const HostileOptions& options) {
  return Find(parser, format, reply, options, SIZE_MAX);
}

}  // namespace fuse_dirents
