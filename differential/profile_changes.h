// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Profiles that no client has: one of AllProfiles() with some of its rules
// changed, for a target that is about rules in every combination.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_PROFILE_CHANGES_H_
#define FUSE_DIRENTS_DIFFERENTIAL_PROFILE_CHANGES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parser/profile/profile.h"

namespace fuse_dirents {

// How many rules can be changed.
inline constexpr size_t kProfileChanges = 28;

class ProfileChanges {
 public:
  ProfileChanges() = default;

  // Any number means changes: two bits for each rule of two or more other
  // settings, one for each switch.  Of bits(), the low kBits can be set.
  static constexpr unsigned kBits = 41;
  static ProfileChanges FromBits(uint64_t bits);
  uint64_t bits() const { return bits_; }

  // How far the `i`-th rule is moved through its settings; 0: not at all.
  // REQUIRES: i < kProfileChanges; by < SettingsOf(i).
  uint32_t Get(size_t i) const;
  void Set(size_t i, uint32_t by);
  static uint32_t SettingsOf(size_t i);

  // `base` with the changes.
  Profile Apply(const Profile& base) const;

  // "order:1,slash:2", in the order of the rules; empty where none is changed.
  std::string ToText() const;
  // Nothing where `text` is no such list.
  static std::optional<ProfileChanges> FromText(std::string_view text);

  friend bool operator==(const ProfileChanges&,
                         const ProfileChanges&) = default;

 private:
  uint64_t bits_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_PROFILE_CHANGES_H_
