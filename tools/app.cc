// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/app.h"

#include "tools/subcommands.h"
#include "tools/version.h"

namespace fuse_dirents {

std::unique_ptr<CLI::App> MakeApp(int* exit_status) {
  auto app = std::make_unique<CLI::App>(
      "Checks parsers and servers of FUSE directory replies, and shows, "
      "captures, reduces and files replies.",
      "dirents");
  app->set_version_flag("--version", "dirents " FUSE_DIRENTS_VERSION);
  app->require_subcommand(0, 1);
  AddAdd(*app, exit_status);
  AddCapture(*app, exit_status);
  AddCheckParser(*app, exit_status);
  AddCheckServer(*app, exit_status);
  AddDraw(*app, exit_status);
  AddDump(*app, exit_status);
  AddExplain(*app, exit_status);
  AddHelp(*app, exit_status);
  AddTriage(*app, exit_status);
  return app;
}

}  // namespace fuse_dirents
