// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rule kMutable: a directory whose entries come and go during a listing.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_SCRATCH_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_SCRATCH_H_

#include <memory>
#include <string>

#include "tools/check_server/directory_reader.h"
#include "tools/check_server/results.h"

namespace fuse_dirents {

// A directory in a server's backing store, removed at the end.
class Scratch {
 public:
  // Its name.
  static constexpr char kName[] = "dirents-check-scratch";

  // Makes it in `parent`, with files that stay and files that will go.  Returns
  // null and sets *problem to one line if that fails.
  static std::unique_ptr<Scratch> Make(const std::string& parent,
                                       std::string* problem);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // Lists the directory with `reader`.  Between the requests, removes files and
  // adds others.  A file of the backing store that cannot be changed makes the
  // rule not applicable.
  void Check(DirectoryReader* reader, Results* results);

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}

  // Makes what Make() promises, whatever an earlier Check() has changed.
  bool Reset();
  // The step number `step`.
  bool Change(int step);

  const std::string path_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_SCRATCH_H_
