// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "base/check.h"
#include "base/random.h"
#include "properties/engine/chooser.h"
#include "properties/engine/generators.h"
#include "properties/parser_properties.h"
#include "properties/related_properties.h"
#include "properties/sink_properties.h"
#include "properties/suite/case_sets.h"

namespace fuse_dirents {
namespace {

// A case of a format that the subject takes.  With a profile of both formats
// each draw has an even chance, so 128 draws suffice.
Case DrawFor(const Subject& subject, const CaseRules& rules, Random* random) {
  constexpr int kDraws = 128;
  for (int i = 0; i < kDraws; ++i) {
    RandomChooser chooser(random->Next());
    Case c = DrawCase(rules, subject.profile, &chooser);
    if (subject.Takes(c.format)) return c;
  }
  FUSE_DIRENTS_CHECK(false);
}

void EachRandom(const Subject& subject, const CaseRules& rules, uint64_t seed,
                size_t cases, const CaseVisitor& visit) {
  Random random(seed);
  for (size_t i = 0; i < cases; ++i) {
    if (!visit(DrawFor(subject, rules, &random))) return;
  }
}

// With fewer cases the floors of Distribution mean little.
constexpr size_t kLeastCases = 50;

// The properties that apply to `subject`.
std::vector<const Property*> PropertiesOf(const Subject& subject) {
  std::vector<const Property*> properties;
  for (const auto& list :
       {ParserProperties(), RelatedProperties(), SinkProperties()}) {
    for (const Property* property : list) {
      // A parser without links has no balance of lookups.
      const bool is_asked = property == &kLedgerBalance
                                ? subject.direntplus && subject.links
                            : property == &kSingleFetch ? subject.fetches_once
                                                        : true;
      if (is_asked) properties.push_back(property);
    }
  }
  return properties;
}

// Answers of the caller: all is taken; the buffer is full; every link fails.
constexpr size_t kFetchPlans = 3;

void EachFetch(const Subject& subject, const CaseVisitor& visit) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (!subject.Takes(format)) continue;
    Case c;
    c.format = format;
    c.choices.profile = subject.profile;
    for (const std::string name : {"one", "two-fits", "..", "three"}) {
      const size_t i = c.records.size();
      RecordFields fields = {.ino = 100 + i, .off = 10 + i, .type = 8};
      fields.name = name;
      if (format == RecordFormat::kDirentplus) {
        fields.entry_out.nodeid = 1000 + i;
        fields.entry_out.attr.mode = 0100644;
      }
      c.records.push_back(fields);
    }
    for (const SinkPlan& plan : {SinkPlan(), SinkPlan{.capacity = 2},
                                 SinkPlan{.failing_links = ~0u}}) {
      c.choices.plan = plan;
      if (!visit(c)) return;
    }
  }
}

}  // namespace

std::vector<CaseSet> PropertySets(const Subject& subject, uint64_t seed,
                                  size_t cases) {
  std::vector<CaseSet> sets;
  for (const Property* property : PropertiesOf(subject)) {
    const size_t size = std::max(kLeastCases, cases / property->work);
    sets.push_back({.name = std::string(property->name),
                    .property = property,
                    .size = size,
                    .for_each = [&subject, property, seed,
                                 size](const CaseVisitor& visit) {
                      EachRandom(subject, property->cases, seed, size, visit);
                    }});
  }
  if (!subject.fetches_once) return sets;
  sets.push_back({.name = "single_fetch_at_seams",
                  .question = CaseSet::kFetches,
                  .size = kFetchPlans *
                          (size_t{subject.dirent} + size_t{subject.direntplus}),
                  .for_each = [&subject](const CaseVisitor& visit) {
                    EachFetch(subject, visit);
                  }});
  return sets;
}

}  // namespace fuse_dirents
