// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// All that dirent_parser_suite() does that needs no rebuild of the parser, and
// random cases.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_PARSER_CHECK_PARSER_H_
#define FUSE_DIRENTS_TOOLS_CHECK_PARSER_CHECK_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

// Together with the other parts these take well under a minute.
inline constexpr size_t kDefaultRuns = 2000000;

struct ParserCheck {
  uint64_t seed;  // Of all random cases.
  size_t runs = kDefaultRuns;
  bool keep_going = false;  // Reports every rule that breaks, each once.
  bool timing = false;      // Prints seconds and cases a second to stderr.
};

// Runs every part on `subject`: the corpus, the exhaustive sets, the properties
// and the random cases.  Prints a line for each set of cases to stdout and, on
// a terminal, how far it has come to stderr.  Returns an exit status of
// properties/suite/run_sets.h, with *problem set where it is kBadArguments.
int CheckParser(Subject& subject, const ParserCheck& check,
                std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_PARSER_CHECK_PARSER_H_
