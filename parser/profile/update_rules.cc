// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rewrites the table of profiles in RULES.md:
//
//     bazel run //parser/profile:update_rules

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "parser/profile/profile_table.h"

namespace fuse_dirents {
namespace {

constexpr int kBadInput = 2;

int Main() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    std::fprintf(stderr, "expected to be started by 'bazel run'\n");
    return kBadInput;
  }
  const std::string path = std::string(workspace) + "/parser/RULES.md";
  std::ifstream in(path, std::ios::binary);
  const std::string old{std::istreambuf_iterator<char>(in), {}};
  const auto rules = WithProfileTable(old);
  if (!rules) {
    std::fprintf(stderr, "%s: expected '%.*s' and '%.*s', once each\n",
                 path.c_str(), static_cast<int>(kTableBegins.size() - 1),
                 kTableBegins.data(), static_cast<int>(kTableEnds.size() - 1),
                 kTableEnds.data());
    return kBadInput;
  }
  if (*rules == old) {
    std::printf("%s is up to date\n", path.c_str());
    return 0;
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << *rules;
  if (!out.flush()) {
    std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
    return kBadInput;
  }
  std::printf("%s rewritten\n", path.c_str());
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main() { return fuse_dirents::Main(); }
