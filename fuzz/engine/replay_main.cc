// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Stands in for libFuzzer in builds without it: runs a fuzz target on files.
//
//   TARGET PATH...
//
// A PATH is a file, a folder (all files below it), or @LIST, a file of paths
// separated by commas.  The target sees the empty input first, then the files
// sorted by path, each in a heap block of its exact size, so that a sanitizer
// sees a read one past the end.  Fails if the target does not return 0, if a
// file cannot be read, and if there is none.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "base/files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" __attribute__((weak)) int LLVMFuzzerInitialize(int* argc,
                                                          char*** argv);

// A custom mutator calls this and is linked with the target.  Nothing mutates
// here, so it keeps the input as it is.
extern "C" __attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data,
                                                         size_t size,
                                                         size_t max_size);
extern "C" size_t LLVMFuzzerMutate(uint8_t* /*data*/, size_t size,
                                   size_t max_size) {
  return std::min(size, max_size);
}

namespace {

[[noreturn]] void Fail(const std::string& problem) {
  std::fprintf(stderr, "replay: %s\n", problem.c_str());
  std::exit(1);
}

std::string Read(const std::string& path) {
  std::string problem;
  const auto bytes = fuse_dirents::ReadFile(path, &problem);
  if (!bytes) Fail(problem);
  return *bytes;
}

void AddPath(const std::string& path, std::vector<std::string>* files) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    files->push_back(path);
    return;
  }
  std::filesystem::recursive_directory_iterator it(path, error);
  for (; !error && it != end(it); it.increment(error)) {
    if (it->is_regular_file()) files->push_back(it->path().string());
  }
  if (error) Fail(path + ": cannot be listed");
}

void AddList(const std::string& path, std::vector<std::string>* files) {
  const std::string list = Read(path);
  for (size_t begin = 0; begin < list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    AddPath(list.substr(begin, end - begin), files);
    begin = end + 1;
  }
}

void Run(const std::string& name, const std::string& bytes) {
  // Not a vector, whose capacity may exceed its size; malloc for the empty
  // input too, so that its first byte is out of bounds.
  const std::unique_ptr<uint8_t, decltype(&std::free)> copy(
      static_cast<uint8_t*>(std::malloc(bytes.size())), &std::free);
  if (!bytes.empty()) {
    if (copy == nullptr) Fail(name + ": too large for memory");
    std::memcpy(copy.get(), bytes.data(), bytes.size());
  }
  if (LLVMFuzzerTestOneInput(copy.get(), bytes.size()) != 0) {
    Fail(name + ": the target returned non-zero");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (LLVMFuzzerInitialize != nullptr) LLVMFuzzerInitialize(&argc, &argv);
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] == '@') {
      AddList(argv[i] + 1, &files);
    } else {
      AddPath(argv[i], &files);
    }
  }
  if (files.empty()) {
    Fail("no seed among the arguments: " + std::string(argv[0]) + " PATH...");
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());

  Run("(the empty input)", "");
  for (const std::string& file : files) {
    // Named first, so that a crash says where.
    std::printf("replay: %s\n", file.c_str());
    std::fflush(stdout);
    Run(file, Read(file));
  }
  std::printf("replay: %zu inputs passed, the empty one among them\n",
              files.size() + 1);
  return 0;
}
