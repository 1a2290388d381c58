// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Prints what finds each mutant:
//
//     bazel run //properties/kill:table
//     bazel run //properties/kill:table -- padded_to_4 stale_bounce

#include <cstdio>
#include <vector>

#include "properties/kill/kill.h"

int main(int argc, char** argv) {
  using namespace fuse_dirents;
  std::vector<Mutant> mutants;
  for (int i = 1; i < argc; ++i) {
    const MutantFacts* facts = FindMutant(argv[i]);
    if (facts == nullptr) {
      std::fprintf(stderr, "%s: no such mutant\n", argv[i]);
      return 2;
    }
    mutants.push_back(facts->mutant);
  }
  if (mutants.empty()) mutants = EveryMutant();
  std::fputs(KillTable(TryToKill(mutants, 2)).c_str(), stdout);
  return 0;
}
