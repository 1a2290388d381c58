// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A mutant agrees with the reference on every reply, which is false. --bug=NAME
// names the mutant; without it, the target runs the right parser.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/bug_hunt/hunted.h"
#include "fuzz/engine/parsers_agree.h"
#include "fuzz/mutator/target_format.h"

namespace fuse_dirents {
namespace {

const Mutant* bug = FindMutant("none");

}  // namespace

TargetFormat FormatOfTarget() {
  return HuntedFormat(*bug) == RecordFormat::kDirentplus
             ? TargetFormat::kDirentplus
             : TargetFormat::kDirent;
}

}  // namespace fuse_dirents

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using namespace fuse_dirents;
  constexpr std::string_view kFlag = "--bug=";
  for (int i = 1; i < *argc; ++i) {
    const std::string_view arg = (*argv)[i];
    if (!arg.starts_with(kFlag)) continue;
    bug = FindMutant(arg.substr(kFlag.size()));
    if (bug == nullptr) {
      std::fprintf(stderr, "%s: expected the name of a mutant\n", (*argv)[i]);
      std::exit(2);
    }
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static const ListedParser parsers[] = {
      OurParsers().front(),
      {std::string(bug->name),
       bug->needs_seams() ? Presentation::kSegmented : Presentation::kLinear,
       ParseFunctionOf(*bug)}};
  static Runner runner(parsers);
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  input.choices.profile = &bug->profile_of();
  CheckParsersAgree(HuntedFormat(*bug), input, &runner);
  return 0;
}
