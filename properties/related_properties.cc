// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/related_properties.h"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "base/text.h"
#include "differential/report.h"
#include "parser/dirent_writer.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

// What every failure here ends with: both traces, and where the reply lies.
Failure Differ(Runner& runner, const ListedParser& parser, const Case& c,
               const std::string& what, const NamedTrace& expected,
               const NamedTrace& got, std::string_view reply,
               const Choices& choices) {
  return std::string(parser.name) + ": " + what + "\n" +
         ReplyReport(c.format, Input{reply, choices},
                     runner.Lay(reply, choices.layout)) +
         TraceReport(expected) + TraceReport(got);
}

int ErrorOf(const Trace& trace) { return trace.at(trace.size() - 1).error; }
uint64_t PosOf(const Trace& trace) { return trace.at(trace.size() - 1).pos; }

bool SameEvent(const Event& a, const Event& b) {
  return Trace::EventText(a) == Trace::EventText(b);
}

std::string Bytes(RecordFormat format, std::span<const RecordFields> records) {
  DirentWriter writer(format);
  for (const RecordFields& fields : records) writer.Append(fields);
  return writer.bytes();
}

// --- Large folios. ---

// `layout` on larger folios, with the seam where it was.
Layout OnLargeFolios(const Case& c) {
  static constexpr uint32_t kOddLengths[] = {1, 7, 23, 59, 61, 151, 599, 4093};
  Layout layout = c.choices.layout;
  const size_t seam = layout.folio_bytes() - layout.head;
  layout.folio_order = 2 + c.draws[0] % 3;
  if (layout.head != 0) {
    layout.head = static_cast<uint32_t>(layout.folio_bytes() - seam);
  }
  const auto put_first = [&](uint32_t length) {
    if (layout.desc_lengths.size() == kMaxDescLengths) {
      layout.desc_lengths.pop_back();
    }
    layout.desc_lengths.insert(layout.desc_lengths.begin(), length);
  };
  if (c.draws[1] % 2 != 0) put_first(kOddLengths[c.draws[2] % 8]);
  if (c.draws[3] % 2 != 0) put_first(0);
  return layout;
}

Failure HoldsOnLargeFolios(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  Choices choices = c.choices;
  choices.layout = OnLargeFolios(c);
  Choices linear = c.choices;
  linear.layout = Layout();
  linear.layout.cut = c.choices.layout.cut;
  for (ListedParser parser : runner.parsers()) {
    const auto got = runner.TraceOf(parser, c.format, reply, choices);
    if (!got) continue;
    const Presentation shown = parser.presentation;
    parser.presentation = Presentation::kLinear;
    const auto expected = runner.TraceOf(parser, c.format, reply, linear);
    parser.presentation = shown;
    if (!(*expected == *got)) {
      return Differ(runner, parser, c, "depends on large folios or odd descs",
                    {"a linear buffer", *expected}, {"these folios", *got},
                    reply, choices);
    }
  }
  return std::nullopt;
}

constexpr CaseKind kFolioKinds[] = {
    {"have an odd desc or a limit", 40,
     [](const Case& c) {
       const Layout layout = OnLargeFolios(c);
       return !layout.desc_lengths.empty() || layout.desc_limit != 0;
     }},
    {"begin with an empty desc", 10,
     [](const Case& c) {
       const Layout layout = OnLargeFolios(c);
       return !layout.desc_lengths.empty() && layout.desc_lengths[0] == 0;
     }},
};

// --- Concatenation. ---

// After how many records the case is divided.
size_t DividedAt(const Case& c) {
  // Not modulo the number of records, so that one less leaves it as it is.
  return std::min<size_t>(c.draws[0] % 7, c.records.size());
}

Failure Concatenates(Runner& runner, const Case& c) {
  const size_t at = DividedAt(c);
  const std::span<const RecordFields> records = c.records;
  const std::string whole = Bytes(c.format, records);
  const std::string first = Bytes(c.format, records.first(at));
  const std::string second = Bytes(c.format, records.subspan(at));
  for (const ListedParser& parser : runner.parsers()) {
    const auto expected = runner.TraceOf(parser, c.format, whole, c.choices);
    const auto one = runner.TraceOf(parser, c.format, first, c.choices);
    // An empty reply can be mapped nowhere.
    if (!expected || !one) continue;
    // The plan counts links from the start of the whole.
    Choices choices = c.choices;
    size_t links = 0;
    for (size_t i = 0; i < one->size(); ++i) {
      links += one->at(i).kind == Event::kLink;
    }
    choices.plan.failing_links =
        std::rotr(choices.plan.failing_links, static_cast<int>(links % 32));
    const auto other = runner.TraceOf(parser, c.format, second, choices);
    if (!other) continue;

    std::vector<std::string> both;
    const auto append = [&both](const Trace& trace, size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) both.push_back(trace.EventTextAt(i));
    };
    // What stands before the entries that are offered after the whole.
    const size_t ones = LookupsFirst(*c.choices.profile, *one);
    const size_t others = LookupsFirst(*c.choices.profile, *other);
    append(*one, 0, ones);
    append(*other, 0, others);
    append(*one, ones, one->size() - 1);
    append(*other, others, other->size() - 1);
    size_t same = 0;
    while (same < both.size() && same + 1 < expected->size() &&
           both[same] == expected->EventTextAt(same)) {
      ++same;
    }
    if (same == both.size() && same + 1 == expected->size() &&
        ErrorOf(*other) == ErrorOf(*expected)) {
      continue;
    }
    return Differ(runner, parser, c,
                  "divided after record " + std::to_string(at) + ", event " +
                      std::to_string(same) + " differs",
                  {"the whole reply", *expected}, {"its second part", *other},
                  whole, c.choices);
  }
  return std::nullopt;
}

