// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>

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
  Int value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  // from_chars() would take a '-' for a signed type only.
  if (error != std::errc() || stop != end) return false;
  *out = value;
  return true;
}

bool ReadLengths(std::string_view text, std::vector<uint32_t>* out) {
  for (;;) {
    const size_t comma = text.find(',');
    uint32_t length;
    if (!ReadNumber(text.substr(0, comma), &length)) return false;
    out->push_back(length);
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

bool ReadCut(std::string_view text, Layout* layout) {
  layout->cut.reset();
  if (text == "none") return true;
  return ReadNumber(text, &layout->cut.emplace());
}

// Reads one part, "key=value".  On failure *expected says what was expected.
bool ReadPart(std::string_view part, Layout* layout, std::string* expected) {
  const size_t equals = part.find('=');
  const std::string_view key = part.substr(0, equals);
  const std::string_view value =
      equals == part.npos ? std::string_view() : part.substr(equals + 1);
  *expected = "a number";
  if (key == "page_size") return ReadNumber(value, &layout->page_size);
  if (key == "folio_order") return ReadNumber(value, &layout->folio_order);
  if (key == "head") return ReadNumber(value, &layout->head);
  if (key == "desc_limit") return ReadNumber(value, &layout->desc_limit);
  if (key == "desc_lengths") {
    *expected = "numbers with commas between them";
    layout->desc_lengths.clear();
    return ReadLengths(value, &layout->desc_lengths);
  }
  if (key == "order") {
    *expected = "ascending, descending or seeded:NUMBER";
    return ReadSeeded(value, kOrders, &layout->order, &layout->order_seed);
  }
  if (key == "cut") {
    *expected = "none or a number";
    return ReadCut(value, layout);
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
    text += key;
    text += '=';
    text += value;
  };
  if (page_size != unchanged.page_size) {
    add("page_size", std::to_string(page_size));
  }
  if (order != unchanged.order || order_seed != unchanged.order_seed) {
    add("order", SeededText(kOrders[static_cast<size_t>(order)], order_seed));
  }
  if (folio_order != unchanged.folio_order) {
    add("folio_order", std::to_string(folio_order));
  }
  if (head != unchanged.head) add("head", std::to_string(head));
  if (desc_limit != unchanged.desc_limit) {
    add("desc_limit", std::to_string(desc_limit));
  }
  if (!desc_lengths.empty()) {
    std::string lengths;
    for (const uint32_t length : desc_lengths) {
      if (!lengths.empty()) lengths += ',';
      lengths += std::to_string(length);
    }
    add("desc_lengths", lengths);
  }
  if (cut) add("cut", std::to_string(*cut));
  if (stale != unchanged.stale || stale_seed != unchanged.stale_seed) {
    add("stale", SeededText(kStales[static_cast<size_t>(stale)], stale_seed));
  }
  return text.empty() ? std::string(kDefaultText) : text;
}

std::optional<Layout> Layout::FromText(std::string_view text,
                                       std::string* error) {
  Layout layout;
  std::string why;
  std::string_view rest = text == kDefaultText ? std::string_view() : text;
  while (!rest.empty()) {
    const size_t space = rest.find(' ');
    const std::string_view part = rest.substr(0, space);
    rest.remove_prefix(space == rest.npos ? rest.size() : space + 1);
    if (part.empty()) continue;
    std::string expected;
    if (!ReadPart(part, &layout, &expected)) {
      why = "layout: at '" + std::string(part) + "': expected " + expected;
      break;
    }
  }
  if (why.empty() && !layout.IsValid(&why)) why = "layout: " + why;
  if (why.empty()) return layout;
  if (error != nullptr) *error = why;
  return std::nullopt;
}

}  // namespace fuse_dirents
