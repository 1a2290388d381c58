// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/shrink.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "differential/simpler_choices.h"

namespace fuse_dirents {
namespace {

// Cases that are `c` but for one thing that is simpler, the greatest step
// first.  None is `c`, and following them always ends.
class Simpler {
 public:
  explicit Simpler(const Case& c) : c_(c) {
    // A reply given as bytes is divided into records, as far as they are right.
    if (c.records.empty()) Add(Case::Of(c.format, c.Reply(), c.choices));
    With([](Case* to) { to->format = RecordFormat::kDirent; });
    SimplerAnswers();
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

  // The profile is the subject's.
  void SimplerAnswers() {
    With([](Case* to) { to->sent.reset(); });
    for (Choices choices : SimplerChoices(c_.choices)) {
      choices.profile = c_.choices.profile;
      With([&](Case* to) { to->choices = choices; });
    }
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

// A case of more records loses ranges of them, and nothing else.
constexpr size_t kMaxRecords = 64;

// Drops half the records, a quarter and so on, while `fails` holds.
Case WithFewerRecords(const Case& c,
                      const std::function<bool(const Case&)>& fails,
                      size_t max_tries) {
  Case least = c;
  for (size_t part = c.records.size() / 2;
       part > 0 && least.records.size() > kMaxRecords; part /= 2) {
    for (size_t end = least.records.size(); end >= part && max_tries > 0;) {
      Case shorter = least;
      const auto begin = shorter.records.begin();
      shorter.records.erase(begin + static_cast<ptrdiff_t>(end - part),
                            begin + static_cast<ptrdiff_t>(end));
      end -= part;
      --max_tries;
      if (fails(shorter)) least = std::move(shorter);
    }
  }
  return least;
}

}  // namespace

Case Shrink(const Case& c, const std::function<bool(const Case&)>& fails,
            size_t max_tries) {
  Case least = WithFewerRecords(c, fails, std::min(max_tries, kMaxRecords));
  if (least.records.size() > kMaxRecords) return least;
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
