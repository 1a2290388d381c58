// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/run_tool.h"

#include <filesystem>

#include "base/process.h"
#include "base/text.h"

namespace fuse_dirents {

std::optional<std::string> RunTool(const Tree& tree,
                                   const std::vector<std::string>& argv,
                                   bool may_find, std::string* problem) {
  const std::filesystem::path root = tree.root;
  Process process = {
      // Launchers look for their files from RUNFILES_DIR on, and paths on the
      // command line are absolute.
      .argv = {"/usr/bin/env", "-u", "BUILD_WORKING_DIRECTORY",
               "RUNFILES_DIR=" + root.parent_path().string(),
               // The programs that measure coverage set it themselves.
               "LLVM_PROFILE_FILE=/dev/null", root / argv.front()},
      .directory = root};
  process.argv.insert(process.argv.end(), argv.begin() + 1, argv.end());
  tree.progress->Show(argv.front());
  const auto run = RunProcess(process, problem);
  tree.progress->Erase();
  if (!run) {
    *problem = argv.front() + ": " + *problem;
    return std::nullopt;
  }
  const int status = run->ending.status();
  if (status == 0 || (may_find && status == 1)) return run->out;
  const auto said = Split(run->err.empty() ? run->out : run->err, '\n');
  *problem = argv.front() + ": " + run->ending.ToText() +
             (said.empty() ? "" : ": " + said.back());
  return std::nullopt;
}

}  // namespace fuse_dirents
