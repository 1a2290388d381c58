// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Checks the directories of one server by every rule.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_SERVER_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/capture/fuse_client.h"
#include "tools/check_server/client_rows.h"
#include "tools/check_server/listing_rules.h"
#include "tools/check_server/results.h"
#include "tools/check_server/scratch.h"

namespace fuse_dirents {

struct CheckPlan {
  std::vector<std::string> directories;  // Paths from the server's root.
  // In the first of them; null: the rule kMutable is not applicable.
  Scratch* scratch = nullptr;
};

struct CheckReport {
  struct Directory {
    std::string path;    // "/d".
    size_t entries = 0;  // Of the first listing.
  };

  std::string server;    // The command, or what was checked.
  std::string protocol;  // "FUSE 7.31 with READDIRPLUS", or "getdents64".
  // What could not be checked as it should, as sentences.
  std::vector<std::string> notes;
  uint64_t requests = 0;
  std::vector<Directory> directories;
  Results results;
  ClientRows clients;
};

// Checks a server from INIT to DESTROY.  Returns false and sets *problem to one
// line if it stops answering, or if there is no such directory.
bool CheckServer(FuseClient& client, const CheckPlan& plan,
                 const OnProgress& progress, CheckReport* report,
                 std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_SERVER_H_
