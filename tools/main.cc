// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The command line tool `dirents`.

#include "base/cli.h"
#include "base/fail.h"
#include "tools/app.h"

namespace fuse_dirents {
namespace {

int Main(int argc, char** argv) {
  if (!EnterCallersFolder()) return kExitBadInput;
  int exit_status = 0;
  const auto app = MakeApp(&exit_status);
  if (const auto status = ReadCommandLine(*app, argc, argv)) return *status;
  if (app->get_subcommands().empty()) {
    return Fail("no subcommand; expected one that `dirents --help` lists");
  }
  return exit_status;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
