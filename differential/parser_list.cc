// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/parser_list.h"

#include <utility>
#include <vector>

#include "base/check.h"
#include "parser/parse.h"

namespace fuse_dirents {
std::string_view PresentationName(Presentation presentation) {
  switch (presentation) {
    case Presentation::kLinear:
      return "linear";
    case Presentation::kMapped:
      return "mapped";
    case Presentation::kSegmented:
      return "segmented";
  }
  FUSE_DIRENTS_CHECK(false);
}

ParseFunction BindProfile(ParseFunction parse, const Profile& profile) {
  return
      [parse = std::move(parse), &profile](
          const Profile&, const dirents_reply& reply, const dirents_sink& sink,
          uint64_t* pos) { return parse(profile, reply, sink, pos); };
}

std::span<const ListedParser> OurParsers() {
  static const auto* const parsers = new std::vector<ListedParser>{
      {"reference", Presentation::kLinear, &ParseWithReference},
      {"reader/linear", Presentation::kLinear, &ParseWithReader},
      {"reader/mapped", Presentation::kMapped, &ParseWithReader},
      {"reader/segmented", Presentation::kSegmented, &ParseWithReader},
  };
  return *parsers;
}

}  // namespace fuse_dirents
