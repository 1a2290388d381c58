// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs one parser on sets of cases, in a child process, and reports the first
// rule that it breaks, or every rule, on the simplest case that shows it.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/violation.h"

namespace fuse_dirents {

struct FoundViolation {
  Violation violation;
  Case c;
  // The case that has to be parsed before `c` by the same process.
  std::optional<Case> before = {};
  // Why the cases may not be the simplest: a line, or empty.
  std::string reduction = {};
};

// How many simpler cases are tried, each in a process of its own.
inline constexpr size_t kShrinkTries = 500;
// And for how long, by the clock on the wall.
inline constexpr std::chrono::milliseconds kShrinkTime{20000};

struct SuiteOptions {
  size_t shrink_tries = kShrinkTries;  // 0: cases stay as they were found.
  std::chrono::milliseconds shrink_time = kShrinkTime;
  // Called with each rule before its case is reduced, which takes its time.
  std::function<void(const FoundViolation&)> on_found = {};
};

// Runs the parser on all cases of `set`.  Returns the first rule that it
// breaks.  Aborts if the set has no case, or another number than its size.
std::optional<FoundViolation> RunSet(const Subject& subject, const CaseSet& set,
                                     const SuiteOptions& options = {});

// Goes on after a rule is broken, and reports each rule once.
//
// A rule that is a row of the profile is set in the subject to what the parser
// does, so that it hides no other rule; the set then begins again.  If the
// parser does not keep to that either, the row is set back.  Cases that break
// any other rule again are passed over; after kMostKnown of them, the rest of
// their set is left out.  A parser that hangs is given 1 second from then on.
class EveryRule {
 public:
  // `subject` must outlive it, and is what the sets were made for.
  explicit EveryRule(Subject* subject);
  ~EveryRule();
  EveryRule(const EveryRule&) = delete;
  EveryRule& operator=(const EveryRule&) = delete;

  // The rules that no set before has broken, in the order of the cases.
  std::vector<FoundViolation> Run(const CaseSet& set,
                                  const SuiteOptions& options = {});

  // What was left out, a line each: "cuts: the cases from 1234 on, since ...".
  const std::vector<std::string>& left_out() const { return left_out_; }

  // The rules that are broken, in the order in which they were found.
  const std::vector<std::string>& rules() const { return known_; }

 private:
  bool IsKnown(const std::string& rule) const;
  // Whether the set is to begin again.
  bool Adopt(const Violation& violation);
  bool TakeBack(const Violation& violation);

  Subject& subject_;
  const Profile first_;  // The subject's at first.
  const int hang_seconds_;
  std::vector<std::string> known_;
  // Rows that are set, and those that were set back.
  std::vector<std::string> adopted_, taken_back_;
  std::vector<std::string> left_out_;
};

// Asks every question about one case, each in a process of its own.
std::optional<FoundViolation> RunCase(const Subject& subject, const Case& c);

// What is known before the case is reduced: the rule, and the case, of which a
// long recipe is cut.
std::string FirstText(const Subject& subject, const FoundViolation& found);

// The report: the rule, the evidence, and the case as a recipe.
std::string ToText(const Subject& subject, const FoundViolation& found);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_
