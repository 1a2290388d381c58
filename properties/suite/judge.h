// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Asks a parser for one case, and tells which rule it breaks.  To be used in a
// child: nothing here survives a crash.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_JUDGE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_JUDGE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "differential/case.h"
#include "differential/runner.h"
#include "pagemap/laid_out_reply.h"
#include "parser/trace/trace.h"
#include "properties/suite/child.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/violation.h"

namespace fuse_dirents {

// The reference, by the rules that the subject is held to.  Borrows `subject`.
ListedParser HeldTo(const Subject& subject);

class Judge {
 public:
  // `subject` must outlive the judge.  Let there be one at a time.
  explicit Judge(const Subject& subject);

  // The reference by the rules that the subject is held to, whatever a case
  // names; then the subject in each of its presentations, watched (child.h).
  Runner& runner() { return runner_; }

  // Holds the trace in every presentation to the reference's, twice.
  // REQUIRES: the subject takes the case's format.
  std::optional<Violation> AskForTrace(const Case& c);

  // Rewrites every field of the case as it is parsed, in one segment and, where
  // the parser takes them, with a seam in the first records.
  std::optional<Violation> AskForSingleFetch(const Case& c);

  std::optional<Violation> AskForLeaks(const Case& c);

  // What is to be told of a parser that died on `c`.  Calls no parser but the
  // reference.
  Violation Tell(const Case& c, const Death& death);

 private:
  void Run(const ListedParser& parser, const Case& c, LaidOutReply* laid_out,
           Trace* trace);
  bool IsRepeatable(const ListedParser& parser, const Case& c,
                    LaidOutReply* laid_out, const Trace& first);
  bool SeesStaleBytes(const ListedParser& parser, const Case& c,
                      std::string_view reply, const Trace& first);
  Violation Broken(std::string_view rule, std::string_view why,
                   std::string_view expected_from, const Trace& expected,
                   const ListedParser& parser, const Trace& got, const Case& c,
                   std::string_view reply);

  // The subject in each presentation, the linear one first.
  std::span<const ListedParser> subjects() const {
    return std::span(parsers_).subspan(1);
  }

  const Subject& subject_;
  const std::vector<ListedParser> parsers_;
  Runner runner_;
  Trace expected_, linear_, got_, again_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_JUDGE_H_
