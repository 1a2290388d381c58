// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/live_cases.h"

#include "corpus/gate/corpus_files.h"
#include "differential/input.h"
#include "differential/parser_list.h"
#include "parser/profile/profile.h"
#include "properties/engine/generators.h"
#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {

Case RandomCase(uint64_t seed, uint64_t i) {
  RandomChooser chooser(Random(seed + i).Next());
  return DrawCase({}, &LinuxProfile(), &chooser);
}

std::string EachCorpusCase(const CaseVisitor& visit) {
  std::string problem;
  const auto files = ReadCorpus("corpus", &problem);
  if (!files) return problem;
  for (const auto& [path, bytes] : *files) {
    const auto format = FormatOf(path);
    if (!format) continue;
    const Input input = DecodeInput(bytes);
    Case c;
    c.format = *format;
    c.raw = input.reply;
    c.choices = input.choices;
    if (!visit(c)) break;
  }
  return "";
}

void EachExhaustiveCase(uint64_t limit, const CaseVisitor& visit) {
  bool goes_on = true;
  for (const ExhaustiveSet& set : ExhaustiveSets()) {
    for (const RecordFormat format :
         {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
      // Counts the replies first.
      uint64_t stride = 1;
      for (const bool counts_only : {true, false}) {
        CaseRunner runner(OurParsers(), LinuxProfile());
        uint64_t seen = 0;
        runner.AskAtEach([&] {
          // The cases of one reply differ in its layout, which is not seen.
          if (runner.counts().replies == seen) return CaseRunner::Turn::kPass;
          seen = runner.counts().replies;
          if (!counts_only && seen % stride == 0) {
            goes_on = visit(runner.current());
          }
          return goes_on ? CaseRunner::Turn::kPass : CaseRunner::Turn::kStop;
        });
        for (unsigned part = 0; part < set.parts; ++part) {
          set.run(format, part, &runner);
        }
        if (!goes_on) return;
        stride = seen / limit + 1;
      }
    }
  }
}

}  // namespace fuse_dirents
