// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules about READDIR, READDIRPLUS, LOOKUP and FORGET together.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_NODE_RULES_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_NODE_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parser/wire.h"
#include "tools/capture/fuse_client.h"
#include "tools/check_server/fuse_reader.h"
#include "tools/check_server/listing.h"
#include "tools/check_server/listing_rules.h"
#include "tools/check_server/results.h"

namespace fuse_dirents {

// READDIR and READDIRPLUS gave these listings: the rule kPlusAgrees.
void CheckPlusAgrees(const Listing& plain, const Listing& plus,
                     FuseReader* plus_reader, Results* results);

// One listing whose requests are READDIR and READDIRPLUS in turn, of the names
// in `expected`: the rule kSharedCookies.
void CheckSharedCookies(FuseReader* plain, FuseReader* plus,
                        const Listing& expected, Results* results);

// kLookupAgrees, kLookupsCounted and kForgottenReturns, for the first entries
// of a directory.
class NodeRules {
 public:
  // Entries of a directory whose lookups are checked.
  static constexpr size_t kMostEntries = 256;

  // `reader` lists the directory `nodeid`; by READDIRPLUS if `plus`.
  NodeRules(FuseClient* client, uint64_t nodeid, FuseReader* reader, bool plus,
            Results* results, const OnProgress* progress)
      : client_(*client),
        nodeid_(nodeid),
        reader_(*reader),
        plus_(plus),
        results_(*results),
        progress_(*progress) {}

  void Run();

 private:
  // Of the record at `pos` of a batch.
  struct Record {
    std::string name;
    FuseDirentplus header;
    size_t pos;
  };

  void Check(const Record& record, const Batch& batch);
  void Agree(const Record& record, const FuseEntryOut& out, const Batch& batch);
  // Whether GETATTR finds the node.
  bool Alive(RuleId rule, uint64_t nodeid, const Record& record,
             const Batch& batch, std::string_view when);
  // Asks for `before` again, and for the nodes that come.
  void ReturnByPlus(uint64_t handle, const Batch& before);

  FuseClient& client_;
  const uint64_t nodeid_;
  FuseReader& reader_;
  const bool plus_;
  Results& results_;
  const OnProgress& progress_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_NODE_RULES_H_
