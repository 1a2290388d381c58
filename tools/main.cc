// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The command line tool `dirents`.

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "CLI/CLI.hpp"
#include "base/fail.h"
#include "tools/subcommands.h"
#include "tools/version.h"

namespace fuse_dirents {
namespace {

// CLI11's message about a bad command line, as one sentence.
std::string OneLine(const CLI::ParseError& error) {
  std::string text = error.what();
  constexpr std::string_view kUnexpected =
      "The following argument was not expected: ";
  constexpr std::string_view kSeveralUnexpected =
      "The following arguments were not expected: ";
  for (const std::string_view start : {kUnexpected, kSeveralUnexpected}) {
    if (text.starts_with(start)) {
      text = text.substr(start.size()) + ": not an argument of this command";
    }
  }
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

// The command whose help to read.
std::string CommandName(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? "dirents" : "dirents " + chosen[0]->get_name();
}

int Main(int argc, char** argv) {
  // `bazel run` starts programs in another folder than the one it is called in.
  if (const char* directory = std::getenv("BUILD_WORKING_DIRECTORY")) {
    if (chdir(directory) != 0) {
      return Fail(std::string(directory) + ": " + std::strerror(errno));
    }
  }
  int exit_status = 0;
  CLI::App app(
      "Looks at FUSE directory replies, captures them, reduces those that "
      "break a fuzz target, and files those worth keeping.",
      "dirents");
  app.set_version_flag("--version", "dirents " FUSE_DIRENTS_VERSION);
  app.require_subcommand(0, 1);
  AddAdd(app, &exit_status);
  AddCapture(app, &exit_status);
  AddDump(app, &exit_status);
  AddTriage(app, &exit_status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help or --version.
    if (error.get_exit_code() == 0) return app.exit(error);
    return Fail(OneLine(error) + "; expected what `" + CommandName(app) +
                " --help` lists");
  }
  if (app.get_subcommands().empty()) {
    return Fail("no subcommand; expected one that `dirents --help` lists");
  }
  return exit_status;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
