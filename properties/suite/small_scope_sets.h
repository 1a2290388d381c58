// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_SMALL_SCOPE_SETS_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_SMALL_SCOPE_SETS_H_

#include <vector>

#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

// The sets of properties/exhaustive, thinned, in the formats that the subject
// takes.  Each is called "exhaustive/" and what it is called there.  `subject`
// must outlive the sets.
std::vector<CaseSet> SmallScopeSets(const Subject& subject);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_SMALL_SCOPE_SETS_H_
