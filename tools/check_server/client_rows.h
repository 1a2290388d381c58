// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What each client would make of a server's replies.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_CLIENT_ROWS_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_CLIENT_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "parser/profile/profile.h"
#include "tools/check_server/listing.h"

namespace fuse_dirents {

struct ClientRow {
  const Profile* profile;
  size_t replies = 0;  // Of a format that the client asks for.
  size_t errors = 0;   // Replies at which its parser returns an error.
  size_t lost = 0;     // Distinct names that its caller never gets.
  // About the first reply that loses a name or is an error; empty if none is.
  std::string lost_name = {}, why = {}, request = {};

  // "all names", "loses 3 names, such as "a\\b": ...", "is sent no reply".
  std::string Text() const;
};

class ClientRows {
 public:
  ClientRows();

  // Gives the reply to every client that asks for its format.
  void Add(const Batch& batch);

  // One for each profile, in the order of AllProfiles().  None before Add().
  std::span<const ClientRow> rows() const {
    return std::span<const ClientRow>(rows_).first(any_ ? rows_.size() : 0);
  }

 private:
  std::vector<ClientRow> rows_;
  bool any_ = false;
  // Hashes of the names lost by each client, so that they cost 8 bytes each.
  std::vector<std::unordered_set<uint64_t>> lost_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_CLIENT_ROWS_H_
