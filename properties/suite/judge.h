// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a parser on one case, and names the rule that it breaks.  For use in a
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
  // `subject` must outlive the judge.  Only one can exist at a time.
  explicit Judge(const Subject& subject);

  // The reference by the rules that the subject is held to, whatever a case
  // names; then the subject in each of its presentations, watched (child.h).
  Runner& runner() { return runner_; }

  // Compares the trace in every presentation with the reference's, and a second
  // run with the first.
  // REQUIRES: the subject takes the case's format.
  std::optional<Violation> AskForTrace(const Case& c);

  // The same in every presentation, each time right after `before`, which is
  // parsed in that presentation too.  What `c` breaks by itself keeps its name.
  // REQUIRES: the subject takes the format of each.
  std::optional<Violation> AskForTraceAfter(const Case& before, const Case& c);

  // Rewrites every field of the case while it is parsed, in one segment and, if
  // the parser takes more, with a seam in the first records.
  std::optional<Violation> AskForSingleFetch(const Case& c);

  // The report about a parser that leaked on `c`, as LeakedIn() says.  Calls no
  // parser but the reference.
  Violation LeakOf(const Case& c, Presentation presentation);

  // The report about a parser that died on `c`.  Calls no parser but the
  // reference.
  Violation ViolationOf(const Case& c, const Death& death);

 private:
  void Run(const ListedParser& parser, const Case& c, LaidOutReply* laid_out,
           Trace* trace);
  bool IsRepeatable(const ListedParser& parser, const Case& c,
                    LaidOutReply* laid_out, const Trace& first);
  // Names the rule that the trace `got` of the first `nbytes` bytes breaks.
  Violation Named(const ListedParser& parser, const Case& c,
                  std::string_view reply, size_t nbytes, const Trace& got);
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
