// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whatever one field of a reply is rewritten with while it is parsed, the trace
// is that of the old reply or that of the new one: nothing is fetched twice.
//
// Choices::extra, from the lowest bit: the reply is one to READDIRPLUS (1 bit);
// as which event returns, an emit or a link, it is written (8); which record,
// from the one before the one in hand (2); which of its fields (6); and with
// what (3).  Choices::layout.head: how many bytes lie in the first of two
// segments.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/parsers_agree.h"
#include "pagemap/differential/hex_dump.h"
#include "parser/parse.h"
#include "parser/recording_sink.h"
#include "parser/trace.h"
#include "readdir/hostile_pages.h"

namespace fuse_dirents {
namespace {

using Parser = int (*)(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos);

// Parses `reply`, the first `split` bytes of it in a segment of their own,
// while `rewrites` are made.
void Run(Parser parser, RecordFormat format, std::string_view reply,
         size_t split, const Choices& choices,
         std::span<const Rewrite> rewrites, Trace* trace) {
  trace->Clear();
  // Its own block, so that a sanitizer sees a read past its end.
  std::vector<std::byte> memory(reply.size());
  if (!reply.empty()) std::memcpy(memory.data(), reply.data(), reply.size());
  const std::span<std::byte> all(memory);
  const dirents_segment segments[] = {
      {memory.data(), split}, {memory.data() + split, memory.size() - split}};
  const dirents_reply shown = {format == RecordFormat::kDirentplus ? 1 : 0,
                               choices.start_off, segments, 2, memory.size()};
  RecordingSink recording(choices.plan, trace);
  HostileSink hostile(recording.sink(), {&all, 1}, rewrites);
  uint64_t pos = choices.start_off;
  const int error = parser(*choices.profile, shown, hostile.sink(), &pos);
  trace->AddReturn(error, pos);
}

// A call of emit or link.
struct Call {
  bool is_link;
  size_t record;  // What it is likely about, from 0; hidden ones are missed.
};

std::vector<Call> CallsOf(const Trace& trace) {
  std::vector<Call> calls;
  size_t record = 0;
  bool emitted = false;
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    if (event.kind != Event::kEmit && event.kind != Event::kLink) continue;
    const bool is_link = event.kind == Event::kLink;
    // A link belongs to the emit before it.
    if (!calls.empty() && !(is_link && emitted)) ++record;
    emitted = !is_link;
    calls.push_back({is_link, record});
  }
  return calls;
}

std::string Written(const FieldPlace& place, uint32_t how,
                    std::string_view reply) {
  std::string bytes(reply.substr(place.at, place.size));
  if (!place.is_number) {
    switch (how % 4) {
      case 0:
        bytes.back() = '/';
        break;
      case 1:
        bytes.assign(bytes.size(), '.');
        break;
      case 2:
        bytes.front() = '\0';
        break;
      case 3:
        for (char& c : bytes) c = static_cast<char>(c ^ 1);
        break;
    }
    return bytes;
  }
  uint64_t old = 0;
  std::memcpy(&old, bytes.data(), bytes.size());
  const uint64_t values[] = {0,       1,       ~old,    old ^ 1,
                             old + 8, old - 8, old / 2, 0100644};
  std::memcpy(bytes.data(), &values[how % 8], bytes.size());
  return bytes;
}

// The rewrite that `bits` name; nothing where there is none, or where what is
// written is borrowed: a name of READDIRPLUS from its emit to its link.
std::optional<Rewrite> Drawn(RecordFormat format, std::string_view reply,
                             const std::vector<Call>& calls, uint32_t bits,
                             FieldPlace* place) {
  if (calls.empty()) return std::nullopt;
  const size_t event = (bits >> 1 & 0xff) % calls.size();
  const std::vector<FieldPlace> places = FieldPlaces(format, reply);
  const size_t record = calls[event].record + (bits >> 9 & 3);
  const auto [first, last] = std::ranges::equal_range(
      places, record, std::less<size_t>(),
      [](const FieldPlace& p) { return p.record + 1; });
  if (first == last) return std::nullopt;
  *place = first[static_cast<ptrdiff_t>((bits >> 11 & 0x3f) %
                                        static_cast<size_t>(last - first))];
  if (place->field == "name" && format == RecordFormat::kDirentplus &&
      !calls[event].is_link) {
    return std::nullopt;
  }
  return Rewrite{event, place->at, Written(*place, bits >> 17 & 7, reply)};
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Input input;
  static Trace untouched, replaced, got;
  if (!ReadInput(data, size, &input)) return 0;
  const Choices& choices = input.choices;
  const std::string_view reply = input.reply;
  const RecordFormat format = (choices.extra & 1) != 0
                                  ? RecordFormat::kDirentplus
                                  : RecordFormat::kDirent;
  Run(&ParseWithReference, format, reply, 0, choices, {}, &untouched);
  FieldPlace place = {};
  const std::optional<Rewrite> rewrite =
      Drawn(format, reply, CallsOf(untouched), choices.extra, &place);
  if (!rewrite) return 0;
  std::string new_reply(reply);
  new_reply.replace(rewrite->at, rewrite->bytes.size(), rewrite->bytes);
  Run(&ParseWithReference, format, new_reply, 0, choices, {}, &replaced);

  struct Variant {
    const char* name;
    Parser parser;
    size_t split;
  };
  const Variant variants[] = {
      {"reference", &ParseWithReference, 0},
      {"reader", &ParseWithReader, 0},
      {"reader on two segments", &ParseWithReader,
       choices.layout.head % (reply.size() + 1)},
  };
  for (const Variant& variant : variants) {
    Run(variant.parser, format, reply, variant.split, choices, {&*rewrite, 1},
        &got);
    if (got == untouched || got == replaced) continue;
    ReportFinding(std::string(variant.name) + ": " + std::string(place.field) +
                  " of record " + std::to_string(place.record) +
                  " was fetched twice: written as call " +
                  std::to_string(rewrite->event) +
                  " returned\nchoices: " + choices.ToText() +
                  "\nreply, old:\n" + AnnotatedHexDump(format, reply) +
                  "trace of the old reply:\n" + untouched.ToText() +
                  "trace of the new reply:\n" + replaced.ToText() +
                  "trace of the reply that changed:\n" + got.ToText());
  }
  return 0;
}
