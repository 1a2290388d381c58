// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whatever a record is rewritten with once it was handed over, the trace stays;
// whatever those behind it are rewritten with, it is that of the old reply or
// that of the new one: nothing is fetched twice.
//
// Choices::extra: as SpoiledCaseOf() reads it, and bit 9: the reference parses
// rather than the reader.  Choices::layout.head: how many bytes lie in the
// first of two segments.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "differential/hex_dump.h"
#include "fuzz/engine/parsers_agree.h"
#include "parser/parse.h"
#include "readdir/hostile/hostile_pages.h"
#include "readdir/hostile/spoiled_records.h"

namespace fuse_dirents {
namespace {

[[noreturn]] void Report(const char* name, const BoundParser& parser,
                         const SpoiledCase& c, size_t split,
                         const Choices& choices, const SpoiledRuns& runs) {
  // Which field it was, where one alone shows it.
  const std::optional<DoubleFetch> found = FindDoubleFetch(
      parser, c.format, c.reply,
      {.plan = c.plan, .start_off = c.start_off, .split = split});
  ReportFinding(std::string(name) + ": " +
                (found ? found->report : "something was fetched twice\n") +
                "choices: " + choices.ToText() + "\nreply, as it was:\n" +
                AnnotatedHexDump(c.format, c.reply) + runs.Report());
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Input input;
  static SpoiledRuns runs;
  static const auto bind = [](auto parse) {
    return BoundParser([parse](const dirents_reply& reply,
                               const dirents_sink& sink, uint64_t* pos) {
      return parse(*input.choices.profile, reply, sink, pos);
    });
  };
  static const BoundParser reader = bind(&ParseWithReader);
  static const BoundParser reference = bind(&ParseWithReference);
  if (!ReadInput(data, size, &input)) return 0;
  const Choices& choices = input.choices;
  const SpoiledCase c = SpoiledCaseOf(input.reply, choices.plan,
                                      choices.start_off, choices.extra);
  const size_t split = choices.layout.head % (c.reply.size() + 1);
  const bool by_reference = (choices.extra >> 9 & 1) != 0;
  const BoundParser& parser = by_reference ? reference : reader;
  runs.Begin(parser, c);
  if (!runs.Holds(parser, split)) {
    Report(by_reference ? "reference" : "reader", parser, c, split, choices,
           runs);
  }
  return 0;
}
