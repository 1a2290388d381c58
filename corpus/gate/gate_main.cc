// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// bazel test //corpus/gate

#include <cstdio>
#include <string>

#include "corpus/gate/corpus_files.h"
#include "corpus/gate/gate.h"

namespace fuse_dirents {
namespace {

int Main(const char* folder) {
  std::string problem;
  const auto files = ReadCorpus(folder, &problem);
  if (!files) {
    std::fprintf(stderr, "%s\n", problem.c_str());
    return 2;
  }
  Gate gate;
  const Problems problems = CheckCorpus(*files, &gate);
  for (const std::string& text : problems) {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
  std::printf("%zu files, %zu comparisons of all parsers, %zu problems\n",
              files->size(), gate.comparisons(), problems.size());
  return problems.empty() && gate.comparisons() > 0 ? 0 : 1;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  return fuse_dirents::Main(argc > 1 ? argv[1] : "corpus");
}
