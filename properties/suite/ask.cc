// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/ask.h"

#include <functional>
#include <utility>

#include "base/check.h"
#include "parser/parse.h"
#include "properties/suite/judge.h"
#include "properties/suite/leak_watch.h"

namespace fuse_dirents {
namespace {

// The result of a run of a scope.
struct ScopeRun {
  // The case that was stopped at, or that a parser failed on, if there is one.
  std::optional<Case> last = {};
  std::string failure = {};  // How a parser failed; empty where none did.
};

// Runs `parsers` on the cases of the set's scope in the formats that the
// subject takes.  Calls `turn` as each begins.
ScopeRun RunScope(
    const Subject& subject, const CaseSet& set,
    std::span<const ListedParser> parsers,
    const std::function<CaseRunner::Turn(const CaseRunner&)>& turn) {
  CaseRunner runner(parsers, subject.held_to);
  ScopeRun run;
  const ExhaustiveSet& scope = *set.scope;
  bool over = false;
  size_t n = 0;
  runner.AskAtEach([&] {
    if (n++ % set.scope_stride > 0) return CaseRunner::Turn::kPass;
    const CaseRunner::Turn next = turn(runner);
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

  std::optional<Violation> AskAll(const Asked& asked) {
    if (set_.scope != nullptr) return AskScope(asked);
    std::optional<Violation> violation;
    uint64_t n = 0;
    size_t passed_over = 0;
    set_.for_each([&](const Case& c) {
      if (n++ < asked.from) {
        if (set_.question == CaseSet::kTraceAfter) before_ = c;
        return true;
      }
      violation = Ask(c, asked);
      if (!violation) return true;
      if (!asked.Knows(violation->rule)) return false;
      violation.reset();
      ForgetViolation();
      return ++passed_over < kMostKnown;
    });
    return violation;
  }

  // Asks about the trace or the fetches, and about leaks meanwhile.
  std::optional<Violation> Ask(const Case& c, const Asked& asked = {}) {
    BeginCase();
    ForgetLeak();
    auto violation = AskQuestion(c);
    if (violation && !asked.Knows(violation->rule)) return violation;
    const auto leaked_in = LeakedIn();
    if (!leaked_in || asked.Knows(kNoLeakRule)) return violation;
    return judge_.LeakOf(c, *leaked_in);
  }

 private:
  std::optional<Violation> AskQuestion(const Case& c) {
    switch (set_.question) {
      case CaseSet::kTrace:
        break;
      case CaseSet::kTraceAfter: {
        const auto before = std::exchange(before_, c);
        return before ? judge_.AskForTraceAfter(*before, c)
                      : judge_.AskForTrace(c);
      }
      case CaseSet::kFetches:
        return judge_.AskForSingleFetch(c);
    }
    if (auto violation = judge_.AskForTrace(c)) return violation;
    if (set_.property == nullptr || !FitsRules(set_.property->cases, c)) {
      return std::nullopt;
    }
    const Failure failure = set_.property->find_failure(judge_.runner(), c);
    if (!failure) return std::nullopt;
    return Violation{std::string(set_.property->name), *failure};
  }

  std::optional<Violation> AskScope(const Asked& asked) {
    uint64_t n = 0;
    const auto leaks = [&] { return LeakedIn() && !asked.Knows(kNoLeakRule); };
    const ScopeRun run = RunScope(
        subject_, set_, judge_.runner().parsers().subspan(1),
        [&](const CaseRunner&) {
          // In the case before, the last that has begun.
          if (leaks()) return CaseRunner::Turn::kStop;
          const uint64_t i = n++;
          if (i < asked.from) return CaseRunner::Turn::kPass;
          BeginCase();
          return !asked.only || i == *asked.only ? CaseRunner::Turn::kRun
                                                 : CaseRunner::Turn::kPass;
        });
    if (run.failure.empty()) {
      if (!leaks()) return std::nullopt;
      return Violation{std::string(kNoLeakRule),
                       std::string(subject_.name) + " leaks\n"};
    }
    // The judge finds and names what differs in one buffer.
    return Violation{std::string(kLayoutRule), run.failure};
  }

  const Subject& subject_;
  const CaseSet& set_;
  Judge judge_;
  std::optional<Case> before_;  // The case before, where the set asks for it.
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

}  // namespace

ChildResult AskSet(const Subject& subject, const CaseSet& set,
                   const Asked& asked) {
  return AskInChild(subject, set,
                    [&](Asker& asker) { return asker.AskAll(asked); });
}

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
                                  std::span<const Case> cases) {
  const ChildResult result = AskInChild(subject, set, [&](Asker& asker) {
    std::optional<Violation> violation;
    for (size_t i = 0; i < cases.size() && !violation; ++i) {
      violation = asker.Ask(cases[i]);
    }
    return violation;
  });
  if (result.cases < cases.size()) return std::nullopt;
  return ViolationOf(subject, cases.back(), result);
}

std::vector<Case> CasesOf(const Subject& subject, const CaseSet& set,
                          uint64_t begin, uint64_t end) {
  std::vector<Case> cases;
  uint64_t n = 0;
  if (set.scope != nullptr) {
    const ListedParser reference[] = {HeldTo(subject)};
    RunScope(subject, set, reference, [&](const CaseRunner& runner) {
      const uint64_t i = n++;
      if (i >= begin) {
        cases.push_back(runner.current());
        cases.back().choices.profile = subject.profile;
      }
      return i + 1 == end ? CaseRunner::Turn::kStop : CaseRunner::Turn::kPass;
    });
  } else {
    set.for_each([&](const Case& c) {
      if (n >= begin) cases.push_back(c);
      return ++n < end;
    });
  }
  FUSE_DIRENTS_CHECK(cases.size() == end - begin);
  return cases;
}

}  // namespace fuse_dirents
