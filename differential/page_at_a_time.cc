// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The failing example of README.md: a parser that takes each page for a reply
// of its own, and so loses the record that straddles two of them.
//
//     bazel run //differential:page_at_a_time

#include <algorithm>
#include <cstdio>
#include <string>

#include "differential/compare.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int ParsePageAtATime(const Profile& profile, const dirents_reply& reply,
                     const dirents_sink& sink, uint64_t* pos) {
  size_t left = reply.nbytes;
  for (size_t i = 0; i < reply.num_segments && left > 0; ++i) {
    dirents_reply page = reply;
    page.segments = &reply.segments[i];
    page.num_segments = 1;
    page.nbytes = std::min(left, reply.segments[i].len);
    page.start_off = *pos;
    left -= page.nbytes;
    const int error = ParseWithReader(profile, page, sink, pos);
    if (error != 0) return error;
  }
  return 0;
}

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
      {"page_at_a_time", Presentation::kSegmented, &ParsePageAtATime},
  };
  const auto difference =
      Comparer(parsers).Compare(RecordFormat::kDirent, input);
  if (!difference) return 0;
  std::fputs(difference->report.c_str(), stdout);
  return 1;
}

}  // namespace
}  // namespace fuse_dirents

int main() { return fuse_dirents::Main(); }
