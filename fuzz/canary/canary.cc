// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/canary/canary.h"

#include <algorithm>
#include <cstring>

#include "fuzz/engine/parsers_agree.h"

namespace fuse_dirents {
namespace {

bool repaired = false;

}  // namespace

bool BugIsPlanted() { return !repaired; }

void CheckCanary(const ListedParser& canary, const uint8_t* data, size_t size) {
  static const ListedParser parsers[] = {OurParsers().front(), canary};
  static Runner& runner = *new Runner(parsers);  // Not destroyed: slow.
  static Input input;
  if (!ReadInput(data, size, &input)) return;
  input.choices.profile = &LinuxProfile();
  CheckParsersAgree(RecordFormat::kDirent, input, &runner);
}

FuseDirent FirstHeader(const dirents_reply& reply) {
  FuseDirent header = {};
  const size_t there =
      std::min({sizeof(header), reply.nbytes, reply.segments[0].len});
  if (there > 0) std::memcpy(&header, reply.segments[0].base, there);
  return header;
}

}  // namespace fuse_dirents

// Called by libFuzzer, which MemorySanitizer did not see set the arguments.
extern "C" __attribute__((no_sanitize("memory"))) int LLVMFuzzerInitialize(
    int* argc, char*** argv) {
  for (int i = 1; i < *argc; ++i) {
    if (std::strcmp((*argv)[i], "--repaired") == 0) {
      fuse_dirents::repaired = true;
    }
  }
  return 0;
}
