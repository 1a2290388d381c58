// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "parser/wire.h"
#include "properties/suite/case_sets.h"

namespace fuse_dirents {
namespace {

using namespace std::string_literals;

// Collects cases of one format.
class Outcomes {
 public:
  Outcomes(const Subject& subject, RecordFormat format,
           std::vector<Case>* cases)
      : cases_(*cases) {
    empty_.format = format;
    empty_.choices.profile = subject.profile;
    empty_.choices.start_off = 7;
  }

  // The case can be changed until the next is added.
  Case& Add(std::initializer_list<std::string> names) {
    Case& c = cases_.emplace_back(empty_);
    for (const std::string& name : names) {
      c.records.push_back(GoodRecord(c.records.size() + 1, name));
    }
    return c;
  }

  // A page ends `at` bytes into the reply.
  void AddWithSeam(size_t at, std::initializer_list<std::string> names) {
    Layout& layout = Add(names).choices.layout;
    layout.head = static_cast<uint32_t>(layout.page_size - at);
  }

  // The server sends `left_out` bytes less.
  void AddCut(size_t left_out, std::initializer_list<std::string> names) {
    Case& c = Add(names);
    c.sent = static_cast<uint32_t>(c.Written().size() - left_out);
  }

  void AddPlanned(const SinkPlan& plan) {
    Add({"one", "two", "three"}).choices.plan = plan;
  }

 private:
  std::vector<Case>& cases_;
  Case empty_;
};

void AddFormat(const Subject& subject, RecordFormat format,
               std::vector<Case>* cases) {
  const size_t header = HeaderSize(format);
  const size_t longest = std::min(subject.profile->name_max, kFuseNameMax);
  Outcomes all(subject, format, cases);
  // All is taken.
  all.Add({});
  all.Add({"a"});
  all.Add({"one", "two"});
  all.Add({".", "..", "..."});
  all.Add({std::string(255, 'n'), "b"});
  all.Add({std::string(longest, 'm')});
  all.AddWithSeam(header - 6, {"header"});
  all.AddWithSeam(header + 3, {"straddles", "b"});
  // The reply ends early.
  all.AddCut(header + 5, {"one", "two"});
  all.AddCut(8, {"one", "cut-in-its-name"});
  // A record is bad, in most clients.
  all.Add({"/"});
  all.Add({"good", "a/b", "b"});
  all.Add({""});
  all.Add({"good", std::string(longest + 1, 'x')});
  all.Add({"n\0l"s, "b\xff"});
  RecordFields& number = all.Add({"number"}).records[0];
  number.off = UINT64_MAX;
  number.type = 256 + 8;
  // The caller's buffer is full.
  all.AddPlanned({.capacity = 0});
  all.AddPlanned({.capacity = 1});
  if (format == RecordFormat::kDirent) return;
  // Lookups.
  all.AddPlanned({.failing_links = ~0u});
  all.Add({"none", "b"}).records[0].entry_out.nodeid = 0;
  all.Add({"root", "b"}).records[0].entry_out.nodeid = kFuseRootId;
  all.Add({"no-type", "b"}).records[0].entry_out.attr.mode = 0;
}

std::vector<Case> AllOutcomes(const Subject& subject) {
  std::vector<Case> cases;
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (subject.Takes(format)) AddFormat(subject, format, &cases);
  }
  return cases;
}

// 0 0 1 0 2 ... 0 n-1 1 1 2 1 3 ... n-1 n-1 0: a de Bruijn sequence, in which
// each pair of neighbors is there once.
void EachPair(const std::vector<Case>& cases, const CaseVisitor& visit) {
  for (size_t i = 0; i < cases.size(); ++i) {
    if (!visit(cases[i])) return;
    for (size_t j = i + 1; j < cases.size(); ++j) {
      if (!visit(cases[i]) || !visit(cases[j])) return;
    }
  }
  visit(cases[0]);
}

}  // namespace

RecordFields GoodRecord(uint64_t number, std::string name) {
  RecordFields fields = {.ino = number, .off = 10 * number, .type = 8};
  fields.name = std::move(name);
  fields.entry_out.nodeid = 100 + number;
  fields.entry_out.attr.mode = 0100644;
  fields.entry_out.attr.nlink = 1;
  return fields;
}

CaseSet PairSet(const Subject& subject) {
  const size_t n = AllOutcomes(subject).size();
  return {.name = "pairs",
          .question = CaseSet::kTraceAfter,
          .size = n * n + 1,
          .for_each = [&subject](const CaseVisitor& visit) {
            EachPair(AllOutcomes(subject), visit);
          }};
}

}  // namespace fuse_dirents
