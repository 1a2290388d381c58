// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the checks of a server came to, rule by rule.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_RESULTS_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_RESULTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/check_server/listing.h"
#include "tools/check_server/rules.h"

namespace fuse_dirents {

// One failure.
struct Finding {
  std::string call;  // The request, such as "READDIR" or "LOOKUP \"a\"".
  std::string directory;
  std::optional<uint64_t> offset;
  std::optional<uint32_t> size;
  std::string found;    // What the server did, as a sentence without its stop.
  std::string drawing;  // The reply around the fault, as lines; may be empty.

  // "READDIR of 512 bytes at offset 3 in /".
  std::string Request() const;
};

enum class Result : uint8_t { kPass, kFail, kNotApplicable };

class Results {
 public:
  // Findings kept of each rule: the first of each directory and each way to
  // list it.
  static constexpr size_t kKept = 4;

  // Notes that a case of the rule was checked.
  void Checked(RuleId rule) { of(rule).checked = true; }

  // The same, and the server failed.  Shows `batch` around byte `pos`.
  void Fail(RuleId rule, const Batch& batch, size_t pos, std::string found);
  // The same for another request than the batch's.
  void Fail(RuleId rule, std::string_view call, const Batch& batch, size_t pos,
            std::string found);

  // Checks a listing's names against those that were expected.
  void Judge(RuleId rule, const Tally& tally);

  // Notes why no case of the rule can be checked.  Has no effect on a rule of
  // which another case is.
  void Skip(RuleId rule, std::string_view why);

  // Notes that a case of the rule was left undecided.
  void Block(RuleId rule, std::string_view why);

  bool failed(RuleId rule) const { return of(rule).failures > 0; }
  Result result(RuleId rule) const;
  // Why the rule is not applicable.
  std::string_view reason(RuleId rule) const;
  size_t failures(RuleId rule) const { return of(rule).failures; }
  const std::vector<Finding>& findings(RuleId rule) const {
    return of(rule).findings;
  }
  // Rules with this result.
  size_t Count(Result result) const;

 private:
  // Counts a failure.  Returns its finding, or null if that is not kept.
  Finding* Keep(RuleId rule, const Batch& batch, size_t pos, std::string found);

  struct State {
    bool checked = false;
    size_t failures = 0;
    std::vector<Finding> findings;
    std::vector<std::string> ways;  // Of the findings.
    std::string skipped, blocked;
  };

  State& of(RuleId rule) { return states_[static_cast<size_t>(rule)]; }
  const State& of(RuleId rule) const {
    return states_[static_cast<size_t>(rule)];
  }

  std::array<State, kNumRules> states_;
};

// The entries of a reply around byte `pos`, as lines; none if it is empty.
std::string DrawAround(const Batch& batch, size_t pos);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_RESULTS_H_
