// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/profile_check.h"

#include <utility>

namespace fuse_dirents {
std::optional<std::string> ProfileCheck::Check(RecordFormat format,
                                               const Input& input) {
  Profile profile = input.choices.changes.Apply(*input.choices.profile);
  // A reply of a format that the client does not ask for would test no rule.
  profile.readdir = profile.readdirplus = true;
  changed_ = input;
  changed_.choices.profile = &profile;
  auto difference = runner_.Compare(format, changed_);
  if (!difference) return std::nullopt;
  return std::move(difference->report);
}

}  // namespace fuse_dirents
