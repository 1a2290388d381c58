// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/explain/rule_rows.h"

namespace fuse_dirents {
namespace {

template <auto... kFields>
void Copy(const Profile& from, Profile* to) {
  ((to->*kFields = from.*kFields), ...);
}

constexpr RuleRow kRows[] = {
    {"asks for", &Copy<&Profile::readdir, &Profile::readdirplus>},
    {"longest name in bytes", &Copy<&Profile::name_max>},
    {"looks first at", &Copy<&Profile::order>},
    {"namelen is 0", &Copy<&Profile::empty_name>},
    {"namelen above the longest", &Copy<&Profile::long_name>},
    {"record runs past the reply", &Copy<&Profile::short_record>},
    {"fewer bytes than a header remain", &Copy<&Profile::trailing>},
    {"a header with nothing after it is looked at",
     &Copy<&Profile::lone_header_judged>},
    {"padding after the last name required",
     &Copy<&Profile::last_padding_required>},
    {"all frames are checked first", &Copy<&Profile::frames_first>},
    {"'/' in the name", &Copy<&Profile::slash>},
    {"NUL in the name", &Copy<&Profile::nul>},
    {"backslash or byte outside 20..7e", &Copy<&Profile::unprintable>},
    {"name is not UTF-8", &Copy<&Profile::not_utf8>},
    {"attributes that EFI_FILE_INFO cannot express", &Copy<&Profile::efi_attr>},
    {"off above INT64_MAX", &Copy<&Profile::off_negative>},
    {"type above 255", &Copy<&Profile::type_above_u8>},
    {"an entry is offered", &Copy<&Profile::emit_time>},
    {"type is cut to 8 bits", &Copy<&Profile::type_of_8_bits>},
    {"a lookup", &Copy<&Profile::lookups>},
    {"a lookup of \".\" or \"..\"", &Copy<&Profile::dot_lookups>},
    {"nodeid 0 is linked", &Copy<&Profile::nodeid0_linked>},
    {"\".\" and \"..\" may end at a NUL", &Copy<&Profile::dots_end_at_nul>},
    {"a bad entry_out is forgotten, not linked",
     &Copy<&Profile::bad_entry_forgotten>},
    {"a name that is not UTF-8 is forgotten, not linked",
     &Copy<&Profile::not_utf8_forgotten>},
    {"a refused link is forgotten", &Copy<&Profile::failed_link_forgotten>},
    {"READDIRPLUS with a full buffer", &Copy<&Profile::when_full>},
    {"an error forgets the rest", &Copy<&Profile::forgets_after_error>},
    {"a record that lacks padding alone is forgotten",
     &Copy<&Profile::unpadded_forgotten>},
};

}  // namespace

std::span<const RuleRow> RuleRows() { return kRows; }

}  // namespace fuse_dirents
