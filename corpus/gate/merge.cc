// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds the inputs of a fuzzer that bring new features to the corpus:
//
//     bazel run //corpus/gate:merge -- --target reply_fuzzer DIR

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "corpus/gate/filing.h"
#include "corpus/gate/manifest.h"
#include "corpus/gate/merge_finds.h"
#include "fuzz/inputs/fuzz_targets.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kBadInput = 2;

int Fail(const std::string& problem) {
  std::fprintf(stderr, "merge: %s\n", problem.c_str());
  return kBadInput;
}

struct Options {
  std::string finds, target, corpus;
};

// Reads flags and one folder.  Returns an error's text, or nothing.
std::string Read(int argc, char** argv, Options* options) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    std::string* value = word == "--target"   ? &options->target
                         : word == "--corpus" ? &options->corpus
                                              : nullptr;
    if (value != nullptr) {
      if (++i == argc) return word + ": expected a value behind it";
      *value = argv[i];
    } else if (word.starts_with("-") || !options->finds.empty()) {
      return "'" + word +
             "': expected DIR --target NAME, and perhaps --corpus FOLDER";
    } else {
      options->finds = word;
    }
  }
  if (options->finds.empty()) return "expected DIR, a fuzzer's corpus";
  if (options->corpus.empty()) {
    const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
    if (workspace == nullptr) {
      return "expected to be started by 'bazel run', or --corpus FOLDER";
    }
    options->corpus = std::string(workspace) + "/corpus";
  }
  return "";
}

// Nothing if no target with inputs that are replies has this name.
std::optional<TargetFormat> FormatOfTargetCalled(std::string_view name,
                                                 std::string* names) {
  for (const FuzzTarget& target : OurFuzzTargets()) {
    if (!target.kind.reply) continue;
    if (target.name == name) return target.kind.reply;
    *names += (names->empty() ? "" : ", ") + std::string(target.name);
  }
  return std::nullopt;
}

int Main(int argc, char** argv) {
  // Paths are relative to where the command was typed.
  if (const char* directory = std::getenv("BUILD_WORKING_DIRECTORY")) {
    if (chdir(directory) != 0) return Fail(std::string(directory) + ": gone");
  }
  Options options;
  std::string problem = Read(argc, argv, &options);
  if (!problem.empty()) return Fail(problem);
  std::string names;
  const auto format = FormatOfTargetCalled(options.target, &names);
  if (!format) {
    return Fail("--target " + options.target +
                ": no target whose inputs are replies; expected one of " +
                names);
  }
  const auto files = ReadCorpus(options.corpus, &problem);
  if (!files) return Fail(problem);
  if (!files->contains(kManifest)) {
    return Fail(options.corpus + ": holds no " + std::string(kManifest) +
                "; expected the folder of the corpus");
  }
  const auto finds = ReadFinds(options.finds, &problem);
  if (!finds) return Fail(problem);
  const MergedFinds merged = MergeFinds(*files, *format, *finds);
  std::vector<NewFile> added;
  size_t bytes = 0;
  for (const MergedFinds::Kept& kept : merged.kept) {
    added.push_back(kept.file);
    bytes += kept.file.contents.size();
  }
  if (!added.empty() && !FileInputs(options.corpus, *files, added, &problem)) {
    return Fail(problem);
  }
  for (const MergedFinds::Kept& kept : merged.kept) {
    std::printf("%s: %zu bytes, %zu new: %s%s\n", kept.file.path.c_str(),
                kept.file.contents.size(), kept.added.size(),
                kept.added.begin()->c_str(),
                kept.added.size() > 1 ? ", ..." : "");
  }
  std::printf(
      "%zu inputs read: %zu known, %zu add nothing, %zu kept (%zu bytes)\n",
      finds->size(), merged.known, merged.adds_nothing, merged.kept.size(),
      bytes);
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
