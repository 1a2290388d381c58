// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parsers that are right but for one planted bug each, as clients and servers
// had them.

#ifndef FUSE_DIRENTS_FUZZ_BUG_HUNT_PLANTED_BUGS_H_
#define FUSE_DIRENTS_FUZZ_BUG_HUNT_PLANTED_BUGS_H_

#include <span>
#include <string_view>

#include "differential/parser_list.h"
#include "parser/wire.h"

namespace fuse_dirents {

using PlantedParse = int (*)(const Profile& profile, const dirents_reply& reply,
                             const dirents_sink& sink, uint64_t* pos);

struct PlantedBug {
  std::string_view name;  // Lower case and '_'.
  RecordFormat format;    // Of the replies that it is hunted with.
  Presentation presentation;
  PlantedParse parse;     // Knows the profile `linux` alone.
  std::string_view what;  // What it does wrong, in one line.
};

std::span<const PlantedBug> PlantedBugs();

// Null where there is none.
const PlantedBug* FindPlantedBug(std::string_view name);

// The same parser with no bug.
extern const PlantedParse kParseWithoutBug;

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_BUG_HUNT_PLANTED_BUGS_H_
