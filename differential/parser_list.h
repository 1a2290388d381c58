// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every parser that the suite runs, in one list.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_PARSER_LIST_H_
#define FUSE_DIRENTS_DIFFERENTIAL_PARSER_LIST_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {

// How the bytes of a laid out reply are shown to a parser.
enum class Presentation : uint8_t {
  kLinear,     // One buffer whose last byte touches an unreadable page.
  kMapped,     // One view of the pages, as vm_map_ram() makes it.
  kSegmented,  // The page descs, one segment each.
};

std::string_view PresentationName(Presentation presentation);

// dirents_parse() with the profile in front.  A parser that knows one client
// only may ignore the profile.
using ParseFunction =
    std::function<int(const Profile& profile, const dirents_reply& reply,
                      const dirents_sink& sink, uint64_t* pos)>;

struct ListedParser {
  std::string name;  // As in reports: "reader/mapped".
  Presentation presentation;
  ParseFunction parse;
};

// The reference first, then the reader in each presentation.
std::span<const ListedParser> OurParsers();

// `parse` by the rules of `profile`, whatever profile a case names.  Borrows
// `profile`.
ParseFunction BindProfile(ParseFunction parse, const Profile& profile);

// Calls a parser of the C ABI, whose profile is fixed.
template <int (*kParse)(const dirents_reply*, const dirents_sink*, uint64_t*)>
int IgnoringProfile(const Profile&, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos) {
  return kParse(&reply, &sink, pos);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_PARSER_LIST_H_
