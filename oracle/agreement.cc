// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/agreement.h"

#include <algorithm>
#include <map>

#include "base/random.h"
#include "base/text.h"
#include "differential/reduce/reduce.h"
#include "parser/parse.h"
#include "properties/engine/chooser.h"
#include "properties/suite/name_rule.h"

namespace fuse_dirents {

Agreement::Agreement(std::string_view judge, const Profile& profile,
                     CaseRules rules, const std::string& name,
                     const ParseFunction& parse)
    : judge_(judge),
      profile_(profile),
      rules_(rules),
      parsers_({{"reference", Presentation::kLinear, &ParseWithReference},
                {"reader", Presentation::kMapped, &ParseWithReader},
                {name, Presentation::kLinear, parse},
                {name + "/mapped", Presentation::kMapped, parse}}),
      runner_(parsers_) {}

std::string Agreement::RuleBroken(const Case& c) {
  const std::string reply = c.Reply();
  const auto difference = runner_.Compare(c.format, {reply, c.choices});
  if (!difference) return "";
  const auto parser =
      std::ranges::find(parsers_, difference->got_from, &ListedParser::name);
  const Trace got = *runner_.TraceOf(*parser, c.format, reply, c.choices);
  const Trace expected =
      *runner_.TraceOf(parsers_[0], c.format, reply, c.choices);
  const auto retry = [&](std::string_view other) {
    const dirents_segment segment = {other.data(), other.size()};
    Trace trace;
    RecordTrace(parser->parse, profile_,
                {c.format == RecordFormat::kDirentplus ? 1 : 0,
                 c.choices.start_off, &segment, 1, other.size()},
                c.choices.plan, &trace);
    return trace;
  };
  const NamedRule named =
      NameRule(profile_, c.format, reply, c.choices, expected, got, retry);
  return parser->name + ": " + named.rule;
}

bool Agreement::CompareReplies(uint64_t seed, uint64_t cases) {
  constexpr size_t kMostTries = 2000;
  struct Class {
    Case smallest;
    uint64_t cases = 0;
  };
  std::map<std::string, Class> classes;
  Random random(seed);
  uint64_t plus = 0, events = 0;
  for (uint64_t i = 0; i < cases; ++i) {
    RandomChooser chooser(random.Next());
    const Case c = DrawCase(rules_, &profile_, &chooser);
    plus += c.format == RecordFormat::kDirentplus;
    const bool agree = !runner_.Compare(c.format, {c.Reply(), c.choices});
    events += runner_.expected().size();
    if (agree) continue;
    const std::string rule = RuleBroken(c);
    Class& of_rule = classes[rule];
    if (of_rule.cases++ > 0) continue;
    const auto breaks_it = [&](const Case& candidate) {
      return RuleBroken(candidate) == rule;
    };
    of_rule.smallest = c.AsBytes();
    if (!breaks_it(of_rule.smallest)) continue;
    of_rule.smallest =
        ReduceCase(of_rule.smallest, kMostTries, breaks_it).least;
  }
  uint64_t differ = 0;
  for (const auto& [rule, of_rule] : classes) differ += of_rule.cases;
  PrintFact(
      judge_,
      "replies seed={} cases={} dirent={} direntplus={} events={} agree={} "
      "differ={}",
      seed, cases, cases - plus, plus, events, cases - differ, differ);
  for (const auto& [rule, of_rule] : classes) {
    PrintFact(judge_, "difference cases={} bytes={} rule={}", of_rule.cases,
              of_rule.smallest.Reply().size(), Quote(rule));
    fmt::print("{}", of_rule.smallest.ToRecipe(rule));
  }
  return classes.empty();
}

}  // namespace fuse_dirents
