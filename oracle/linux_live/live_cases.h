// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The cases that are put to the running kernel.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_CASES_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_CASES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "differential/case.h"

namespace fuse_dirents {

// Returns whether to go on.
using CaseVisitor = std::function<bool(const Case& c)>;

// Case `i` of the stream of `seed`.  Each can be drawn alone.
Case RandomCase(uint64_t seed, uint64_t i);

// Every input below the folder corpus/.  Returns "", or what cannot be read.
std::string EachCorpusCase(const CaseVisitor& visit);

// At most `limit` replies of each exhaustive set and format, spread evenly.
void EachExhaustiveCase(uint64_t limit, const CaseVisitor& visit);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_CASES_H_
