// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// ReaddirClient and the running kernel, each with an open directory that holds
// the same.  The bytes that the kernel gets are those of ModelServer.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_TWO_CLIENTS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_TWO_CLIENTS_H_

#include <chrono>
#include <memory>
#include <string>

#include "oracle/linux_live/live_mount.h"
#include "parser/wire.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {

class TwoClients {
 public:
  struct Options {
    RecordFormat format = RecordFormat::kDirent;
    bool cached = false;      // FOPEN_CACHE_DIR.
    bool keep_cache = false;  // FOPEN_KEEP_CACHE of every open.
    // How long the kernel's server reads nothing after its reply to a READDIR.
    // 0: it goes on, and that of the model reads every FORGET.
    std::chrono::milliseconds pause{0};
    std::chrono::milliseconds patience{10000};
  };

  // Where no mount can be made, returns null and says why in one line.  Names
  // have at most LiveMount::kMaxCachedName bytes.
  static std::unique_ptr<TwoClients> Make(const Options& options,
                                          std::string* why_not);

  // The directory of both.  It begins empty.
  ModelServer& server() { return rig_.server; }

  // A listing to its end, or to an error, from where the open directory stands:
  // "2 requests: a b", "1 requests: error -EIO", "1 requests: hangs".  The
  // kernel hangs if the call returned only after the pause.
  std::string ListByModel();
  std::string ListByKernel();

  void Rewind();  // lseek(2) to 0, of both.
  void Reopen();  // Of both.

  const LiveMount& mount() const { return *mount_; }

 private:
  explicit TwoClients(const Options& options);

  const Options options_;
  ListingRig rig_;
  std::unique_ptr<LiveMount> mount_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_TWO_CLIENTS_H_
