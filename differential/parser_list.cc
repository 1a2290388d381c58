// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/parser_list.h"

#include "base/check.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr ListedParser kOurs[] = {
    {"reference", Presentation::kLinear, &ParseWithReference},
    {"reader/linear", Presentation::kLinear, &ParseWithReader},
    {"reader/mapped", Presentation::kMapped, &ParseWithReader},
    {"reader/segmented", Presentation::kSegmented, &ParseWithReader},
};

}  // namespace

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

std::span<const ListedParser> OurParsers() { return kOurs; }

}  // namespace fuse_dirents
