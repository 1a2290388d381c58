// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/cli.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "base/fail.h"

namespace fuse_dirents {
namespace {

// CLI11's message, in the words of the other messages.  Fail() makes it one
// line.
std::string Message(const CLI::ParseError& error) {
  std::string text = error.what();
  for (const std::string_view start :
       {"The following argument was not expected: ",
        "The following arguments were not expected: "}) {
    if (text.starts_with(start)) {
      return text.substr(start.size()) + ": not an argument of this command";
    }
  }
  return text;
}

// The command whose help to read.
std::string CommandName(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return app.get_name() + (chosen.empty() ? "" : " " + chosen[0]->get_name());
}

}  // namespace

std::optional<int> ReadCommandLine(CLI::App& app, int argc,
                                   const char* const* argv) {
  if (app.get_name().empty()) app.name(ProgramName());
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help or --version.
    if (error.get_exit_code() == 0) return app.exit(error);
    return Fail(Message(error) + "; expected what `" + CommandName(app) +
                " --help` lists");
  }
  return std::nullopt;
}

bool EnterCallersFolder() {
  const char* directory = std::getenv("BUILD_WORKING_DIRECTORY");
  if (directory == nullptr || chdir(directory) == 0) return true;
  Fail(std::string(directory) + ": " + std::strerror(errno));
  return false;
}

}  // namespace fuse_dirents
