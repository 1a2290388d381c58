// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile/profile.h"

#include <array>

namespace fuse_dirents {
namespace {

// The defaults of Profile are the rules of Linux; each entry lists what
// differs. "Our choice" marks a value that the model needs and that we do not
// know.
constexpr std::array kProfiles = {
    Profile{
        .name = "linux",
        .client = "Linux 6.15 and later: parse_dirfile, parse_dirplusfile",
    },
    Profile{
        .name = "linux_before_6_15",
        .client = "Linux 5.5 to 6.14, where FUSE_NAME_MAX was 1024",
        .name_max = kFuseNameMaxBefore615,
    },
    // The reply is one page of the cache.  A namelen of 0 ends the page.  The
    // kernel wrote every record there itself, so none can be cut.
    Profile{
        .name = "linux_cache",
        .client = "Linux reading its readdir cache: fuse_parse_cache",
        .readdirplus = false,
        .empty_name = kStopQuietly,
        .short_record = Error(EIO),
    },
    Profile{
        .name = "freebsd",
        .client = "our model of FreeBSD fusefs",
        .readdirplus = false,
        .name_max = 255,
        .order = CheckOrder::kRecordFirst,
        .empty_name = Error(EINVAL),
        .long_name = Error(EINVAL),
        .slash = kAccept,
    },
    Profile{
        .name = "openbsd",
        .client = "our model of OpenBSD's in-kernel FUSE",
        .readdirplus = false,
        .name_max = 255,
        .order = CheckOrder::kRecordFirst,
    },
    // Every bad frame just ends the parse, so the order cannot be observed.
    Profile{
        .name = "gvisor",
        .client = "our model of gVisor since July 2026",
        .readdirplus = false,
        .name_max = 1024,
        .empty_name = kStopQuietly,
        .long_name = kStopQuietly,
        .slash = kAccept,
    },
    // name_max comes from statfs; 255, which most file systems report, is our
    // choice.  So is the order, which cannot be observed: both errors are
    // equal.
    Profile{
        .name = "edk2",
        .client = "our model of EDK2 VirtioFsDxe",
        .readdir = false,
        .name_max = 255,
        .empty_name = Error(EPROTO),
        .long_name = Error(EPROTO),
        .short_record = Error(EPROTO),
        .trailing = Error(EPROTO),
        .slash = kHide,
        .nul = kHide,
        .unprintable = kHide,
        .lookups = LookupUse::kForget,
        .dot_lookups = LookupUse::kForget,
    },
    // name_max is MAX_PATH WCHARs; taking it as bytes is our choice.  So is
    // linking whatever the attributes say.
    Profile{
        .name = "viofs",
        .client = "our model of virtio-win viofs since February 2026",
        .name_max = 260,
        .empty_name = kHide,
        .long_name = kHide,
        .short_record = Error(EIO),
        .slash = kAccept,
        .bad_entry_forgotten = false,
    },
    Profile{
        .name = "starnix",
        .client = "our model of Fuchsia Starnix",
        .name_max = kNoNameMax,
        .empty_name = kAccept,
        .short_record = Error(EINVAL),
        .trailing = Error(EINVAL),
        .frames_first = true,
        .slash = kAccept,
        .off_negative = Error(EINVAL),
        .type_above_u8 = Error(EINVAL),
        .dot_lookups = LookupUse::kLink,
        .bad_entry_forgotten = false,
        .failed_link_forgotten = false,
    },
    // name_max is our choice.  The client reads the whole directory on open, so
    // what a full buffer does is our choice too.
    Profile{
        .name = "dragonos",
        .client = "our model of DragonOS",
        .order = CheckOrder::kRecordFirst,
        .not_utf8 = Error(EIO),
        .off_negative = Error(EOVERFLOW),
        .forgets_after_error = true,
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
