// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "properties/engine/run.h"

namespace fuse_dirents {
namespace {

// The first line says all that a recipe needs as its reason.
std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

size_t CasesOf(const Property& property, const RunOptions& options) {
  return std::max<size_t>(1, options.cases / property.work);
}

std::optional<std::string> Problem(const Property& property,
                                   const RunOptions& options,
                                   const RunResult& result) {
  const std::string name(property.name);
  if (result.counterexample) {
    const Counterexample& found = *result.counterexample;
    return name + " does not hold, seed " + std::to_string(options.seed) +
           ", after " + std::to_string(result.passed) +
           " cases: " + found.failure +
           "\n--- counterexample, replay with --replay=FILE\n" +
           found.c.ToRecipe(name + ": " + FirstLine(found.failure)) + "---\n";
  }
  if (result.passed != CasesOf(property, options)) {
    return name + " was asked of " + std::to_string(result.passed) +
           " cases only, expected " +
           std::to_string(CasesOf(property, options));
  }
  const Profile* profile = options.profile;
  const bool both_formats =
      !property.cases.plus_only &&
      (profile == nullptr || (profile->readdir && profile->readdirplus));
  if (const auto lacks =
          result.distribution.Lacks(property.min_cut_percent, both_formats)) {
    return name + " has shown little: " + *lacks;
  }
  return std::nullopt;
}

}  // namespace fuse_dirents
