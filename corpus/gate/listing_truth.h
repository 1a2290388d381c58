// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What stat said of a directory that a server served: an account of the replies
// that neither the server nor a parser of ours had a hand in.
//
//     READDIR ino type
//     READDIRPLUS ino type attr_ino
//     d 4711 "."
//     d 4710 ".."
//     f 4712 "f00000" 20000
//     l 4788 "symlink"
//
// captured/SERVER/DIRECTORY.listing holds one, made by
// tools/capture/servers/list_directory.py.  In front stands what the server
// passes on in replies of each opcode, and what else it makes up:
//
//     ino        the record's inode number
//     type       the record's type, and the mode's where there are attributes
//     attr_ino   the attributes' inode number, where there are attributes
//     dots       all this also for "." and ".."
//     -          nothing but names
//
// Then a line for each name: its type, as `find -printf %y` tells it, inode
// number, and name in quotes.  A count behind it stands for so many names,
// whose number at the end, like the inode number, grows by one.

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

// What stands behind the name of a directory to name its listing.
inline constexpr std::string_view kListingEnding = ".listing";

// Above so many names, no listing need be kept whole.
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
    size_t line;  // Where it stands, counted from 1.
  };

  // By format; absent where the server has no such opcode.
  std::map<RecordFormat, Passed> passed;
  std::map<std::string, Entry, std::less<>> entries;  // "." and ".." too.
};

// On failure returns nothing, and says in *problem which line is wrong and what
// was expected.
std::optional<ListingTruth> ParseListingTruth(std::string_view text,
                                              std::string* problem);

// What has been compared.
struct ListingCounts {
  size_t replies = 0;
  size_t entries = 0;
  size_t whole_listings = 0;  // All replies of which are kept.
};

// Compares every captured reply with its directory's listing.  In a reply, and
// among the replies of one listing, each name is there once, is in the
// directory, and has what the server passes on; a whole listing has all names,
// and a directory of up to kAlwaysWhole names has one in each format.
// PROVENANCE.tsv knows every reply, its digest and how one follows another.
// Adds to *counts.  Each problem begins with a file's path.
std::vector<std::string> CheckListings(const CorpusFiles& files,
                                       ListingCounts* counts);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_LISTING_TRUTH_H_
