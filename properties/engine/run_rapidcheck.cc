// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <rapidcheck.h>

#include <limits>
#include <ostream>
#include <unordered_map>

#include "base/check.h"
#include "properties/engine/chooser.h"
#include "properties/engine/generators.h"
#include "properties/engine/run.h"

namespace fuse_dirents {

// What RapidCheck calls a value by, found by its name.
void showValue(const Case& c, std::ostream& os) { os << c.ToRecipe(""); }

namespace {

// Uniform in [lo, hi] at every size, and shrunk towards lo.  gen::inRange()
// would draw from the low end of the range in the first cases, and so seldom
// the kinds that stand late in a list.
rc::Gen<uint64_t> UniformIn(uint64_t lo, uint64_t hi) {
  return [lo, hi](const rc::Random& random, int) {
    const uint64_t drawn =
        RandomChooser(rc::Random(random).next()).InRange(lo, hi);
    return rc::shrinkable::shrinkRecur(drawn, [lo](uint64_t value) {
      return rc::shrink::towards<uint64_t>(value, lo);
    });
  };
}

// To be used inside gen::exec(), which remembers every choice.
class RapidCheckChooser final : public Chooser {
 public:
  uint64_t InRange(uint64_t lo, uint64_t hi) override {
    return *UniformIn(lo, hi);
  }
};

// The caller reports the results.
class SilentListener final : public rc::detail::TestListener {
 public:
  void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
  void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
  void onTestFinished(const rc::detail::TestMetadata&,
                      const rc::detail::TestResult&) override {}
};

}  // namespace

std::string_view DriverName() { return "RapidCheck"; }

RunResult RunProperty(const Property& property,
                      std::span<const ListedParser> parsers,
                      const RunOptions& options) {
  // All that RapidCheck would else take from RC_PARAMS in the environment.
  rc::detail::TestParams params;
  params.seed = options.seed;
  const size_t asked = CasesOf(property, options);
  FUSE_DIRENTS_CHECK(asked <= std::numeric_limits<int>::max());
  params.maxSuccess = static_cast<int>(asked);
  rc::detail::TestMetadata metadata;
  metadata.id = property.name;
  SilentListener listener;

  const auto cases = rc::gen::exec([&] {
    RapidCheckChooser chooser;
    return DrawCase(property.cases, options.profile, &chooser);
  });
  RunResult result;
  result.distribution = Distribution(property.kinds);
  Runner runner(parsers);
  const auto holds = [&] {
    const Case c = *cases;
    // The first failure starts the shrinking; the last one is the smallest.
    if (!result.counterexample) result.distribution.Add(c, &runner);
    const Failure failure = property.find_failure(runner, c);
    if (failure) {
      result.counterexample = {c, *failure};
    } else if (!result.counterexample) {
      ++result.passed;
    }
    return !failure;
  };
  const rc::detail::TestResult test = rc::detail::checkTestable(
      holds, metadata, params, listener,
      std::unordered_map<std::string, rc::detail::Reproduce>());
  // An exception in a generator would end the run without a counterexample.
  FUSE_DIRENTS_CHECK(test.is<rc::detail::SuccessResult>() ||
                     test.is<rc::detail::FailureResult>());
  FUSE_DIRENTS_CHECK(test.is<rc::detail::FailureResult>() ==
                     result.counterexample.has_value());
  return result;
}

}  // namespace fuse_dirents