constexpr CaseKind kDividedInside[] = {
    {"are divided between two records", 30, [](const Case& c) {
       return DividedAt(c) > 0 && DividedAt(c) < c.records.size();
     }}};

// --- Resume. ---

// How many records are taken at first.
size_t TakenAtFirst(const Case& c) {
  return std::min<size_t>(1 + c.draws[0] % 6, c.records.size());
}

Failure Resumes(Runner& runner, const Case& c) {
  const size_t at = TakenAtFirst(c);
  const std::span<const RecordFields> records = c.records;
  const std::string whole = Bytes(c.format, records);
  const std::string rest = Bytes(c.format, records.subspan(at));
  const auto append_taken = [](const Trace& trace, std::vector<Event>* taken) {
    for (size_t i = 0; i < trace.size(); ++i) {
      const Event event = trace.at(i);
      if (event.kind == Event::kEmit && event.taken) taken->push_back(event);
    }
  };
  for (const ListedParser& parser : runner.parsers()) {
    Choices choices = c.choices;
    const auto all = runner.TraceOf(parser, c.format, whole, choices);
    choices.plan.capacity = static_cast<uint32_t>(at);
    const auto before = runner.TraceOf(parser, c.format, whole, choices);
    if (!all || !before) continue;
    if (PosOf(*before) != c.records[at - 1].off) {
      return Differ(runner, parser, c,
                    "after " + std::to_string(at) + " entries it resumes at " +
                        std::to_string(PosOf(*before)) + ", expected " +
                        std::to_string(c.records[at - 1].off),
                    {"a large buffer", *all}, {"a small one", *before}, whole,
                    choices);
    }
    choices.plan.capacity = c.choices.plan.capacity;
    choices.start_off = PosOf(*before);
    const auto after = runner.TraceOf(parser, c.format, rest, choices);
    if (!after) continue;
    std::vector<Event> expected;
    std::vector<Event> got;
    append_taken(*all, &expected);
    append_taken(*before, &got);
    append_taken(*after, &got);
    const bool same = std::ranges::equal(expected, got, SameEvent);
    if (!same || PosOf(*after) != PosOf(*all)) {
      return Differ(
          runner, parser, c,
          "resumed after " + std::to_string(at) + " entries it gives others",
          {"a large buffer", *all}, {"the reply after", *after}, whole,
          c.choices);
    }
  }
  return std::nullopt;
}

constexpr CaseKind kResumedInside[] = {
    {"are resumed with records left", 30,
     [](const Case& c) { return TakenAtFirst(c) < c.records.size(); }}};

// --- Stale tail. ---

Failure IgnoresTheTail(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  const size_t cut = std::min<size_t>(*c.choices.layout.cut, reply.size());
  DirentWriter tempting(c.format);
  while (tempting.bytes().size() < reply.size() - cut) {
    tempting.Append({.ino = 7, .off = 7, .type = 8, .name = "stale"});
  }
  // Nothing there; what would finish the record; and what would spoil it.
  const std::string tails[] = {"", std::string(reply.size() - cut, '\0'),
                               std::string(reply.size() - cut, '\xff'),
                               std::string(reply.size() - cut, '/'),
                               tempting.bytes().substr(0, reply.size() - cut)};
  for (const ListedParser& parser : runner.parsers()) {
    const auto expected = runner.TraceOf(parser, c.format, reply, c.choices);
    if (!expected) continue;
    for (const std::string& tail : tails) {
      const std::string other = reply.substr(0, cut) + tail;
      const auto got = runner.TraceOf(parser, c.format, other, c.choices);
      if (got && !(*got == *expected)) {
        return Differ(runner, parser, c, "sees bytes after the reply",
                      {"the reply before its rest", *expected},
                      {"the reply before " + Quote(tail.substr(0, 1)), *got},
                      other, c.choices);
      }
    }
  }
  return std::nullopt;
}

// --- A changed byte. ---

struct Change {
  size_t at = 0;
  uint8_t by = 0;  // What the byte is xored with.
};

