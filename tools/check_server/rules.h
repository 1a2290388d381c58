// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules that `dirents check-server` holds a server to.  README.md has the
// same table.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_RULES_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_RULES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fuse_dirents {

enum class RuleId : uint8_t {
  // Each reply.
  kAnswered,
  kReplySize,
  kWholeRecords,
  kNamelen,
  kSlash,
  kNul,
  kPaddingZero,
  kTypeBits,
  kInoNonzero,
  kOffPositive,
  kAttrPlausible,
  kDotsNotLookedUp,
  // Each listing.
  kOffUnique,
  kEnd,
  kDotNames,
  kSameNames,
  kCookiesResume,
  kSeekBack,
  kRewind,
  kTwoHandles,
  kSmallRequest,
  kMutable,
  // READDIR, READDIRPLUS and LOOKUP together.
  kPlusAgrees,
  kSharedCookies,
  kLookupAgrees,
  kLookupsCounted,
  kForgottenReturns,
};

inline constexpr size_t kNumRules =
    static_cast<size_t>(RuleId::kForgottenReturns) + 1;

struct RuleInfo {
  RuleId rule;
  std::string_view id;        // As in reports: lower case, '_'.
  std::string_view sentence;  // What a server must do.
  std::string_view source;    // Who says so, or who fails otherwise.
  bool in_getdents;           // Whether getdents64(2) on a mount can show it.
};

// Every rule, in the order of RuleId.
std::span<const RuleInfo> AllRules();

const RuleInfo& InfoOf(RuleId rule);

// The table of README.md, in Markdown.
std::string RulesTable();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_RULES_H_
