// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/live_cases.h"

#include <sys/stat.h>

#include "base/random.h"
#include "corpus/gate/corpus_files.h"
#include "differential/input.h"
#include "differential/parser_list.h"
#include "parser/profile/profile.h"
#include "properties/engine/generators.h"
#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {
namespace {

// Leaves most records few names, nodeids, generations and types, so that they
// meet the dentries and inodes of earlier records.
void Collide(Case* c, Random* random) {
  for (RecordFields& record : c->records) {
    if (random->Below(4) == 0) continue;
    record.name = std::string(1, static_cast<char>('a' + random->Below(3)));
    record.entry_out.nodeid = 7 + random->Below(3);
    record.entry_out.generation = random->Below(4) == 0 ? 1 : 0;
    record.entry_out.attr.mode =
        random->Below(4) == 0 ? S_IFDIR | 0755 : S_IFREG | 0644;
  }
}

}  // namespace

Case RandomCase(uint64_t seed, uint64_t i) {
  Random random(seed + i);
  RandomChooser chooser(random.Next());
  Case c = DrawCase({}, &LinuxProfile(), &chooser);
  if (random.Below(4) == 0) Collide(&c, &random);
  return c;
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
          set.run(Extent::kThinned, format, part, &runner);
        }
        if (!goes_on) return;
        stride = seen / limit + 1;
      }
    }
  }
}

}  // namespace fuse_dirents
