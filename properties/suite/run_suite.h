// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a test of dirent_parser_suite() for a planted parser, and keeps what it
// prints.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_RUN_SUITE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_RUN_SUITE_H_

#include <stdio.h>
#include <sys/wait.h>

#include <string>

namespace fuse_dirents {

struct Printed {
  int status;  // Exit status.
  std::string printed;
};

// Runs `suite`_`check` with the environment of planted_parsers.cc: `plant` is
// the mutant, and may be followed by other variables.
inline Printed RunSuite(const std::string& check, const std::string& plant,
                        const std::string& flags = "",
                        const std::string& suite = "planted") {
  const std::string command = "PLANTED=" + plant + " properties/suite/" +
                              suite + "_" + check + " --check=" + check + " " +
                              flags + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  Printed run = {-1, ""};
  if (pipe == nullptr) return run;
  char buffer[4096];
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    run.printed.append(buffer, n);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) run.status = WEXITSTATUS(status);
  return run;
}

// The recipe that a failed run prints for --replay; empty if it prints none.
inline std::string Recipe(const std::string& printed) {
  const std::string from = "with --replay=FILE\n";
  const size_t start = printed.find(from);
  if (start == printed.npos) return "";
  const size_t begin = start + from.size();
  return printed.substr(begin, printed.find("\n---", begin) + 1 - begin);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_RUN_SUITE_H_