Change ChangeOf(const Case& c, size_t size) {
  return {(DrawnBits(c) & 0xffff) % size,
          static_cast<uint8_t>(1 + (DrawnBits(c) >> 16) % 255)};
}

Failure ChangesWhatFollowsOnly(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  if (reply.empty()) return std::nullopt;
  const Change change = ChangeOf(c, reply.size());
  std::string changed = reply;
  changed[change.at] = static_cast<char>(changed[change.at] ^ change.by);
  size_t record = 0;
  for (const RecordFrame& frame : FramesOf(c.format, reply)) {
    if (frame.pos <= change.at) record = frame.pos;
  }
  for (const ListedParser& parser : runner.parsers()) {
    const auto one = runner.TraceOf(parser, c.format, reply, c.choices);
    const auto other = runner.TraceOf(parser, c.format, changed, c.choices);
    const auto before =
        runner.TraceOf(parser, c.format, reply.substr(0, record), c.choices);
    if (!one || !other || !before) continue;
    // A client that judges all frames first drops every entry for an error.
    if (c.choices.profile->frames_first &&
        (ErrorOf(*one) != 0 || ErrorOf(*other) != 0)) {
      continue;
    }
    const auto event = Trace::FirstDifference(*one, *other);
    if (event && *event < LookupsFirst(*c.choices.profile, *before)) {
      return Differ(runner, parser, c,
                    "byte " + std::to_string(change.at) + " shows in event " +
                        std::to_string(*event) + ", before the record at " +
                        std::to_string(record),
                    {"the reply", *one}, {"the changed reply", *other}, changed,
                    c.choices);
    }
  }
  return std::nullopt;
}

constexpr CaseKind kChangedAfterTheFirst[] = {
    {"are changed after their first record", 40, [](const Case& c) {
       const std::string reply = c.Reply();
       const std::vector<RecordFrame> frames = FramesOf(c.format, reply);
       return frames.size() > 1 &&
              ChangeOf(c, reply.size()).at >= frames[1].pos;
     }}};

// --- Unknown types. ---

uint32_t OtherType(const Case& c, uint32_t type) {
  // Any bits: those of a nibble are one bit each of a byte of type.
  uint32_t mask = DrawnBits(c);
  if (c.choices.profile->type_above_u8 != kAccept) mask &= 255;
  return type ^ mask;
}

Failure PassesUnknownTypes(Runner& runner, const Case& c) {
  Case other = c;
  for (RecordFields& fields : other.records) {
    fields.type = OtherType(c, fields.type);
  }
  const std::string reply = c.Reply();
  const std::string changed = other.Reply();
  for (const ListedParser& parser : runner.parsers()) {
    const auto one = runner.TraceOf(parser, c.format, reply, c.choices);
    const auto two = runner.TraceOf(parser, c.format, changed, c.choices);
    if (!one || !two) continue;
    bool same = one->size() == two->size();
    for (size_t i = 0; same && i < one->size(); ++i) {
      Event event = one->at(i);
      if (event.kind == Event::kEmit || event.kind == Event::kLink) {
        event.type = OtherType(c, event.type);
        if (c.choices.profile->type_of_8_bits) event.type &= 0xff;
      }
      same = SameEvent(event, two->at(i));
    }
    if (!same) {
      return Differ(runner, parser, c,
                    "a type that is xored with " +
                        std::to_string(OtherType(c, 0)) +
                        " does more than to differ",
                    {"the types as they were", *one}, {"other types", *two},
                    changed, c.choices);
    }
  }
  return std::nullopt;
}

constexpr CaseKind kTypeKinds[] = {
    {"have types of more than 4 bits", 50,
     [](const Case& c) { return OtherType(c, 0) > 15; }}};

constexpr CaseRules kAny = {.has_draws = true};
constexpr CaseRules kCut = {.always_cut = true};
constexpr CaseRules kWellFormed = {.well_formed = true, .has_draws = true};

}  // namespace

// Large folios take time to fill with stale bytes.
const Property kLargeFolios = {"large_folios", kAny, &HoldsOnLargeFolios, 10,
                               kFolioKinds,    4};
const Property kConcatenation = {"concatenation", kWellFormed, &Concatenates, 0,
                                 kDividedInside};
const Property kResume = {"resume", kWellFormed, &Resumes, 0, kResumedInside};
const Property kStaleTail = {"stale_tail", kCut, &IgnoresTheTail, 25};
const Property kChangedByte = {"changed_byte", kAny, &ChangesWhatFollowsOnly,
                               10, kChangedAfterTheFirst};
const Property kUnknownTypes = {"unknown_types", kWellFormed,
                                &PassesUnknownTypes, 0, kTypeKinds};

std::span<const Property* const> RelatedProperties() {
  static constexpr const Property* kAll[] = {
      &kLargeFolios, &kConcatenation, &kResume,
      &kStaleTail,   &kChangedByte,   &kUnknownTypes,
  };
  return kAll;
}

}  // namespace fuse_dirents
