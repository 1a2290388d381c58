// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules under which profile_fuzzer compares the parsers.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_PROFILE_CHECK_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_PROFILE_CHECK_H_

#include <optional>
#include <span>
#include <string>

#include "differential/input.h"
#include "differential/parser_list.h"
#include "differential/runner.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Keeps its memory from one input to the next.
class ProfileCheck {
 public:
  // Borrows `parsers`.
  explicit ProfileCheck(std::span<const ListedParser> parsers = OurParsers())
      : runner_(parsers) {}

  // Compares the parsers under the rules of Choices::profile with
  // Choices::changes.  Returns a report if they differ.
  std::optional<std::string> Check(RecordFormat format, const Input& input);

 private:
  Runner runner_;
  Input changed_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_PROFILE_CHECK_H_
