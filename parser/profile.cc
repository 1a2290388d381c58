// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile.h"

#include <array>

namespace fuse_dirents {
namespace {

// The defaults of Profile are the rules of Linux; a row names what differs.
constexpr std::array kProfiles = {
    Profile{
        .name = "linux",
        .client = "Linux 6.15 and later, parse_dirfile and parse_dirplusfile",
    },
    Profile{
        .name = "linux_before_6_15",
        .client = "Linux before 6.15, where FUSE_NAME_MAX was 1024",
        .name_max = kFuseNameMaxBefore615,
    },
};

}  // namespace

std::span<const Profile> AllProfiles() { return kProfiles; }

const Profile& LinuxProfile() { return kProfiles[0]; }

const Profile* FindProfile(std::string_view name) {
  for (const Profile& profile : kProfiles) {
    if (profile.name == name) return &profile;
  }
  return nullptr;
}

}  // namespace fuse_dirents
