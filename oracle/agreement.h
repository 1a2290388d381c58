// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Compares a client's parser with ours on random replies, and prints what was
// found, a fact a line: the judge, then a word for the kind of fact, then words
// and their values.

#ifndef FUSE_DIRENTS_ORACLE_AGREEMENT_H_
#define FUSE_DIRENTS_ORACLE_AGREEMENT_H_

#include <fmt/core.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "differential/case.h"
#include "differential/parser_list.h"
#include "differential/runner.h"
#include "parser/profile/profile.h"
#include "properties/engine/generators.h"

namespace fuse_dirents {

template <typename... Args>
void PrintFact(std::string_view judge, fmt::format_string<Args...> format,
               Args&&... args) {
  fmt::print("{} {}\n", judge,
             fmt::format(format, std::forward<Args>(args)...));
  std::fflush(stdout);
}

class Agreement {
 public:
  // Holds `parse` to the reference by the rules of `profile`, in one buffer and
  // mapped; and the reader too.  `rules` say which replies are drawn, and
  // `name` is that of the parser in rules that it breaks.  Borrows `profile`.
  Agreement(std::string_view judge, const Profile& profile, CaseRules rules,
            const std::string& name, const ParseFunction& parse);

  // Draws `cases` replies.  Prints how many agree, and each rule that is broken
  // with the smallest reply on which it is.  Returns whether all agree.
  bool CompareReplies(uint64_t seed, uint64_t cases);

 private:
  // The rule in which a parser first differs on `c`; empty where none does.
  std::string RuleBroken(const Case& c);

  const std::string judge_;
  const Profile& profile_;
  const CaseRules rules_;
  const std::vector<ListedParser> parsers_;
  Runner runner_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_AGREEMENT_H_
