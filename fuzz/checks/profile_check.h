// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules under which profile_fuzzer compares the parsers.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_PROFILE_CHECK_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_PROFILE_CHECK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "differential/compare.h"
#include "differential/input.h"
#include "differential/parser_list.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// `base`, changed by the 31 low bits of `choices`.  From the lowest: the
// switches of a profile (7 bits); its name_max (2); the action of each rule for
// what a record holds, shifted (8 times 2); the rules for the end of a reply
// (2); and its uses of lookups, shifted (2 times 2).  Each changed rule has an
// error of its own, so that a trace shows which rule applied.  Both formats are
// asked for.
Profile ChangedProfile(const Profile& base, uint32_t choices);

// Keeps its memory from one input to the next.
class ProfileCheck {
 public:
  // Borrows `parsers`.
  explicit ProfileCheck(std::span<const ListedParser> parsers = OurParsers())
      : comparer_(parsers) {}

  // Compares the parsers under the rules of Choices::profile, changed by the
  // upper 31 bits of Choices::extra.  Returns a report if they differ.
  std::optional<std::string> Check(RecordFormat format, const Input& input);

 private:
  Comparer comparer_;
  Input changed_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_PROFILE_CHECK_H_
