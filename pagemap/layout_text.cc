// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>

#include "base/text.h"
#include "pagemap/layout.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kDefaultText = "default";
// Indexed by PageOrder and by Stale.
constexpr std::string_view kOrders[] = {"ascending", "descending", "seeded"};
constexpr std::string_view kStales[] = {"zero", "ones", "records"};
constexpr std::string_view kKeys =
    "page_size, order, folio_order, head, desc_limit, desc_lengths, cut or "
    "stale";

template <typename Int>
bool ReadNumber(std::string_view text, Int* out) {
  const auto number = ParseNumber(text, std::numeric_limits<Int>::max());
  if (number) *out = static_cast<Int>(*number);
  return number.has_value();
}

bool ReadLengths(std::string_view text, std::vector<uint32_t>* out) {
  out->clear();
  for (;;) {
    const size_t comma = text.find(',');
    if (!ReadNumber(text.substr(0, comma), &out->emplace_back())) return false;
    if (comma == text.npos) return true;
    text.remove_prefix(comma + 1);
  }
}

// Reads "NAME" or "NAME:SEED", where names[i] is the name of value i.
template <typename Enum, size_t kNames>
bool ReadSeeded(std::string_view text, const std::string_view (&names)[kNames],
                Enum* out, uint64_t* seed) {
  const size_t colon = text.find(':');
  const auto name = std::ranges::find(names, text.substr(0, colon));
  if (name == std::end(names)) return false;
  *out = static_cast<Enum>(name - std::begin(names));
  *seed = 0;
  return colon == text.npos || ReadNumber(text.substr(colon + 1), seed);
}

std::string SeededText(std::string_view name, uint64_t seed) {
  std::string text(name);
  if (seed != 0) text += ':' + std::to_string(seed);
  return text;
}

// Reads one part, "key=value".  On failure *expected says what was expected.
bool ReadPart(std::string_view part, Layout* layout, std::string* expected) {
  const auto [key, value] = SplitKeyValue(part);
  *expected = "a number";
  if (key == "page_size") return ReadNumber(value, &layout->page_size);
  if (key == "folio_order") return ReadNumber(value, &layout->folio_order);
  if (key == "head") return ReadNumber(value, &layout->head);
  if (key == "desc_limit") return ReadNumber(value, &layout->desc_limit);
  if (key == "desc_lengths") {
    *expected = "numbers with commas between them";
    return ReadLengths(value, &layout->desc_lengths);
  }
  if (key == "order") {
    *expected = "ascending, descending or seeded:NUMBER";
    return ReadSeeded(value, kOrders, &layout->order, &layout->order_seed);
  }
  if (key == "cut") {
    *expected = "none or a number";
    layout->cut.reset();
    return value == "none" || ReadNumber(value, &layout->cut.emplace());
  }
  if (key == "stale") {
    *expected = "zero, ones or records:NUMBER";
    return ReadSeeded(value, kStales, &layout->stale, &layout->stale_seed);
  }
  *expected = kKeys;
  return false;
}

}  // namespace

std::string Layout::ToText() const {
  const Layout unchanged;
  std::string text;
  const auto add = [&text](std::string_view key, const std::string& value) {
    if (!text.empty()) text += ' ';
    text.append(key).append("=").append(value);
  };
  const auto add_number = [&add](std::string_view key, auto value, auto other) {
    if (value != other) add(key, std::to_string(value));
  };
  add_number("page_size", page_size, unchanged.page_size);
  if (order != unchanged.order || order_seed != unchanged.order_seed) {
    add("order", SeededText(kOrders[static_cast<size_t>(order)], order_seed));
  }
  add_number("folio_order", folio_order, unchanged.folio_order);
  add_number("head", head, unchanged.head);
  add_number("desc_limit", desc_limit, unchanged.desc_limit);
  if (!desc_lengths.empty()) {
    std::string lengths;
    for (const uint32_t length : desc_lengths) {
      lengths += (lengths.empty() ? "" : ",") + std::to_string(length);
    }
    add("desc_lengths", lengths);
  }
  if (cut) add("cut", std::to_string(*cut));
  const std::string stale_text =
      SeededText(kStales[static_cast<size_t>(stale)], stale_seed);
  if (stale_text != kStales[0]) add("stale", stale_text);
  return text.empty() ? std::string(kDefaultText) : text;
}

std::optional<Layout> Layout::FromText(std::string_view text,
                                       std::string* problem) {
  Layout layout;
  if (text == kDefaultText) return layout;
  for (const std::string_view part : SplitWords(text)) {
    std::string expected;
    if (!ReadPart(part, &layout, &expected)) {
      *problem = "layout: at '" + std::string(part) + "': expected " + expected;
      return std::nullopt;
    }
  }
  if (layout.IsValid()) return layout;
  *problem = "layout: " + layout.Problem();
  return std::nullopt;
}

}  // namespace fuse_dirents
