// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A mutant agrees with the reference on every reply, and fetches nothing twice,
// which is false.  --bug=NAME names the mutant; without it, the target runs the
// right parser.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/bug_hunt/hunted.h"
#include "fuzz/checks/hostile_pages_check.h"
#include "fuzz/engine/parsers_agree.h"
#include "fuzz/mutator/target_format.h"

namespace fuse_dirents {
namespace {

const Mutant* bug = FindMutant("none");

// More than a MiB, for a mutant that reads no more: the reply again and again.
std::string_view Lengthened(std::string_view reply) {
  constexpr size_t kBytes = (size_t{1} << 20) + 8192;
  static auto& longer = *new std::string;
  longer = reply;
  while (!reply.empty() && longer.size() < kBytes) longer += reply;
  return longer;
}

}  // namespace

TargetFormat FormatOfTarget() {
  if (IsHuntedByTrailer(*bug)) return TargetFormat::kByTrailer;
  return HuntedFormat(*bug) == RecordFormat::kDirentplus
             ? TargetFormat::kDirentplus
             : TargetFormat::kDirent;
}

}  // namespace fuse_dirents

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using namespace fuse_dirents;
  const std::string_view name = BugOfCommandLine(*argc, *argv);
  if (name.empty()) return 0;
  bug = FindMutant(name);
  if (bug == nullptr) EndOnUnknownBug(name, "mutant");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  input.choices.profile = &bug->profile_of();
  if (bug->needs == Needs::kRewrites) {
    static HostilePagesCheck check(ParseFunctionOf(*bug));
    input.choices.by_reference = false;
    ReportIfFound(check.Check(input));
    return 0;
  }
  const bool has_seams = bug->needs_seams() || bug->needs == Needs::kCalls;
  static const ListedParser parsers[] = {
      OurParsers().front(),
      {std::string(bug->name),
       has_seams ? Presentation::kSegmented : Presentation::kLinear,
       ParseFunctionOf(*bug)}};
  static Runner runner(parsers);
  if (bug->needs == Needs::kLength) input.reply = Lengthened(input.reply);
  CheckParsersAgree(
      IsHuntedByTrailer(*bug) ? input.choices.format : HuntedFormat(*bug),
      input, &runner);
  return 0;
}
