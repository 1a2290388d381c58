// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What stat said of a directory that a server served.  It checks the replies
// independently of the server and of our parsers.
//
//     READDIR ino type
//     READDIRPLUS ino type attr_ino
//     d 4711 "."
//     d 4710 ".."
//     f 4712 "f00000" 20000
//     l 4788 "symlink"
//
// captured/SERVER/DIRECTORY.listing is one, made by
// tools/capture/servers/list_directory.py.  The first lines say what the server
// passes on in replies of each opcode; it makes up the rest:
//
//     ino        the record's inode number
//     type       the record's type, and the mode's if there are attributes
//     attr_ino   the attributes' inode number, if there are attributes
//     dots       all this also for "." and ".."
//     -          only names
//
// Then a line for each name: its type as `find -printf %y` prints it, its inode
// number, and the name in quotes.  A count after it makes the line stand for
// that many names; the number at the end of the name and the inode number grow
// by one.

#ifndef FUSE_DIRENTS_CORPUS_GATE_LISTING_TRUTH_H_
#define FUSE_DIRENTS_CORPUS_GATE_LISTING_TRUTH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The ending that a listing adds to the name of its directory.
inline constexpr std::string_view kListingEnding = ".listing";

// Directories with more names need not have a whole listing.
inline constexpr size_t kAlwaysWhole = 1000;

struct ListingTruth {
  // What a server passes on.
  struct Passed {
    bool ino = false;
    bool type = false;
    bool attr_ino = false;
    bool dots = false;
  };
  struct Entry {
    uint32_t type;  // DT_*.
    uint64_t ino;
    size_t line;  // From 1.
  };

  // By format; absent if the server has no such opcode.
  std::map<RecordFormat, Passed> passed;
  std::map<std::string, Entry, std::less<>> entries;  // With "." and "..".
};

// On failure returns nothing and sets *problem to the line and what was
// expected.
std::optional<ListingTruth> ParseListingTruth(std::string_view text,
                                              std::string* problem);

// What was compared.
struct ListingCounts {
  size_t replies = 0;
  size_t entries = 0;
  size_t whole_listings = 0;  // Listings with all their replies.
};

// Compares every captured reply with its directory's listing.  In the replies
// of one listing each name occurs once, is in the directory, and has the values
// that the server passes on.  A whole listing has all names, and a directory of
// up to kAlwaysWhole names has one in each format.  PROVENANCE.tsv lists every
// reply, its digest and its place in the listing.  Adds to *counts.  Each
// problem begins with a file's path.
std::vector<std::string> CheckListings(const CorpusFiles& files,
                                       ListingCounts* counts);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_LISTING_TRUTH_H_
