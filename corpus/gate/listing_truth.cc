// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/listing_truth.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/text.h"

namespace fuse_dirents {
namespace {

constexpr std::pair<std::string_view, uint32_t> kTypes[] = {
    {"p", 1}, {"c", 2}, {"d", 4}, {"b", 6}, {"f", 8}, {"l", 10}, {"s", 12}};

std::optional<uint32_t> TypeOf(std::string_view letter) {
  const auto* it = std::ranges::find(
      kTypes, letter, &std::pair<std::string_view, uint32_t>::first);
  if (it == std::end(kTypes)) return std::nullopt;
  return it->second;
}

std::optional<ListingTruth::Passed> ParsePassed(
    const std::vector<std::string_view>& words) {
  ListingTruth::Passed passed;
  if (words.size() < 2) return std::nullopt;
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "ino") {
      passed.ino = true;
    } else if (words[i] == "type") {
      passed.type = true;
    } else if (words[i] == "attr_ino") {
      passed.attr_ino = true;
    } else if (words[i] == "dots") {
      passed.dots = true;
    } else if (words[i] != "-" || words.size() != 2) {
      return std::nullopt;
    }
  }
  return passed;
}

// `name` with the number at its end raised by `step`, with the same width.
std::optional<std::string> Later(const std::string& name, uint64_t step) {
  const size_t digits = name.find_last_not_of("0123456789") + 1;
  const auto number = name.size() - digits > 18
                          ? std::nullopt
                          : ParseNumber("1" + name.substr(digits));
  if (digits == name.size() || !number) return std::nullopt;
  const std::string later = std::to_string(*number + step);
  if (later.size() != name.size() - digits + 1 || later[0] != '1') {
    return std::nullopt;
  }
  return name.substr(0, digits) + later.substr(1);
}

// Adds the names that a line stands for.
bool AddEntries(const std::vector<std::string_view>& words, size_t line,
                ListingTruth* truth) {
  if (words.size() < 3 || words.size() > 4) return false;
  const auto type = TypeOf(words[0]);
  const auto ino = ParseNumber(words[1]);
  const auto name = Unquote(words[2]);
  const auto count = words.size() == 4 ? ParseNumber(words[3], 1 << 20)
                                       : std::optional<uint64_t>(1);
  if (!type || !ino || !name || name->empty() || !count || *count == 0) {
    return false;
  }
  for (uint64_t i = 0; i < *count; ++i) {
    const auto next = i == 0 ? name : Later(*name, i);
    if (!next ||
        !truth->entries
             .emplace(*next, ListingTruth::Entry{*type, *ino + i, line})
             .second) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<ListingTruth> ParseListingTruth(std::string_view text,
                                              std::string* problem) {
  ListingTruth truth;
  for (size_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::vector<std::string_view> words = SplitWords(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view first = words.empty() ? "" : words[0];
    if (first == "READDIR" || first == "READDIRPLUS") {
      const auto passed = ParsePassed(words);
      const RecordFormat format = first == "READDIR"
                                      ? RecordFormat::kDirent
                                      : RecordFormat::kDirentplus;
      if (passed && truth.passed.emplace(format, *passed).second) continue;
      *problem = "line " + std::to_string(line) +
                 ": expected an opcode once, and what is passed on";
      return std::nullopt;
    }
    if (!AddEntries(words, line, &truth)) {
      *problem = "line " + std::to_string(line) +
                 ": expected TYPE INO \"NAME\" [COUNT], each name once";
      return std::nullopt;
    }
  }
  for (const std::string_view dots : {".", ".."}) {
    if (truth.entries.contains(dots)) continue;
    *problem = "expected a line for \"" + std::string(dots) + "\"";
    return std::nullopt;
  }
  return truth;
}

}  // namespace fuse_dirents
