// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_WRITE_CAPTURES_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_WRITE_CAPTURES_H_

#include <string>
#include <vector>

#include "tools/capture/capture_directory.h"

namespace fuse_dirents {

inline constexpr char kProvenanceFile[] = "PROVENANCE.tsv";

// Where the replies of one capture come from.
struct Provenance {
  std::string server;   // The program's name.
  std::string version;  // As the program prints it.
  uint32_t minor;       // Minor version of the protocol; the major is 7.
  std::string command;  // The command line that captures the replies again.
};

// Drops each reply with the payload and format of an earlier one.
std::vector<CapturedReply> DropRepeats(std::vector<CapturedReply> replies);

// The text of PROVENANCE.tsv: a heading, then one TsvLine() a reply, with the
// XXH3 128-bit digest of its payload, which `xxh128sum` prints too.
std::string ProvenanceText(const Provenance& provenance,
                           const std::vector<CapturedReply>& replies);

// Whether WriteCaptures() may put its files at `dir`: nothing is there, or an
// empty directory, or, with `force`, a directory with only an earlier capture.
// If not, *problem names what is in the way.
bool MayWriteTo(const std::string& dir, bool force, std::string* problem);

// Makes the directory `dir` with one file a reply and PROVENANCE.tsv, all at
// once.  On failure makes nothing, returns false and sets *problem.
bool WriteCaptures(const std::string& dir, bool force,
                   const Provenance& provenance,
                   const std::vector<CapturedReply>& replies,
                   std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_WRITE_CAPTURES_H_
