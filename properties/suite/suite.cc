// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/suite.h"

#include "parser/check.h"
#include "parser/parse.h"
#include "properties/suite/child.h"
#include "properties/suite/judge.h"
#include "properties/suite/shrink.h"

namespace fuse_dirents {
namespace {

// Each try is a process.
constexpr size_t kShrinkTries = 500;

const Profile* held_to = nullptr;

int ParseAsHeldTo(const Profile&, const dirents_reply& reply,
                  const dirents_sink& sink, uint64_t* pos) {
  return ParseWithReference(*held_to, reply, sink, pos);
}

// The subject of this process, for a bench, which takes function pointers.
const Subject* on_bench = nullptr;

template <Presentation kPresentation>
int ParseOnBench(const Profile& profile, const dirents_reply& reply,
                 const dirents_sink& sink, uint64_t* pos) {
  return Watched(on_bench->parse, kPresentation)(profile, reply, sink, pos);
}

// The parser in each presentation, behind the reference.
std::vector<ListedParser> Listed(const Subject& subject) {
  held_to = &subject.held_to;
  on_bench = &subject;
  std::vector<ListedParser> parsers = {
      {"reference", Presentation::kLinear, &ParseAsHeldTo},
      {"parser/linear", Presentation::kLinear,
       &ParseOnBench<Presentation::kLinear>},
      {"parser/mapped", Presentation::kMapped,
       &ParseOnBench<Presentation::kMapped>},
  };
  if (subject.segments) {
    parsers.push_back({"parser/segmented", Presentation::kSegmented,
                       &ParseOnBench<Presentation::kSegmented>});
  }
  return parsers;
}

// Whether `property` is about cases like `c`: it may have been made simpler.
bool IsAbout(const Property& property, const Case& c) {
  if (property.cases.always_cut && !c.choices.layout.cut) return false;
  if (!property.cases.well_formed) return true;
  return !c.records.empty() && c.raw.empty() && !c.sent &&
         !c.choices.layout.cut;
}

// Asks one question of case after case, in a child.
class Asker {
 public:
  Asker(const Subject& subject, const CaseSet& set)
      : set_(set), judge_(subject), listed_(Listed(subject)), bench_(listed_) {}

  std::optional<Violation> Ask(const Case& c) {
    BeginCase();
    switch (set_.question) {
      case CaseSet::kTrace:
        break;
      case CaseSet::kSingleFetch:
        return judge_.AskForSingleFetch(c);
      case CaseSet::kLeaks:
        return judge_.AskForLeaks(c);
    }
    if (auto violation = judge_.AskForTrace(c)) return violation;
    if (set_.property == nullptr || !IsAbout(*set_.property, c)) {
      return std::nullopt;
    }
    const Verdict verdict = set_.property->holds(bench_, c);
    if (!verdict) return std::nullopt;
    return Violation{std::string(set_.property->name), *verdict};
  }

 private:
  const CaseSet& set_;
  Judge judge_;
  const std::vector<ListedParser> listed_;
  Bench bench_;
};

// `result` of a child whose last case was `c`, as a violation.
std::optional<Violation> ViolationOf(const Subject& subject, const Case& c,
                                     const ChildResult& result) {
  if (result.death) return Judge(subject).Tell(c, *result.death);
  return result.violation;
}

std::optional<Violation> AskAlone(const Subject& subject, const CaseSet& set,
                                  const Case& c, bool quiet) {
  const ChildResult result =
      RunInChild([&] { return Asker(subject, set).Ask(c); }, quiet);
  return ViolationOf(subject, c, result);
}

Case Nth(const CaseSet& set, uint64_t n) {
  std::optional<Case> nth;
  set.for_each([&](const Case& c) {
    if (n-- == 0) nth = c;
    return !nth;
  });
  FUSE_DIRENTS_CHECK(nth);
  return *nth;
}

// The case made simpler for as long as it breaks the same rule.
FoundViolation Simplest(const Subject& subject, const CaseSet& set,
                        const Case& c, const Violation& violation) {
  FoundViolation found = {violation, c};
  // Each try would take as long as a hang does.
  if (violation.rule == kNoHangRule) return found;
  Shrink(
      c,
      [&](const Case& simpler) {
        if (!subject.Takes(simpler.format)) return false;
        const auto again = AskAlone(subject, set, simpler, true);
        if (!again || again->rule != violation.rule) return false;
        found = {*again, simpler};
        return true;
      },
      kShrinkTries);
  return found;
}

}  // namespace

std::optional<FoundViolation> RunSet(const Subject& subject,
                                     const CaseSet& set) {
  const ChildResult result = RunInChild(
      [&] {
        Asker asker(subject, set);
        std::optional<Violation> violation;
        set.for_each([&](const Case& c) {
          violation = asker.Ask(c);
          return !violation;
        });
        return violation;
      },
      false);
  if (result.passed()) {
    FUSE_DIRENTS_CHECK(set.size > 0 && result.cases == set.size);
    return std::nullopt;
  }
  const Case c = Nth(set, result.cases - 1);
  const Violation first = ViolationOf(subject, c, result).value();
  const auto alone = AskAlone(subject, set, c, true);
  if (alone) return Simplest(subject, set, c, *alone);
  // A process that has parsed nothing before does it right.
  return FoundViolation{
      {std::string(kNoStateRule), "alone the reply is parsed rightly; behind " +
                                      std::to_string(result.cases - 1) +
                                      " other cases it breaks: " + first.rule +
                                      "\n" + first.report},
      c};
}

std::optional<FoundViolation> RunCase(const Subject& subject, const Case& c) {
  for (const auto question :
       {CaseSet::kTrace, CaseSet::kSingleFetch, CaseSet::kLeaks}) {
    const CaseSet set = {
        .name = "replay", .question = question, .for_each = {}};
    if (const auto violation = AskAlone(subject, set, c, false)) {
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
