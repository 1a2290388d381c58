// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Things that have a state, and steps that they take: a system and the model
// that it is held to, side by side.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_STATE_MACHINE_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_STATE_MACHINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/engine/property.h"

namespace fuse_dirents {

// What is done, by its index in Machine::ops, and to what.  Both numbers count
// modulo what there is to choose from, so that every step can be taken in every
// state, and lie in [0, kMaxOperand].
struct Step {
  unsigned op = 0;
  uint64_t a = 0, b = 0;

  friend bool operator==(const Step&, const Step&) = default;
};
inline constexpr uint64_t kMaxOperand = 63;

class StateMachine {
 public:
  virtual ~StateMachine() = default;

  // Takes the step; says how the system then differs from the model.
  virtual Failure Do(const Step& step) = 0;

  // Takes no more steps; says what is wrong with what is left.
  virtual Failure Finish() { return std::nullopt; }
};

struct Machine {
  std::string_view name;                    // snake_case.
  std::span<const std::string_view> ops;    // snake_case.
  std::unique_ptr<StateMachine> (*make)();  // One at a time.
};

// Takes `steps` from the start.
Failure TakeSteps(const Machine& machine, std::span<const Step> steps);

// A line "machine NAME", then one "OP A B" for each step.
std::string StepsToText(const Machine& machine, std::span<const Step> steps);
// Reads it back.  On failure returns nothing and says in *problem what is
// wrong; also where the steps are another machine's.
std::optional<std::vector<Step>> StepsFromText(const Machine& machine,
                                               std::string_view text,
                                               std::string* problem);

struct MachineResult {
  size_t runs = 0;             // From the start, without a difference.
  size_t steps = 0;            // In those runs.
  std::vector<size_t> by_op;   // The same, by op.
  std::vector<Step> shortest;  // Where there is a failure.
  Failure failure;
};

// Takes runs of random steps; with RapidCheck, shortens one that ends in a
// difference.  Both drivers have it: see run.h.
MachineResult RunMachine(const Machine& machine, uint64_t seed, size_t runs);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_STATE_MACHINE_H_
