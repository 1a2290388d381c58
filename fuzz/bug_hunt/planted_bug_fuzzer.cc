// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A parser with a planted bug agrees with the reference on every reply, which
// it does not: --bug=NAME says which bug.  Without it, one that has none.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/bug_hunt/planted_bugs.h"
#include "fuzz/engine/parsers_agree.h"
#include "fuzz/mutator/target_format.h"

namespace fuse_dirents {
namespace {

PlantedBug bug = {"none", RecordFormat::kDirent, Presentation::kSegmented,
                  kParseWithoutBug, ""};

}  // namespace

TargetFormat FormatOfTarget() {
  return bug.format == RecordFormat::kDirentplus ? TargetFormat::kDirentplus
                                                 : TargetFormat::kDirent;
}

}  // namespace fuse_dirents

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using namespace fuse_dirents;
  constexpr std::string_view kFlag = "--bug=";
  for (int i = 1; i < *argc; ++i) {
    const std::string_view arg = (*argv)[i];
    if (!arg.starts_with(kFlag)) continue;
    const PlantedBug* found = FindPlantedBug(arg.substr(kFlag.size()));
    if (found == nullptr) {
      std::fprintf(stderr, "%s: no such bug\n", (*argv)[i]);
      std::exit(2);
    }
    bug = *found;
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static const ListedParser parsers[] = {
      OurParsers().front(), {bug.name, bug.presentation, bug.parse}};
  static Comparer comparer(parsers);
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  input.choices.profile = &LinuxProfile();
  CheckParsersAgree(bug.format, input, &comparer);
  return 0;
}
