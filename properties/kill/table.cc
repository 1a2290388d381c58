// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Prints what finds each mutant:
//
//     bazel run //properties/kill:table
//     bazel run //properties/kill:table -- padded_to_4 stale_bounce
//     bazel run //properties/kill:table -- --json

#include <cstdio>
#include <string_view>
#include <vector>

#include "properties/kill/kill.h"

int main(int argc, char** argv) {
  using namespace fuse_dirents;
  std::vector<const Mutant*> mutants;
  const bool json = argc > 1 && std::string_view(argv[1]) == "--json";
  for (int i = json ? 2 : 1; i < argc; ++i) {
    mutants.push_back(FindMutant(argv[i]));
    if (mutants.back() != nullptr) continue;
    std::fprintf(stderr, "%s: expected the name of a mutant\n", argv[i]);
    return 2;
  }
  if (mutants.empty()) {
    for (const Mutant& mutant : AllMutants()) mutants.push_back(&mutant);
  }
  const auto tries = TryToKill(mutants, Killers());
  std::fputs((json ? KillJson : KillTable)(tries, Killers()).c_str(), stdout);
  return 0;
}
