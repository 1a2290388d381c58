// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A '/' at each byte of a name or at none, and a seam at each place of the
// name.
//
//     [record "good"][header | na/mes | padding][record "z"]
//                            ^      ^ the seam lies between these two

#include <string>

#include "parser/dirent_writer.h"
#include "properties/exhaustive/sets.h"

namespace fuse_dirents {
namespace {

// With each padding, and on both sides of a word.
constexpr size_t kLongest = 16;

std::string ReplyWith(RecordFormat format, const std::string& name) {
  DirentWriter writer(format);
  RecordFields fields;
  fields.entry_out.attr.mode = 0100644;
  for (const std::string& each :
       {std::string("good"), name, std::string("z")}) {
    fields.ino += 100;
    fields.off += 10;
    fields.type = 8;
    fields.name = each;
    fields.entry_out.nodeid += 1000;
    writer.Append(fields);
  }
  return writer.bytes();
}

void RunSlashSeams(Extent, RecordFormat format, unsigned, CaseRunner* runner) {
  const size_t name_at = Reclen(format, 4) + HeaderSize(format);
  for (size_t namelen = 1; namelen <= kLongest; ++namelen) {
    for (size_t slash = 0; slash <= namelen; ++slash) {
      std::string name(namelen, 'n');
      if (slash < namelen) name[slash] = '/';
      runner->Reply(format, ReplyWith(format, name));
      for (size_t seam = 0; seam <= namelen; ++seam) {
        const size_t two[] = {name_at + seam};
        runner->InPieces(two);
        if (seam == namelen) break;
        const size_t one_byte_between[] = {name_at + seam, 1};
        runner->InPieces(one_byte_between);
      }
    }
  }
}

// A name of n bytes is laid 1 + (n+1) + n times for each of the n places of the
// '/', and without one; thinned too.
uint64_t SlashCases(Extent, RecordFormat) {
  uint64_t cases = 0;
  for (uint64_t n = 1; n <= kLongest; ++n) cases += (n + 1) * (2 * n + 2);
  return cases;
}

}  // namespace

ExhaustiveSet SlashSeams() {
  return {"slash_seams",
          "a '/' at every byte of names of 1 to 16 bytes or at none, with a "
          "seam at every "
          "place of the name, in two and in three pieces",
          1, &SlashCases, &RunSlashSeams};
}

}  // namespace fuse_dirents
