// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/shrink.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace fuse_dirents {
namespace {

// Cases that are `c` but for one thing that is simpler, the greatest step
// first.  None is `c`, and following them always ends.
class Simpler {
 public:
  explicit Simpler(const Case& c) : c_(c) {
    // A reply given as bytes is told by records, as far as they are right.
    std::string problem;
    const auto told = Case::FromRecipe(c.ToRecipe(""), &problem);
    if (c.records.empty() && told && told->Reply() == c.Reply()) {
      Case structured = *told;
      structured.choices = c.choices;
      Add(structured);
    }
    With([](Case* to) { to->format = RecordFormat::kDirent; });
    Layouts();
    Answers();
    for (size_t i = 0; i < c.records.size(); ++i) {
      With([i](Case* to) {
        to->records.erase(to->records.begin() + static_cast<ptrdiff_t>(i));
      });
    }
    With([](Case* to) { to->raw.clear(); });
    With([](Case* to) { to->raw.resize(to->raw.size() / 2); });
    for (size_t i = 0; i < c.records.size(); ++i) Record(i);
  }

  const std::vector<Case>& all() const { return all_; }

 private:
  void Add(const Case& other) {
    if (!(other == c_) && IsEncodable(other.choices) &&
        other.choices.layout.IsValid()) {
      all_.push_back(other);
    }
  }

  template <typename Change>
  void With(const Change& change) {
    Case other = c_;
    change(&other);
    Add(other);
  }

  void Layouts() {
    With([](Case* to) { to->choices.layout = Layout(); });
    With([](Case* to) { to->sent.reset(); });
    const auto with = [this](const auto& change) {
      With([&change](Case* to) { change(&to->choices.layout); });
    };
    with([](Layout* to) { to->cut.reset(); });
    with([](Layout* to) { to->folio_order = 0; });
    with([](Layout* to) { to->page_size = 4096; });
    with([](Layout* to) { to->order = Layout().order, to->order_seed = 0; });
    with([](Layout* to) { to->order_seed = 0; });
    with([](Layout* to) { to->stale = Stale::kZero, to->stale_seed = 0; });
    with([](Layout* to) { to->stale_seed = 0; });
    with([](Layout* to) { to->desc_lengths.clear(); });
    with([](Layout* to) {
      if (!to->desc_lengths.empty()) to->desc_lengths.pop_back();
    });
    with([](Layout* to) { to->desc_limit = 0; });
    with([](Layout* to) { to->head = 0; });
  }

  void Answers() {
    With([](Case* to) { to->choices.plan = SinkPlan(); });
    With([](Case* to) { to->choices.plan.failing_links = 0; });
    With([](Case* to) { to->choices.plan.capacity = SinkPlan().capacity; });
    With([](Case* to) { to->choices.start_off = 0; });
    // The suite looks at none of what its fuzzer's input may hold beside.
    With([](Case* to) {
      Choices plain;
      plain.layout = to->choices.layout;
      plain.profile = to->choices.profile;
      plain.plan = to->choices.plan;
      plain.start_off = to->choices.start_off;
      to->choices = plain;
    });
    With([](Case* to) { to->draws = {}; });
  }

  void Record(size_t i) {
    const auto with = [&](const auto& change) {
      With([&](Case* to) { change(&to->records[i]); });
    };
    with([](RecordFields* to) { to->namelen.reset(); });
    with([](RecordFields* to) { to->padding.reset(); });
    with([](RecordFields* to) { to->padding_byte = 0; });
    const size_t length = c_.records[i].name.size();
    for (const size_t shorter :
         {size_t{1}, length / 2, length - 8, length - 1}) {
      if (shorter == 0 || shorter >= length) continue;
      // Either end may be what it takes.
      with([&](RecordFields* to) { to->name.resize(shorter); });
      with([&](RecordFields* to) { to->name.erase(0, length - shorter); });
    }
    with([](RecordFields* to) { to->name.assign(to->name.size(), 'a'); });
    with([](RecordFields* to) { to->ino = std::min<uint64_t>(to->ino, 1); });
    with([](RecordFields* to) { to->off = std::min<uint64_t>(to->off, 1); });
    with([](RecordFields* to) { to->type = 0; });
    with([](RecordFields* to) { to->entry_out = {}; });
    with([](RecordFields* to) {
      const FuseEntryOut old = to->entry_out;
      to->entry_out = {};
      to->entry_out.nodeid = old.nodeid;
      to->entry_out.attr.mode = old.attr.mode;
      to->entry_out.attr.size = old.attr.size;
    });
    with([](RecordFields* to) {
      to->entry_out.nodeid = std::min<uint64_t>(to->entry_out.nodeid, 2);
    });
  }

  const Case& c_;
  std::vector<Case> all_;
};

}  // namespace

Case Shrink(const Case& c, const std::function<bool(const Case&)>& fails,
            size_t max_tries) {
  Case least = c;
  size_t step = 0;
  size_t in_vain = 0;  // Steps since the last one that led anywhere.
  for (; max_tries > 0; --max_tries) {
    const Case from = least;
    const Simpler simpler(from);
    const std::vector<Case>& steps = simpler.all();
    if (in_vain >= steps.size()) break;
    if (step >= steps.size()) step = 0;
    if (fails(steps[step])) {
      // The next one stands at this place now.
      least = steps[step];
      in_vain = 0;
    } else {
      ++step;
      ++in_vain;
    }
  }
  return least;
}

}  // namespace fuse_dirents
