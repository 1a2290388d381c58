// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A reply of three records, cut at every byte.

#include <string>

#include "pagemap/layout.h"
#include "parser/dirent_writer.h"
#include "properties/exhaustive/sets.h"

namespace fuse_dirents {
namespace {

// With 7, 6 and 3 bytes of padding.  Every client accepts them; the second is
// "..", whose lookup is another matter, and the third has no good mode.
std::string ThreeRecords(RecordFormat format) {
  DirentWriter writer(format);
  RecordFields fields;
  fields.entry_out.attr.mode = 0100644;
  const char* const names[] = {"a", "..", "thirteenbytes"};
  for (uint64_t i = 0; i < 3; ++i) {
    fields.ino = 100 + i;
    fields.off = 200 + i;
    fields.type = 8;
    fields.name = names[i];
    fields.entry_out.nodeid = 300 + i;
    if (i == 2) fields.entry_out.attr.mode = 0644;
    writer.Append(fields);
  }
  return writer.bytes();
}

// No record has it as its off.
constexpr uint64_t kStartOff = 77;
constexpr size_t kThinnedSeams = 7;

void RunCuts(Extent extent, RecordFormat format, unsigned, CaseRunner* runner) {
  const size_t stride = Stride(extent, kThinnedSeams);
  const std::string whole = ThreeRecords(format);
  const auto with_every_seam = [&](size_t cut) {
    for (size_t seam = 0; seam <= cut; seam += stride) {
      const size_t lengths[] = {seam};
      runner->InPieces(lengths);
    }
  };
  const auto in_every_layout = [&] {
    for (const NamedLayout& named : DefaultLayouts()) {
      runner->OnPages(named.layout);
    }
  };
  for (size_t cut = 0; cut <= whole.size(); ++cut) {
    // The server sends no more.
    runner->Reply(format, whole.substr(0, cut), {}, std::nullopt, kStartOff);
    with_every_seam(cut);
    in_every_layout();
    // The rest lies there as stale bytes, the most tempting ones there can be.
    runner->Reply(format, whole, {}, cut, kStartOff);
    with_every_seam(cut);
    in_every_layout();
  }
}

// Bytes of the three records.
constexpr uint64_t Size(RecordFormat format) {
  return Reclen(format, 1) + Reclen(format, 2) + Reclen(format, 13);
}

// For each cut c of 0..N: two replies, each in a buffer, with c / stride + 1
// seams, and in 18 layouts.
uint64_t CutCases(Extent extent, RecordFormat format) {
  uint64_t cases = 0;
  for (uint64_t cut = 0; cut <= Size(format); ++cut) {
    cases += 2 * (1 + cut / Stride(extent, kThinnedSeams) + 1 + 18);
  }
  return cases;
}

}  // namespace

ExhaustiveSet Cuts() {
  return {"cuts",
          "every cut of a reply of three records, with and without the rest "
          "after it, with a seam at every byte and in every default layout",
          1, &CutCases, &RunCuts};
}

}  // namespace fuse_dirents
