// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/state_machine.h"

#include <algorithm>

#include "base/text.h"

namespace fuse_dirents {

Failure TakeSteps(const Machine& machine, std::span<const Step> steps) {
  const std::unique_ptr<StateMachine> made = machine.make();
  for (size_t i = 0; i < steps.size(); ++i) {
    if (const Failure failure = made->Do(steps[i])) {
      return "step " + std::to_string(i) + ": " + *failure;
    }
  }
  return made->Finish();
}

std::string StepsToText(const Machine& machine, std::span<const Step> steps) {
  std::string text = "machine " + std::string(machine.name) + "\n";
  for (const Step& step : steps) {
    text += std::string(machine.ops[step.op]) + " " + std::to_string(step.a) +
            " " + std::to_string(step.b) + "\n";
  }
  return text;
}

std::optional<std::vector<Step>> StepsFromText(const Machine& machine,
                                               std::string_view text,
                                               std::string* problem) {
  std::vector<Step> steps;
  bool is_headed = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::vector<std::string_view> words = SplitWords(line);
    if (words.empty()) continue;
    if (!is_headed) {
      is_headed = words.size() == 2 && words[0] == "machine" &&
                  words[1] == machine.name;
      if (is_headed) continue;
      *problem =
          std::string(line) + ": expected machine " + std::string(machine.name);
      return std::nullopt;
    }
    const auto op = std::ranges::find(machine.ops, words[0]);
    const auto a = ParseNumber(words.size() == 3 ? words[1] : "", kMaxOperand);
    const auto b = ParseNumber(words.size() == 3 ? words[2] : "", kMaxOperand);
    if (op == machine.ops.end() || !a || !b) {
      *problem = std::string(line) + ": expected a step and two numbers";
      return std::nullopt;
    }
    steps.push_back({static_cast<unsigned>(op - machine.ops.begin()), *a, *b});
  }
  return steps;
}

}  // namespace fuse_dirents
