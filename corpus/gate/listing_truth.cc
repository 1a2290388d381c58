// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/listing_truth.h"

#include <algorithm>
#include <span>
#include <sstream>
#include <utility>

#include "base/text.h"

namespace fuse_dirents {
namespace {

// The DT_* of a letter of `find -printf %y`.
std::optional<uint32_t> TypeOf(std::string_view letter) {
  constexpr std::string_view kLetters = "?pc?d?b?f?l?s";
  const size_t type = kLetters.find(letter);
  if (letter.size() != 1 || letter == "?" || type == kLetters.npos) {
    return std::nullopt;
  }
  return static_cast<uint32_t>(type);
}

std::optional<ListingTruth::Passed> ParsePassed(
    std::span<const std::string_view> words) {
  ListingTruth::Passed passed;
  if (words.empty()) return std::nullopt;
  if (words.size() == 1 && words[0] == "-") return passed;
  const std::pair<std::string_view, bool*> known[] = {
      {"ino", &passed.ino},
      {"type", &passed.type},
      {"attr_ino", &passed.attr_ino},
      {"dots", &passed.dots}};
  for (const std::string_view word : words) {
    const auto* it = std::ranges::find(
        known, word, &std::pair<std::string_view, bool*>::first);
    if (it == std::end(known)) return std::nullopt;
    *it->second = true;
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
  std::istringstream stream{std::string(text)};
  std::string line;
  for (size_t number = 1; std::getline(stream, line); ++number) {
    const std::vector<std::string_view> words = SplitWords(line);
    const std::string_view first = words.empty() ? "" : words[0];
    if (first == "READDIR" || first == "READDIRPLUS") {
      const auto passed = ParsePassed(std::span(words).subspan(1));
      const RecordFormat format = first == "READDIR"
                                      ? RecordFormat::kDirent
                                      : RecordFormat::kDirentplus;
      if (passed && truth.passed.emplace(format, *passed).second) continue;
      *problem = "line " + std::to_string(number) +
                 ": expected an opcode once, and what is passed on";
      return std::nullopt;
    }
    if (!AddEntries(words, number, &truth)) {
      *problem = "line " + std::to_string(number) +
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
