// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/random.h"
#include "properties/engine/state_machine.h"

namespace fuse_dirents {
namespace {

constexpr size_t kMaxSteps = 100;

}  // namespace

MachineResult RunMachine(const Machine& machine, uint64_t seed, size_t runs) {
  Random random(seed);
  MachineResult result;
  result.by_op.resize(machine.ops.size());
  for (size_t i = 0; i < runs; ++i) {
    std::vector<Step> steps(random.InRange(0, kMaxSteps));
    for (Step& step : steps) {
      step.op = static_cast<unsigned>(random.Below(machine.ops.size()));
      step.a = random.InRange(0, kMaxOperand);
      step.b = random.InRange(0, kMaxOperand);
    }
    result.failure = TakeSteps(machine, steps);
    if (result.failure) {
      result.shortest = steps;
      return result;
    }
    ++result.runs;
    result.steps += steps.size();
    for (const Step& step : steps) ++result.by_op[step.op];
  }
  return result;
}

}  // namespace fuse_dirents
