// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The trace depends on the bytes of the reply alone, not on how they lie; and
// what a cut leaves of a reply gives a prefix of the whole reply's trace.
//
// The lowest bit of Choices::extra: the reply is one to READDIRPLUS.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "differential/hex_dump.h"
#include "fuzz/engine/parsers_agree.h"
#include "parser/parse.h"
#include "parser/parser_under_test.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {
namespace {

// The reader on linear bytes is what its other presentations are held to; that
// it is right is another target's claim.
std::span<const ListedParser> Readers() { return OurParsers().subspan(1); }

void ParseWhole(RecordFormat format, const Input& input, Trace* trace) {
  const dirents_segment segment = {input.reply.data(), input.reply.size()};
  const dirents_reply reply = {format == RecordFormat::kDirentplus ? 1 : 0,
                               input.choices.start_off, &segment, 1,
                               input.reply.size()};
  trace->Clear();
  RecordingSink sink(input.choices.plan, trace);
  uint64_t pos = input.choices.start_off;
  const int error =
      ParseWithReader(*input.choices.profile, reply, sink.sink(), &pos);
  trace->AddReturn(error, pos);
}

// `cut`: the trace of what the cut leaves.
void CheckPrefix(RecordFormat format, const Input& input, const Trace& cut) {
  static Trace whole;
  ParseWhole(format, input, &whole);
  const std::optional<size_t> differs = Trace::FirstDifference(cut, whole);
  // The last event of each is its return.
  if (!differs || *differs + 1 >= cut.size()) return;
  ReportFinding("a cut reply's trace is no prefix of the whole's, from event " +
                std::to_string(*differs) + " on\nchoices: " +
                input.choices.ToText() + "\nreply, whole:\n" +
                AnnotatedHexDump(format, input.reply) + "trace when cut:\n" +
                cut.ToText() + "trace of the whole:\n" + whole.ToText());
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Comparer& comparer = *new Comparer(Readers());  // Not destroyed: slow.
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  const Choices& choices = input.choices;
  const RecordFormat format = (choices.extra & 1) != 0
                                  ? RecordFormat::kDirentplus
                                  : RecordFormat::kDirent;
  CheckParsersAgree(format, input, &comparer);
  // A client that frames all records first answers for the end of a reply
  // before it emits the beginning: no prefix there.
  if (choices.layout.cut && *choices.layout.cut < input.reply.size() &&
      !choices.profile->frames_first) {
    CheckPrefix(format, input, comparer.expected());
  }
  return 0;
}
