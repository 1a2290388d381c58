// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/suite.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/check.h"
#include "differential/reduce/reduce.h"
#include "parser/profile/profile_rows.h"
#include "properties/suite/ask.h"
#include "properties/suite/child.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;

// Replies that are tried while a case is reduced have at most this many bytes
// together, so that one of a MiB takes no longer than others.
constexpr size_t kShrinkBytes = size_t{64} << 20;

// How many of the cases before are each tried as the one that leaves a state.
// In PairSet() one that leaves a state is no farther from one that uses it.
constexpr uint64_t kMostBefore = 128;

// Cases that one set may take to be named, once their rule is known.
constexpr size_t kMostNamed = 20;

// Text of a case that is not reduced yet, in bytes.
constexpr size_t kFirstTextBytes = 4096;

std::string Seconds(std::chrono::milliseconds time) {
  const auto ms = time.count();
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s"
                        : std::to_string(ms) + " ms";
}

// What is wrong with found.c in a process of its own, after found.before if
// that is set.
std::optional<Violation> Again(const Subject& subject, const CaseSet& set,
                               const FoundViolation& found) {
  const auto alone = AskAlone(subject, set, {&found.c, 1});
  if (!found.before) return alone;
  if (alone) return std::nullopt;
  const Case cases[] = {*found.before, found.c};
  const auto after = AskAlone(subject, set, cases);
  if (!after) return std::nullopt;
  const std::string what =
      after->rule == kNoStateRule ? "it is not" : "it breaks: " + after->rule;
  return Violation{
      std::string(kNoStateRule),
      "alone the reply is parsed right; after the first of the two "
      "cases below " +
          what + "\n" + after->report};
}

// A case on which the parser breaks a rule.
struct Broken {
  FoundViolation found;
  uint64_t n;          // Its number in the set.
  bool is_repeatable;  // As Again() says.
};

// Makes the cases of a violation simpler for as long as they break the rule.
class Reduction {
 public:
  Reduction(const Subject& subject, const CaseSet& set,
            const SuiteOptions& options, FoundViolation* found)
      : subject_(subject),
        set_(set),
        options_(options),
        found_(*found),
        rule_(found->violation.rule),
        end_(Clock::now() + options.shrink_time),
        hang_seconds_(HangSeconds()) {}
  ~Reduction() { SetHangSeconds(hang_seconds_); }
  Reduction(const Reduction&) = delete;
  Reduction& operator=(const Reduction&) = delete;

  void Run() {
    // Each try would take as long as a hang does.
    if (options_.shrink_tries == 0 || rule_ == kNoHangRule) return;
    Reduce(&found_.c);
    if (found_.before) Reduce(&*found_.before);
    if (!is_late_) return;
    found_.reduction = "The case was made simpler for " +
                       Seconds(options_.shrink_time) + ", the limit, in " +
                       std::to_string(tries_) +
                       " tries.  A simpler one may show the same.";
  }

 private:
  void Reduce(Case* target) {
    const Case undivided = target->AsBytes();
    const StillFails<Case> still_fails = [&](const Case& simpler) {
      return Fails(simpler, target);
    };
    if (still_fails(undivided)) {
      ReduceCase(undivided, options_.shrink_tries, still_fails);
    }
  }

  // Whether the rule still breaks with `simpler` in place of *target, which
  // then becomes it.
  bool Fails(const Case& simpler, Case* target) {
    bytes_ += simpler.raw.size();
    if (bytes_ > kShrinkBytes) return false;
    const auto left = end_ - Clock::now();
    is_late_ = is_late_ || left <= Clock::duration::zero();
    if (is_late_) return false;
    if (!subject_.Takes(simpler.format) ||
        simpler.choices.profile != target->choices.profile) {
      return false;
    }
    ++tries_;
    // A try that hangs must end in time too.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    SetHangSeconds(std::min(hang_seconds_, static_cast<int>(seconds)));
    const Case kept = *target;
    *target = simpler.Divided();
    const auto again = Again(subject_, set_, found_);
    const bool fails = again && again->rule == rule_;
    if (fails) {
      found_.violation = *again;
    } else {
      *target = kept;
    }
    return fails;
  }

  const Subject& subject_;
  const CaseSet& set_;
  const SuiteOptions& options_;
  FoundViolation& found_;
  const std::string rule_;
  const Clock::time_point end_;
  const int hang_seconds_;
  size_t bytes_ = 0;
  size_t tries_ = 0;
  bool is_late_ = false;
};

// The first case from `asked.from` on that breaks a rule.  Without a rule
// *left_at is where the set was left, or its size.
std::optional<Broken> FirstBroken(const Subject& subject, const CaseSet& set,
                                  const Asked& asked, uint64_t* left_at) {
  const ChildResult result = AskSet(subject, set, asked);
  // A parser whose object cannot be loaded again fails on the first case.
  const uint64_t begun =
      result.death ? std::max<uint64_t>(result.cases, 1) : result.cases;
  *left_at = asked.from + begun;
  if (result.passed()) {
    FUSE_DIRENTS_CHECK(set.size > 0 &&
                       (*left_at == set.size ||
                        (!asked.known.empty() && *left_at < set.size)));
    return std::nullopt;
  }
  const uint64_t n = *left_at - 1;
  const uint64_t begin = n - std::min(n, kMostBefore);
  std::vector<Case> cases = CasesOf(subject, set, begin, n + 1);
  FoundViolation found = {{}, cases.back()};
  cases.pop_back();
  const Violation first = ViolationOf(subject, found.c, result).value();
  if (const auto alone = Again(subject, set, found)) {
    found.violation = *alone;
    return Broken{found, n, true};
  }
  if (set.scope != nullptr) {
    // The set has presentations of its own, such as a segment at null.
    const ChildResult again = AskSet(subject, set, {.only = n});
    if (const auto violation = ViolationOf(subject, found.c, again)) {
      found.violation = *violation;
      return Broken{found, n, false};
    }
  }
  found.violation = first;
  // What damages a process shows when it shows.
  if (n == 0 || (result.death && !result.death->in_parser)) {
    return Broken{found, n, false};
  }
  // A process that has parsed nothing before does it right.
  for (; !cases.empty(); cases.pop_back()) {
    FoundViolation pair = {{}, found.c, cases.back()};
    if (const auto violation = Again(subject, set, pair)) {
      pair.violation = *violation;
      return Broken{pair, n, true};
    }
  }
  found.violation = {
      std::string(kNoStateRule),
      "alone the reply is parsed right; after " + std::to_string(n) +
          " other cases it breaks: " + first.rule + "\n" + first.report};
  return Broken{found, n, false};
}

