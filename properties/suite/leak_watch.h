// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_LEAK_WATCH_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_LEAK_WATCH_H_

#include <optional>

#include "differential/parser_list.h"

namespace fuse_dirents {

// `parse`, with a watch on the heap (heap_use.h).  After a call that leaves
// more in use than before, beside what the sink took, it is called again with
// the same reply and the same answers.  If it takes more each time, it leaks;
// memory that it takes once and keeps is no leak.
ParseFunction LeakWatched(ParseFunction parse, Presentation presentation);

// The presentation in which a parser has leaked since ForgetLeak().
std::optional<Presentation> LeakedIn();
void ForgetLeak();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_LEAK_WATCH_H_
