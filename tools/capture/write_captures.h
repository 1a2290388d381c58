// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_WRITE_CAPTURES_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_WRITE_CAPTURES_H_

#include <string>
#include <vector>

#include "tools/capture/capture_directory.h"

namespace fuse_dirents {

inline constexpr char kProvenanceFile[] = "PROVENANCE.tsv";

// What all replies of one capture share.
struct Provenance {
  std::string server;   // The program's name.
  std::string version;  // As the program tells it.
  uint32_t minor;       // Of the protocol, major 7.
  std::string command;  // Captures the replies again.
};

// Drops each reply whose payload and format an earlier one has.
std::vector<CapturedReply> DropRepeats(std::vector<CapturedReply> replies);

// The text of PROVENANCE.tsv: a heading, then one TsvLine() a reply, with the
// XXH3 128-bit digest of its payload, which `xxh128sum` prints too.
std::string ProvenanceText(const Provenance& provenance,
                           const std::vector<CapturedReply>& replies);

// Whether WriteCaptures() could put its files at `dir`: nothing is there, or an
// empty directory, or, with `force`, a directory that holds nothing but an
// earlier capture.  Else *problem names what is in the way.
bool MayWriteTo(const std::string& dir, bool force, std::string* problem);

// Makes the directory `dir` with one file a reply and PROVENANCE.tsv: all of
// it or, returning false with *problem set, nothing.
bool WriteCaptures(const std::string& dir, bool force,
                   const Provenance& provenance,
                   const std::vector<CapturedReply>& replies,
                   std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_WRITE_CAPTURES_H_
