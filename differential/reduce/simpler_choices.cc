// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/reduce/simpler_choices.h"

#include <cstdint>

namespace fuse_dirents {
namespace {

using Reset = void (*)(const Choices& defaults, Choices* choices);

constexpr Reset kResets[] = {
    [](const Choices& d, Choices* c) { c->layout = d.layout; },
    [](const Choices& d, Choices* c) { c->plan = d.plan; },
    [](const Choices& d, Choices* c) { c->profile = d.profile; },
    [](const Choices& d, Choices* c) { c->start_off = d.start_off; },
    [](const Choices& d, Choices* c) { c->format = d.format; },
    [](const Choices& d, Choices* c) { c->changes = d.changes; },
    [](const Choices& d, Choices* c) { c->spoil_how = d.spoil_how; },
    [](const Choices& d, Choices* c) { c->renews_at = d.renews_at; },
    [](const Choices& d, Choices* c) { c->by_reference = d.by_reference; },
    [](const Choices& d, Choices* c) { c->checks_recipe = d.checks_recipe; },
    [](const Choices& d, Choices* c) { c->plan.capacity = d.plan.capacity; },
    [](const Choices& d, Choices* c) {
      c->plan.failing_links = d.plan.failing_links;
    },
    [](const Choices& d, Choices* c) { c->layout.cut = d.layout.cut; },
    [](const Choices& d, Choices* c) {
      c->layout.desc_lengths = d.layout.desc_lengths;
    },
    [](const Choices& d, Choices* c) {
      c->layout.desc_limit = d.layout.desc_limit;
    },
    [](const Choices& d, Choices* c) { c->layout.head = d.layout.head; },
    [](const Choices& d, Choices* c) {
      c->layout.stale = d.layout.stale;
      c->layout.stale_seed = d.layout.stale_seed;
    },
    [](const Choices& d, Choices* c) {
      c->layout.order = d.layout.order;
      c->layout.order_seed = d.layout.order_seed;
    },
    [](const Choices& d, Choices* c) {
      c->layout.page_size = d.layout.page_size;
    },
    [](const Choices& d, Choices* c) {
      c->layout.folio_order = d.layout.folio_order;
    },
};

// One number in use; every value below the present one is simpler.
struct Number {
  uint64_t value;
  void (*set)(uint64_t value, size_t index, Choices* choices);
  size_t index = 0;  // Among desc_lengths.
};

std::vector<Number> NumbersOf(const Choices& choices) {
  const Layout& layout = choices.layout;
  std::vector<Number> numbers = {
      {choices.changes.bits(),
       [](uint64_t v, size_t, Choices* c) {
         c->changes = ProfileChanges::FromBits(v);
       }},
      {choices.spoil_how,
       [](uint64_t v, size_t, Choices* c) {
         c->spoil_how = static_cast<uint32_t>(v);
       }},
      {choices.renews_at.value_or(0),
       [](uint64_t v, size_t, Choices* c) {
         c->renews_at = static_cast<uint32_t>(v);
       }},
      {choices.start_off,
       [](uint64_t v, size_t, Choices* c) { c->start_off = v; }},
      {choices.plan.failing_links,
       [](uint64_t v, size_t, Choices* c) {
         c->plan.failing_links = static_cast<uint32_t>(v);
       }},
      {layout.head,
       [](uint64_t v, size_t, Choices* c) {
         c->layout.head = static_cast<uint32_t>(v);
       }},
      {layout.desc_limit,
       [](uint64_t v, size_t, Choices* c) {
         c->layout.desc_limit = static_cast<uint32_t>(v);
       }},
      {layout.folio_order,
       [](uint64_t v, size_t, Choices* c) {
         c->layout.folio_order = static_cast<unsigned>(v);
       }},
      {layout.order_seed,
       [](uint64_t v, size_t, Choices* c) { c->layout.order_seed = v; }},
      {layout.stale_seed,
       [](uint64_t v, size_t, Choices* c) { c->layout.stale_seed = v; }},
      {layout.cut.value_or(0),
       [](uint64_t v, size_t, Choices* c) {
         c->layout.cut = static_cast<uint32_t>(v);
       }},
  };
  // The default takes everything: not a number with many bits.
  if (choices.plan.capacity != SinkPlan().capacity) {
    numbers.push_back(
        {choices.plan.capacity, [](uint64_t v, size_t, Choices* c) {
           c->plan.capacity = static_cast<uint32_t>(v);
         }});
  }
  for (size_t i = 0; i < layout.desc_lengths.size(); ++i) {
    numbers.push_back({layout.desc_lengths[i],
                       [](uint64_t v, size_t index, Choices* c) {
                         c->layout.desc_lengths[index] =
                             static_cast<uint32_t>(v);
                       },
                       i});
  }
  return numbers;
}

}  // namespace

std::vector<Choices> SimplerChoices(const Choices& choices) {
  const Choices defaults;
  std::vector<Choices> simpler;
  const auto add = [&](const Choices& candidate) {
    if (candidate == choices || !candidate.layout.IsValid() ||
        !IsEncodable(candidate)) {
      return;
    }
    simpler.push_back(candidate);
  };
  add(defaults);
  for (const Reset reset : kResets) {
    Choices candidate = choices;
    reset(defaults, &candidate);
    add(candidate);
  }
  for (size_t i = 0; i < choices.layout.desc_lengths.size(); ++i) {
    Choices candidate = choices;
    candidate.layout.desc_lengths.erase(candidate.layout.desc_lengths.begin() +
                                        static_cast<ptrdiff_t>(i));
    add(candidate);
  }
  for (const Number& number : NumbersOf(choices)) {
    for (int bit = 63; bit >= 0; --bit) {
      const uint64_t mask = uint64_t{1} << bit;
      if ((number.value & mask) == 0) continue;
      Choices candidate = choices;
      number.set(number.value & ~mask, number.index, &candidate);
      add(candidate);
    }
  }
  return simpler;
}

}  // namespace fuse_dirents
