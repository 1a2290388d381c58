// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Asks a parser for one case, and tells which rule it breaks.  To be used in a
// child: nothing here survives a crash.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_JUDGE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_JUDGE_H_

#include <optional>
#include <string>
#include <string_view>

#include "differential/case.h"
#include "pagemap/laid_out_reply.h"
#include "parser/trace/trace.h"
#include "properties/suite/child.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/violation.h"

namespace fuse_dirents {

class Judge {
 public:
  // `subject` must outlive the judge.  Let there be one at a time.
  explicit Judge(const Subject& subject) : subject_(subject) {}

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
  LaidOutReply& Lay(std::string_view reply, const Layout& layout);
  void Expect(const Case& c, LaidOutReply* laid_out);
  void Run(Presentation presentation, const Case& c, LaidOutReply* laid_out,
           Trace* trace);
  bool IsRepeatable(Presentation presentation, const Case& c,
                    LaidOutReply* laid_out, const Trace& first);
  bool SeesStaleBytes(Presentation presentation, const Case& c,
                      std::string_view reply, const Trace& first);
  Violation Broken(std::string_view rule, std::string_view why,
                   std::string_view expected_from, const Trace& expected,
                   Presentation presentation, const Trace& got, const Case& c,
                   std::string_view reply);

  const Subject& subject_;
  ReplyArena arena_;
  Trace expected_, linear_, got_, again_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_JUDGE_H_
