// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <filesystem>

#include "properties/kill/kill.h"

namespace fuse_dirents {
namespace {

std::string OutcomeText(const Try& attempt) {
  if (!attempt.killed) return "-";
  std::string by = attempt.by;
  // Of a file of the corpus its name.
  if (by.starts_with("corpus/")) by = std::filesystem::path(by).filename();
  if (!attempt.death.empty()) by += ", " + attempt.death;
  return fmt::format("{} ({})", by, attempt.parses);
}

}  // namespace

std::string KillTable(std::span<const Try> tries) {
  const size_t killers = Killers().size();
  std::string text =
      "What found each mutant, and after how many calls of it:\n\n|  n | "
      "mutant";
  for (const Killer& killer : Killers())
    text += fmt::format(" | {}", killer.name);
  text += " |\n|---|---";
  for (size_t k = 0; k < killers; ++k) text += "|---";
  text += "|\n";
  std::vector<size_t> kills(killers);
  size_t wrong = 0;
  size_t equivalent = 0;
  for (size_t i = 0; i < tries.size(); i += killers) {
    const MutantFacts& facts = FactsOf(tries[i].mutant);
    text +=
        fmt::format("| {:>2} | {}", static_cast<int>(facts.mutant), facts.name);
    for (size_t k = 0; k < killers; ++k) {
      text += " | " + OutcomeText(tries[i + k]);
    }
    text += " |\n";
    if (facts.is_equivalent()) ++equivalent;
    if (facts.is_right()) continue;
    ++wrong;
    for (size_t k = 0; k < killers; ++k) kills[k] += tries[i + k].killed;
  }
  text += fmt::format("\n{} mutants, {} equivalent ones:\n", wrong, equivalent);
  for (size_t k = 0; k < killers; ++k) {
    text += fmt::format("  {:<10} kills {}\n", Killers()[k].name, kills[k]);
  }
  for (size_t i = 0; i < tries.size(); i += killers) {
    const MutantFacts& facts = FactsOf(tries[i].mutant);
    if (!facts.is_equivalent()) continue;
    text +=
        fmt::format("  {} is equivalent: {}\n", facts.name, facts.equivalent);
  }
  return text;
}

}  // namespace fuse_dirents
