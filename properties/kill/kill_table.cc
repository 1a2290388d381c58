// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <filesystem>

#include "nlohmann/json.hpp"
#include "properties/kill/kill.h"

namespace fuse_dirents {
namespace {

// The name of a file is enough.
std::string ShortBy(const Try& attempt) {
  if (!attempt.by.starts_with("corpus/")) return attempt.by;
  return std::filesystem::path(attempt.by).filename();
}

std::string OutcomeText(const Try& attempt) {
  if (!attempt.killed) return "-";
  std::string by = ShortBy(attempt);
  if (!attempt.death.empty()) by += ", " + attempt.death;
  return fmt::format("{} ({})", by, attempt.parses);
}

}  // namespace

std::string KillTable(std::span<const Try> tries,
                      std::span<const Killer> killers) {
  std::string text =
      "What found each mutant, and after how many calls of it:\n\n| mutant";
  for (const Killer& killer : killers)
    text += fmt::format(" | {}", killer.name);
  text += " |\n|---";
  for (size_t k = 0; k < killers.size(); ++k) text += "|---";
  text += "|\n";
  std::vector<size_t> kills(killers.size());
  size_t wrong = 0;
  std::string equivalent;
  for (size_t i = 0; i < tries.size(); i += killers.size()) {
    const Mutant& mutant = *tries[i].mutant;
    text += fmt::format("| {}", mutant.name);
    for (size_t k = 0; k < killers.size(); ++k) {
      text += " | " + OutcomeText(tries[i + k]);
      kills[k] += tries[i + k].killed && !mutant.is_right();
    }
    text += " |\n";
    wrong += !mutant.is_right();
    if (mutant.is_equivalent()) {
      equivalent += fmt::format("  {} is equivalent: {}\n", mutant.name,
                                mutant.equivalent);
    }
  }
  text += fmt::format("\n{} wrong mutants:\n", wrong);
  for (size_t k = 0; k < killers.size(); ++k) {
    text += fmt::format("  {:<10} kills {}\n", killers[k].name, kills[k]);
  }
  return text + equivalent;
}

std::string KillJson(std::span<const Try> tries,
                     std::span<const Killer> killers) {
  using Json = nlohmann::ordered_json;
  Json names = Json::array();
  for (const Killer& killer : killers) names.push_back(killer.name);
  Json mutants = Json::array();
  for (size_t i = 0; i < tries.size(); i += killers.size()) {
    const Mutant& mutant = *tries[i].mutant;
    Json all = Json::array();
    for (const Try& attempt : tries.subspan(i, killers.size())) {
      all.push_back({{"tried", attempt.tried},
                     {"killed", attempt.killed},
                     {"by", attempt.killed ? ShortBy(attempt) : ""},
                     {"death", attempt.death},
                     {"parses", attempt.parses}});
    }
    mutants.push_back({{"name", mutant.name},
                       {"what", mutant.what},
                       {"profile", mutant.profile},
                       {"right", mutant.is_right()},
                       {"equivalent", mutant.equivalent},
                       {"tries", all}});
  }
  return Json({{"killers", names}, {"mutants", mutants}}).dump(1) + "\n";
}

}  // namespace fuse_dirents
