// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/live_judge.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "base/text.h"
#include "differential/recipe.h"
#include "differential/reduce/reduce.h"
#include "oracle/linux_live/expected_sight.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr size_t kTries = 2000;  // Of simpler cases.

uint32_t DrawCount(size_t reply_bytes, Random* random) {
  constexpr uint32_t kCounts[] = {0,    24,   32,   40,    64,    100,
                                  4095, 4096, 4097, 32768, 65552, 1 << 20};
  if (random->Below(2) == 0) {
    return kCounts[random->Below(std::size(kCounts))];
  }
  return static_cast<uint32_t>(
      random->Below(std::min<size_t>(2 * reply_bytes + 64, kMaxCount)));
}

// Bytes of the first `capacity` entries that the kernel should show, or nothing
// if it should show no more than them.
std::optional<uint32_t> RoomFor(uint32_t capacity, const KernelFacts& facts,
                                const Question& question) {
  const Sight all = ExpectedSight(ParseWithReference, facts, question);
  if (all.entries.size() <= capacity) return std::nullopt;
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < capacity; ++i) {
    bytes += PaddedSize(19 + all.entries[i].name.size() + 1);
  }
  return static_cast<uint32_t>(bytes);
}

Asks AsksFor(const Question& question, Random* random) {
  const bool plus = question.format == RecordFormat::kDirentplus;
  const Asks fixed = plus ? Asks::kPlus : Asks::kPlain;
  // An adaptive mount asks for READDIRPLUS at 0 and, as no program has looked
  // up a name, for READDIR elsewhere.
  const bool fits = plus == (question.start_off == 0);
  return fits && random->Below(4) == 0 ? Asks::kAdaptive : fixed;
}

}  // namespace

std::vector<Question> QuestionsAbout(const Case& c, const KernelFacts& facts,
                                     uint64_t seed) {
  Random random(seed);
  Question question;
  question.format = c.format;
  question.bytes = c.Reply();
  if (c.choices.layout.cut && *c.choices.layout.cut < question.bytes.size()) {
    question.bytes.resize(*c.choices.layout.cut);
  }
  question.start_off = c.choices.start_off;
  const auto whole = static_cast<uint32_t>(
      std::min<uint64_t>(PaddedSize(question.bytes.size()), kMaxCount));
  question.asks = AsksFor(question, &random);
  question.count = question.room = std::max(whole, facts.limits.page_size);
  if (const auto room = RoomFor(c.choices.plan.capacity, facts, question)) {
    question.room = *room;
    // A request has at least a page, so there a small count does as well.
    if (whole <= facts.limits.page_size && random.Below(2) == 0) {
      question.count = *room;
    }
  }
  std::vector<Question> questions = {question};
  question.asks = AsksFor(question, &random);
  question.count = question.room = DrawCount(question.bytes.size(), &random);
  questions.push_back(std::move(question));
  return questions;
}

std::optional<std::string> Disagreement(const Sight& expected,
                                        const Sight& seen) {
  if (expected == seen) return std::nullopt;
  const std::string left = expected.ToText();
  const std::string right = seen.ToText();
  const auto [a, b] =
      std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  const auto line_at = [](const std::string& text, size_t at) {
    const size_t start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::string line = text.substr(start, text.find('\n', start) - start);
    return line.empty() ? "(no more lines)" : line;
  };
  const auto at = static_cast<size_t>(a - left.begin());
  return "expected: " + line_at(left, at) + "\nkernel:   " +
         line_at(right, static_cast<size_t>(b - right.begin())) +
         "\n\nAll that is expected:\n" + left + "\nAll that the kernel did:\n" +
         right;
}

LiveJudge::LiveJudge(ParseFunction parse, LiveKernel* kernel)
    : parse_(std::move(parse)), kernel_(kernel) {}

std::optional<std::string> LiveJudge::Ask(const Case& c, uint64_t seed) {
  for (const Question& question : QuestionsAbout(c, kernel_->facts(), seed)) {
    ++listings_;
    const auto difference =
        Disagreement(ExpectedSight(parse_, kernel_->facts(), question),
                     kernel_->Look(question));
    if (difference) return question.ToText() + "\n" + *difference;
  }
  return std::nullopt;
}

std::optional<std::string> LiveJudge::Judge(const Case& c, uint64_t seed) {
  if (!Ask(c, seed)) return std::nullopt;
  const Case smallest = ReduceCase(c.AsBytes(), kTries, [&](const Case& tried) {
                          return Ask(tried, seed).has_value();
                        }).least.Divided();
  const auto report = Ask(smallest, seed);
  return "Linux " + KernelRelease() + ", seed " + std::to_string(seed) + ": " +
         report.value_or("the disagreement did not come again\n") + "\n" +
         smallest.ToRecipe("the running kernel and the parser disagree");
}

}  // namespace fuse_dirents
