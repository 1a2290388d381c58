// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/suite.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/check.h"
#include "differential/reduce/reduce.h"
#include "parser/parse.h"
#include "properties/suite/child.h"
#include "properties/suite/judge.h"

namespace fuse_dirents {
namespace {

// Replies that are tried while a case is reduced have at most this many bytes
// together, so that one of a MiB takes no longer than others.
constexpr size_t kShrinkBytes = size_t{64} << 20;

// The result of a run of a scope.
struct ScopeRun {
  // The case that was stopped at, or that a parser failed on, if there is one.
  std::optional<Case> last = {};
  std::string failure = {};  // How a parser failed; empty where none did.
};

// Runs `parsers` on the cases of the set's scope in the formats that the
// subject takes.  Calls `turn` as each begins.
ScopeRun RunScope(const Subject& subject, const CaseSet& set,
                  std::span<const ListedParser> parsers,
                  const std::function<CaseRunner::Turn()>& turn) {
  CaseRunner runner(parsers, subject.held_to);
  ScopeRun run;
  const ExhaustiveSet& scope = *set.scope;
  bool over = false;
  size_t n = 0;
  runner.AskAtEach([&] {
    if (n++ % set.scope_stride > 0) return CaseRunner::Turn::kPass;
    const CaseRunner::Turn next = turn();
    if (next == CaseRunner::Turn::kStop) {
      over = true;
      run.last = runner.current();
    }
    return next;
  });
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (!subject.Takes(format)) continue;
    for (unsigned part = 0; part < scope.parts && !over; ++part) {
      scope.run(Extent::kThinned, format, part, &runner);
      if (runner.failure().empty()) continue;
      over = true;
      run = {runner.current(), runner.failure()};
    }
  }
  if (run.last) run.last->choices.profile = subject.profile;
  return run;
}

// Asks one question about case after case, in a child.
class Asker {
 public:
  Asker(const Subject& subject, const CaseSet& set)
      : subject_(subject), set_(set), judge_(subject) {}

  // Asks about all cases of the set, or about its `only`-th alone.
  std::optional<Violation> AskAll(std::optional<uint64_t> only = {}) {
    std::optional<Violation> violation;
    if (set_.scope == nullptr) {
      set_.for_each([&](const Case& c) {
        violation = Ask(c);
        return !violation;
      });
      return violation;
    }
    uint64_t n = 0;
    const ScopeRun run =
        RunScope(subject_, set_, judge_.runner().parsers().subspan(1), [&] {
          BeginCase();
          return !only || n++ == *only ? CaseRunner::Turn::kRun
                                       : CaseRunner::Turn::kPass;
        });
    if (run.failure.empty()) return std::nullopt;
    // The judge finds and names what differs in one buffer.
    return Violation{std::string(kLayoutRule), run.failure};
  }

  std::optional<Violation> Ask(const Case& c) {
    BeginCase();
    switch (set_.question) {
      case CaseSet::kTrace:
        break;
      case CaseSet::kFetches:
        return judge_.AskForSingleFetch(c);
      case CaseSet::kLeaks:
        return judge_.AskForLeaks(c);
    }
    if (auto violation = judge_.AskForTrace(c)) return violation;
    if (set_.property == nullptr || !FitsRules(set_.property->cases, c)) {
      return std::nullopt;
    }
    const Failure failure = set_.property->find_failure(judge_.runner(), c);
    if (!failure) return std::nullopt;
    return Violation{std::string(set_.property->name), *failure};
  }

