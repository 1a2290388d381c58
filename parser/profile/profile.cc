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
        .client = "FreeBSD fusefs: fuse_internal_readdir_processdata",
        .readdirplus = false,
        .name_max = 255,
        .order = CheckOrder::kRecordFirst,
        .empty_name = Error(EINVAL),
        .long_name = Error(EINVAL),
        .slash = kAccept,
        .type_of_8_bits = true,
    },
    Profile{
        .name = "openbsd",
        .client = "OpenBSD's in-kernel FUSE: fusefs_readdir",
        .readdirplus = false,
        .name_max = 255,
        .order = CheckOrder::kRecordFirst,
        .lone_header_judged = false,
        .type_of_8_bits = true,
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
        .type_of_8_bits = true,
    },
    // name_max comes from statfs; 255, which most file systems report, is our
    // choice.  So is the order, which cannot be observed: both errors are
    // equal.  The cache of 256 entries is the caller's buffer.
    Profile{
        .name = "edk2",
        .client = "EDK2 VirtioFsDxe: RefillFileInfoCache",
        .readdir = false,
        .name_max = 255,
        .empty_name = Error(EPROTO),
        .long_name = Error(EPROTO),
        .short_record = Error(EPROTO),
        .trailing = Error(EPROTO),
        .slash = kHide,
        .nul = kHide,
        .unprintable = kHide,
        .efi_attr = kHide,
        .emit_time = EmitTime::kAfterReply,
        .lookups = LookupUse::kForget,
        .dot_lookups = LookupUse::kForget,
    },
    // name_max is MAX_PATH WCHARs; taking it as bytes is our choice.  The
    // listing is READDIRPLUS; READDIR, which only looks for a name, is taken to
    // follow the same rules.  A link adds one to a count, so it cannot fail.
    Profile{
        .name = "viofs",
        .client = "virtio-win viofs since February 2026: ReadDirectory",
        .name_max = 260,
        .empty_name = kHide,
        .long_name = kHide,
        .short_record = Error(EIO),
        .lone_header_judged = false,
        .slash = kAccept,
        .emit_time = EmitTime::kAfterReply,
        .nodeid0_linked = true,
        .dots_end_at_nul = true,
        .bad_entry_forgotten = false,
        .failed_link_forgotten = false,
    },
    // "." and ".." get a node but count no lookup.
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
        .emit_time = EmitTime::kAfterLookup,
        .bad_entry_forgotten = false,
        .failed_link_forgotten = false,
    },
    // The client reads the whole directory before it offers an entry.
    Profile{
        .name = "dragonos",
        .client = "our model of DragonOS since July 2026",
        .name_max = 1024,
        .order = CheckOrder::kRecordFirst,
        .off_negative = Error(EOVERFLOW),
        .emit_time = EmitTime::kAfterReply,
        .type_of_8_bits = true,
        .not_utf8_forgotten = true,
        .forgets_after_error = true,
        .unpadded_forgotten = true,
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