FoundViolation Reported(const Subject& subject, const CaseSet& set,
                        const SuiteOptions& options, const Broken& broken) {
  FoundViolation found = broken.found;
  if (options.on_found) options.on_found(found);
  if (broken.is_repeatable) {
    Reduction(subject, set, options, &found).Run();
  }
  return found;
}

}  // namespace

std::optional<FoundViolation> RunSet(const Subject& subject, const CaseSet& set,
                                     const SuiteOptions& options) {
  uint64_t left_at = 0;
  const auto broken = FirstBroken(subject, set, {}, &left_at);
  if (!broken) return std::nullopt;
  return Reported(subject, set, options, *broken);
}

EveryRule::EveryRule(Subject* subject)
    : subject_(*subject),
      first_(*subject->profile),
      hang_seconds_(HangSeconds()) {}

EveryRule::~EveryRule() { SetHangSeconds(hang_seconds_); }

bool EveryRule::IsKnown(const std::string& rule) const {
  return std::ranges::find(known_, rule) != known_.end();
}

bool EveryRule::Adopt(const Violation& violation) {
  std::string problem;
  if (violation.row.empty() ||
      std::ranges::find(taken_back_, violation.rule) != taken_back_.end() ||
      !subject_.SetRule(violation.row, &problem)) {
    return false;
  }
  adopted_.push_back(violation.rule);
  return true;
}

bool EveryRule::TakeBack(const Violation& violation) {
  const auto adopted = std::ranges::find(adopted_, violation.rule);
  if (adopted == adopted_.end()) return false;
  const ProfileRow* const row = FindProfileRow(violation.rule);
  std::string problem;
  FUSE_DIRENTS_CHECK(
      row != nullptr &&
      subject_.SetRule(std::string(row->field) + "=" + row->cell(first_),
                       &problem));
  adopted_.erase(adopted);
  taken_back_.push_back(violation.rule);
  return true;
}

std::vector<FoundViolation> EveryRule::Run(const CaseSet& set,
                                           const SuiteOptions& options) {
  std::vector<FoundViolation> found;
  uint64_t from = 0;
  size_t named = 0;
  uint64_t left_at = 0;
  while (const auto broken = FirstBroken(
             subject_, set, {.from = from, .known = known_}, &left_at)) {
    const Violation& violation = broken->found.violation;
    bool begins_again = false;
    if (!IsKnown(violation.rule)) {
      found.push_back(Reported(subject_, set, options, *broken));
      known_.push_back(violation.rule);
      begins_again = Adopt(found.back().violation);
      if (violation.rule == kNoHangRule) SetHangSeconds(1);
    } else {
      begins_again = TakeBack(violation);
      // Each hang takes its second several times over.
      const bool is_hang = violation.rule == kNoHangRule;
      if (!begins_again && (is_hang || ++named == kMostNamed)) break;
    }
    from = begins_again ? 0 : broken->n + 1;
    if (from == set.size) return found;
  }
  if (left_at < set.size) {
    left_out_.push_back(set.name + ": the cases from " +
                        std::to_string(left_at) +
                        " on, since many before break rules that are reported");
  }
  return found;
}

std::optional<FoundViolation> RunCase(const Subject& subject, const Case& c) {
  for (const auto question : {CaseSet::kTrace, CaseSet::kFetches}) {
    const CaseSet set = {
        .name = "replay", .question = question, .for_each = {}};
    if (const auto violation = AskAlone(subject, set, {&c, 1})) {
      return FoundViolation{*violation, c};
    }
  }
  return std::nullopt;
}

std::string FirstText(const Subject& subject, const FoundViolation& found) {
  std::string text = found.c.ToRecipe(std::string(subject.name) +
                                      " breaks: " + found.violation.rule);
  if (text.size() > kFirstTextBytes) {
    const size_t size = text.size();
    text.resize(text.rfind('\n', kFirstTextBytes) + 1);
    text += "# and " + std::to_string(size - text.size()) + " bytes more\n";
  }
  return "found: " + found.violation.rule +
         "\n--- the case as it was found; a simpler one is looked for\n" +
         text + "---\n";
}

std::string ToText(const Subject& subject, const FoundViolation& found) {
  const std::string why =
      std::string(subject.name) + " breaks: " + found.violation.rule;
  std::string text =
      "rule: " + found.violation.rule + "\n" + found.violation.report;
  if (!found.reduction.empty()) text += found.reduction + "\n";
  if (!found.violation.row.empty()) {
    text += "a profile with " + found.violation.row +
            " explains this case; overrides in PORTING.md\n";
  }
  if (found.before) {
    text += "--- the first of two cases, parsed by the same process\n" +
            found.before->ToRecipe(why + ", first case");
  }
  return text + "--- the case, to be replayed with --replay=FILE\n" +
         found.c.ToRecipe(why) + "---\n";
}

}  // namespace fuse_dirents
