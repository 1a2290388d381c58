// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/minimize_input.h"

#include <cstdio>
#include <utility>

#include "differential/input.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/input_recipe.h"

namespace fuse_dirents {
namespace {

Reduced<std::string> MinimizeReply(TargetFormat target, const Input& input,
                                   size_t max_tries,
                                   const StillFails<std::string>& still_fails) {
  const bool by_trailer = target == TargetFormat::kByTrailer;
  Case c;
  c.raw = input.reply;
  c.choices = input.choices;
  c.format = FormatOf(target, input.choices);
  if (by_trailer) c.choices.format = Choices().format;
  const auto encode = [by_trailer](const Case& candidate) {
    Choices choices = candidate.choices;
    if (by_trailer) choices.format = candidate.format;
    return EncodeInput(candidate.raw, choices);
  };
  const auto reduced = ReduceCase(c, max_tries, [&](const Case& candidate) {
    return (by_trailer || candidate.format == c.format) &&
           still_fails(encode(candidate));
  });
  return {encode(reduced.least), reduced.tries, reduced.is_minimal};
}

Reduced<std::string> MinimizeNumbers(
    const InputFormat& format, const std::string& input, size_t max_tries,
    const StillFails<std::string>& still_fails) {
  const ItemFormat items = {
      [&](const std::string& bytes) { return WholeInput(format, bytes); },
      [&](const std::string& bytes) { return ItemPlaces(format, bytes); }};
  return ReduceItems(items, input, max_tries, still_fails);
}

}  // namespace

Reduced<std::string> MinimizeInput(const InputKind& kind,
                                   const std::string& input, size_t max_tries,
                                   const StillFails<std::string>& still_fails,
                                   const char* command, size_t quiet_bytes) {
  size_t tries = 0, last = input.size();
  const auto asked = [&](const std::string& candidate) {
    ++tries;
    if (!still_fails(candidate)) return false;
    if (candidate.size() != std::exchange(last, candidate.size()) &&
        last > quiet_bytes) {
      std::fprintf(stderr, "%s: %zu runs, %zu bytes\n", command, tries, last);
    }
    return true;
  };
  const InputFormat* const numbers = NumbersFormat(kind.numbers);
  const Input decoded = DecodeInput(input);
  std::string whole = input;
  if (kind.reply) whole = EncodeInput(decoded.reply, decoded.choices);
  if (numbers != nullptr) whole = WholeInput(*numbers, input);
  const size_t rewritten = whole == input ? 0 : 1;
  if (rewritten > max_tries) return {input};
  max_tries -= rewritten;
  const bool is_bytes =
      (!kind.reply && numbers == nullptr) || (rewritten > 0 && !asked(whole));
  Reduced<std::string> reduced =
      is_bytes     ? ReduceBytes(input, max_tries, asked)
      : kind.reply ? MinimizeReply(*kind.reply, decoded, max_tries, asked)
                   : MinimizeNumbers(*numbers, whole, max_tries, asked);
  reduced.tries = tries;
  return reduced;
}

std::string ReductionText(size_t bytes, const Reduced<std::string>& reduced) {
  return std::to_string(bytes) + " bytes became " +
         std::to_string(reduced.least.size()) + " in " +
         std::to_string(reduced.tries) + " runs, " +
         (reduced.is_minimal ? "which no step makes simpler"
                             : "all that --max-runs allows") +
         "\n";
}

}  // namespace fuse_dirents