 private:
  const Subject& subject_;
  const CaseSet& set_;
  Judge judge_;
};

using Question = std::function<std::optional<Violation>(Asker&)>;

ChildResult AskInChild(const Subject& subject, const CaseSet& set,
                       const Question& ask) {
  const auto run = [&](const Subject& parser) {
    return RunInChild(parser.load, [&] {
      Asker asker(parser, set);
      return ask(asker);
    });
  };
  ChildResult result = run(subject);
  if (!result.death || result.death->in_parser) return result;
  // Either the parser has damaged the process, or the suite is broken.
  Subject right = subject;
  right.load = nullptr;
  right.parse = HeldTo(subject).parse;
  FUSE_DIRENTS_CHECK(!run(right).death);
  return result;
}

// `result` of a child whose last case was `c`, as a violation.
std::optional<Violation> ViolationOf(const Subject& subject, const Case& c,
                                     const ChildResult& result) {
  if (result.passed()) return std::nullopt;
  Violation violation = result.death
                            ? Judge(subject).ViolationOf(c, *result.death)
                            : *result.violation;
  violation.report += result.printed;
  return violation;
}

std::optional<Violation> AskAlone(const Subject& subject, const CaseSet& set,
                                  const Case& c) {
  return ViolationOf(subject, c, AskInChild(subject, set, [&](Asker& asker) {
                       return asker.Ask(c);
                     }));
}

Case Nth(const Subject& subject, const CaseSet& set, uint64_t n) {
  std::optional<Case> nth;
  if (set.scope != nullptr) {
    const ListedParser reference[] = {HeldTo(subject)};
    nth = RunScope(subject, set, reference, [&] {
            return n-- == 0 ? CaseRunner::Turn::kStop : CaseRunner::Turn::kPass;
          }).last;
  } else {
    set.for_each([&](const Case& c) {
      if (n-- == 0) nth = c;
      return !nth;
    });
  }
  FUSE_DIRENTS_CHECK(nth);
  return *nth;
}

// The case made simpler for as long as it breaks the same rule.
FoundViolation Simplest(const Subject& subject, const CaseSet& set,
                        const Case& c, const Violation& violation,
                        size_t shrink_tries) {
  FoundViolation found = {violation, c};
  // Each try would take as long as a hang does.
  if (violation.rule == kNoHangRule) return found;
  size_t bytes = 0;
  const StillFails<Case> still_fails = [&](const Case& simpler) {
    bytes += simpler.raw.size();
    if (bytes > kShrinkBytes) return false;
    if (!subject.Takes(simpler.format) ||
        simpler.choices.profile != c.choices.profile) {
      return false;
    }
    const Case divided = simpler.Divided();
    const auto again = AskAlone(subject, set, divided);
    if (!again || again->rule != violation.rule) return false;
    found = {*again, divided};
    return true;
  };
  const Case undivided = c.AsBytes();
  if (shrink_tries > 0 && still_fails(undivided)) {
    ReduceCase(undivided, shrink_tries, still_fails);
  }
  return found;
}

}  // namespace

std::optional<FoundViolation> RunSet(const Subject& subject, const CaseSet& set,
                                     size_t shrink_tries) {
  const ChildResult result =
      AskInChild(subject, set, [](Asker& asker) { return asker.AskAll(); });
  if (result.passed()) {
    FUSE_DIRENTS_CHECK(set.size > 0 && result.cases == set.size);
    return std::nullopt;
  }
  // A parser whose object cannot be loaded again fails on the first case.
  const uint64_t n = std::max<uint64_t>(result.cases, 1) - 1;
  const Case c = Nth(subject, set, n);
  const Violation first = ViolationOf(subject, c, result).value();
  const auto alone = AskAlone(subject, set, c);
  if (alone) return Simplest(subject, set, c, *alone, shrink_tries);
  if (set.scope != nullptr) {
    // The set has presentations of its own, such as a segment at null.
    const ChildResult again =
        AskInChild(subject, set, [n](Asker& asker) { return asker.AskAll(n); });
    if (const auto violation = ViolationOf(subject, c, again)) {
      return FoundViolation{*violation, c};
    }
  }
  // What damages a process shows when it shows.
  if (n == 0 || (result.death && !result.death->in_parser)) {
    return FoundViolation{first, c};
  }
  // A process that has parsed nothing before does it right.
  return FoundViolation{
      {std::string(kNoStateRule),
       "alone the reply is parsed right; after " + std::to_string(n) +
           " other cases it breaks: " + first.rule + "\n" + first.report},
      c};
}

std::optional<FoundViolation> RunCase(const Subject& subject, const Case& c) {
  for (const auto question :
       {CaseSet::kTrace, CaseSet::kFetches, CaseSet::kLeaks}) {
    const CaseSet set = {
        .name = "replay", .question = question, .for_each = {}};
    if (const auto violation = AskAlone(subject, set, c)) {
      return FoundViolation{*violation, c};
    }
  }
  return std::nullopt;
}

std::string ToText(const Subject& subject, const FoundViolation& found) {
  return "rule: " + found.violation.rule + "\n" + found.violation.report +
         "--- the case, to be replayed with --replay=FILE\n" +
         found.c.ToRecipe(std::string(subject.name) +
                          " breaks: " + found.violation.rule) +
         "---\n";
}

}  // namespace fuse_dirents
