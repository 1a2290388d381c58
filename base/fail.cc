// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/fail.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace fuse_dirents {

std::string ProgramName() { return program_invocation_short_name; }

int Fail(std::string_view message) {
  std::string line = ProgramName() + ": ";
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
  return kExitBadInput;
}

int PrintOutput(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
      std::fflush(stdout) != 0) {
    return Fail(std::string("stdout: cannot write: ") + std::strerror(errno));
  }
  return 0;
}

}  // namespace fuse_dirents
