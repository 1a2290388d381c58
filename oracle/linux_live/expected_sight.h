// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the kernel would show if it parsed replies as a given parser does.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_EXPECTED_SIGHT_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_EXPECTED_SIGHT_H_

#include "differential/parser_list.h"
#include "oracle/linux_live/live_kernel.h"
#include "oracle/linux_live/sight.h"

namespace fuse_dirents {

// Runs `parse` by the kernel's profile on what the server sends.  Its sink is a
// model of filldir64() and of the kernel's dentries and inodes, which begin
// empty.
Sight ExpectedSight(const ParseFunction& parse, const KernelFacts& facts,
                    const Question& question);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_EXPECTED_SIGHT_H_
