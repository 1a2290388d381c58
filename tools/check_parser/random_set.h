// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CHECK_PARSER_RANDOM_SET_H_
#define FUSE_DIRENTS_TOOLS_CHECK_PARSER_RANDOM_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "differential/input_file.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

// `runs` cases that the fuzz targets' mutator makes of `files`, those of a
// format that the subject takes.  The same seed gives the same cases; more runs
// begin with the cases of fewer.
// REQUIRES: there is such a file.  `subject` and `files` must outlive the set.
CaseSet RandomSet(const Subject& subject, std::span<const InputFile> files,
                  uint64_t seed, size_t runs);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_PARSER_RANDOM_SET_H_
