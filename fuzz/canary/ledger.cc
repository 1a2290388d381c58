// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the ledger of lookups (readdir/lookup_ledger.h): a client does not forget
// an entry that it refuses to link.

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/canary/canary.h"
#include "fuzz/engine/parsers_agree.h"
#include "fuzz/inputs/input_numbers.h"
#include "readdir/listing_rig.h"
#include "readdir/path_mutant.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  InputNumbers numbers(data, size);
  ListingRig rig(
      {.entries = numbers.Below(4), .client = {.plus = PlusMode::kPlus}});
  const PlantedPathMutant planted(BugIsPlanted() ? PathMutant::kForgetsNothing
                                                 : PathMutant::kNone);
  for (size_t i = 0; i < 8 && !numbers.AtEnd(); ++i) {
    rig.server.Add(
        {.name = "entry" + std::to_string(i),
         .nodeid = numbers.Below(8) == 7 ? i + 2 : 0,
         .defect = numbers.Below(8) == 7 ? Defect::kBadMode : Defect::kNone});
  }
  rig.List(4096);
  const std::string violations = rig.Settle();
  if (!violations.empty()) ReportFinding("ledger: " + violations);
  return 0;
}
