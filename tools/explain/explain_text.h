// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_EXPLAIN_EXPLAIN_TEXT_H_
#define FUSE_DIRENTS_TOOLS_EXPLAIN_EXPLAIN_TEXT_H_

#include <string>

#include "nlohmann/json.hpp"
#include "tools/explain/verdict.h"

namespace fuse_dirents {

// What each client makes of a reply: a list of the outcomes with the clients
// that come to them, then a table with a row for each record and a column for
// each outcome, then the rules that make the differences.  Neighbouring records
// that fare alike share a row, and the middle of a long table is left out, so
// the text is short for a reply of any length.
std::string ExplainText(const NumberedReply& reply);

// The same as data, with every record: see README.md.
nlohmann::ordered_json ExplainJson(const NumberedReply& reply);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_EXPLAIN_EXPLAIN_TEXT_H_
