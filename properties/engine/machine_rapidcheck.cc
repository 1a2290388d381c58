// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <rapidcheck.h>
#include <rapidcheck/state.h>

#include <limits>
#include <ostream>
#include <unordered_map>

#include "base/check.h"
#include "properties/engine/state_machine.h"

namespace fuse_dirents {
namespace {

// RapidCheck's model is empty: each machine has a model of its own, which the
// other driver needs too.
struct NoModel {};

// What RapidCheck's commands work on.
struct Subject {
  std::unique_ptr<StateMachine> machine;
  std::vector<Step> steps;
  Failure failure;
};

class TakeStep final : public rc::state::Command<NoModel, Subject> {
 public:
  explicit TakeStep(const Step& step) : step_(step) {}
  void run(const NoModel&, Subject& subject) const override {
    if (subject.failure) return;
    subject.steps.push_back(step_);
    subject.failure = subject.machine->Do(step_);
  }
  void show(std::ostream& os) const override {
    os << step_.op << " " << step_.a << " " << step_.b;
  }

 private:
  const Step step_;
};

class SilentListener final : public rc::detail::TestListener {
 public:
  void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
  void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
  void onTestFinished(const rc::detail::TestMetadata&,
                      const rc::detail::TestResult&) override {}
};

}  // namespace

MachineResult RunMachine(const Machine& machine, uint64_t seed, size_t runs) {
  rc::detail::TestParams params;
  params.seed = seed;
  FUSE_DIRENTS_CHECK(runs <= std::numeric_limits<int>::max());
  params.maxSuccess = static_cast<int>(runs);
  rc::detail::TestMetadata metadata;
  metadata.id = machine.name;
  SilentListener listener;

  const auto step = [&](const NoModel&) {
    return rc::gen::map(
        rc::gen::tuple(
            rc::gen::resize(100,
                            rc::gen::inRange<unsigned>(
                                0, static_cast<unsigned>(machine.ops.size()))),
            rc::gen::resize(100,
                            rc::gen::inRange<uint64_t>(0, kMaxOperand + 1)),
            rc::gen::resize(100,
                            rc::gen::inRange<uint64_t>(0, kMaxOperand + 1))),
        [](const std::tuple<unsigned, uint64_t, uint64_t>& drawn)
            -> std::shared_ptr<const rc::state::Command<NoModel, Subject>> {
          const auto& [op, a, b] = drawn;
          return std::make_shared<const TakeStep>(Step{op, a, b});
        });
  };
  MachineResult result;
  result.by_op.resize(machine.ops.size());
  const auto holds = [&] {
    const auto commands = *rc::state::gen::commands(NoModel(), step);
    Subject subject = {machine.make(), {}, std::nullopt};
    rc::state::runAll(commands, NoModel(), subject);
    if (!subject.failure) subject.failure = subject.machine->Finish();
    if (subject.failure) {
      result.shortest = subject.steps;
      result.failure = subject.failure;
    } else if (!result.failure) {
      ++result.runs;
      result.steps += subject.steps.size();
      for (const Step& taken : subject.steps) ++result.by_op[taken.op];
    }
    return !subject.failure;
  };
  const rc::detail::TestResult test = rc::detail::checkTestable(
      holds, metadata, params, listener,
      std::unordered_map<std::string, rc::detail::Reproduce>());
  FUSE_DIRENTS_CHECK(test.is<rc::detail::SuccessResult>() ||
                     test.is<rc::detail::FailureResult>());
  return result;
}

}  // namespace fuse_dirents
