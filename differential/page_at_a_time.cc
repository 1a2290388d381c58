// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The failing example of README.md: a parser that takes each page for a reply
// of its own, and so loses the record that straddles two of them.
//
//     bazel run //differential:page_at_a_time

#include <cstdio>
#include <string>

#include "differential/mutants/mutants.h"
#include "differential/runner.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

int Main() {
  DirentWriter writer(RecordFormat::kDirent);
  for (const std::string name : {".", "..", "straddles-a-seam", "last"}) {
    RecordFields fields = {.ino = 10 + writer.bytes().size(), .type = 8};
    fields.off = 1 + writer.bytes().size() / 32;
    fields.name = name;
    writer.Append(fields);
  }
  Input input = {writer.bytes(), {}};
  // The first page holds 100 bytes of the reply: its end.
  input.choices.layout.head = 4096 - 100;
  input.choices.layout.stale = Stale::kPlausibleRecords;

  const ListedParser parsers[] = {
      OurParsers().front(),
      {"page_at_a_time", Presentation::kSegmented,
       ParseFunctionOf("page_at_a_time")},
  };
  const auto difference = Runner(parsers).Compare(RecordFormat::kDirent, input);
  if (!difference) return 0;
  std::fputs(difference->report.c_str(), stdout);
  return 1;
}

}  // namespace
}  // namespace fuse_dirents

int main() { return fuse_dirents::Main(); }
