// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What fake_server can do wrong in a listing, and which rule of `dirents
// check-server` says so.

#ifndef FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAULTS_H_
#define FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAULTS_H_

#include <string_view>

namespace fuse_dirents {

struct Fault {
  std::string_view mode;  // As on fake_server's command line.
  std::string_view rule;  // The id of the one rule that fails.
};

// At least one for each rule.
inline constexpr Fault kFaults[] = {
    {"error_at_offset", "answered"},
    {"too_long", "reply_size"},
    {"cut_record", "whole_records"},
    {"empty_name", "namelen"},
    {"long_name", "namelen"},
    {"slash", "slash"},
    {"nul", "nul"},
    {"stale_padding", "padding_zero"},
    {"type_3", "type_bits"},
    {"type_not_of_mode", "type_bits"},
    {"ino_0", "ino_nonzero"},
    {"negative_off", "off_positive"},
    {"bad_nsec", "attr_plausible"},
    {"no_links", "attr_plausible"},
    {"no_file_type", "attr_plausible"},
    {"huge_size", "attr_plausible"},
    {"odd_blksize", "attr_plausible"},
    {"dots_looked_up", "dots_not_looked_up"},
    {"same_off", "off_unique"},
    {"off_0", "off_unique"},
    {"endless", "end"},
    {"end_once", "end"},
    {"dot_is_file", "dot_names"},
    {"one_dot", "dot_names"},
    {"loses_at_1_mib", "same_names"},
    {"doubles_at_1_mib", "same_names"},
    {"doubles_always", "same_names"},
    {"resume_skips", "cookies_resume"},
    {"forward_only", "seek_back"},
    {"rewind_skips", "rewind"},
    {"one_position", "two_handles"},
    {"cut_when_small", "small_request"},
    {"error_when_small", "small_request"},
    {"positional", "mutable"},
    {"readdir_other_ino", "plus_agrees"},
    {"plus_omits", "plus_agrees"},
    {"readdir_omits", "plus_agrees"},
    {"plus_other_type", "plus_agrees"},
    {"plus_other_cookies", "shared_cookies"},
    {"lookup_other_node", "lookup_agrees"},
    {"lookup_new_node", "lookup_agrees"},
    {"lookup_other_mode", "lookup_agrees"},
    {"lookup_fails", "lookup_agrees"},
    {"plus_not_counted", "lookups_counted"},
    {"forget_takes_all", "lookups_counted"},
    {"forgotten_stays", "forgotten_returns"},
    {"forgotten_not_listed", "forgotten_returns"},
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_FAKE_SERVER_FAULTS_H_
