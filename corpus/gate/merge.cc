// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds the inputs of a fuzzer that bring new features to the corpus:
//
//     bazel run //corpus/gate:merge -- --target reply_fuzzer DIR

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/fail.h"
#include "base/in_workspace.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/filing.h"
#include "corpus/gate/manifest.h"
#include "corpus/gate/merge_finds.h"
#include "fuzz/inputs/fuzz_targets.h"

namespace fuse_dirents {
namespace {

// Nothing, and the names of the targets with inputs that are replies, if `name`
// is none of them.
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
  if (!EnterCallersFolder()) return kExitBadInput;
  std::string folder, target, corpus = InWorkspace("corpus");
  CLI::App app{"Adds the inputs of a fuzzer that bring new features."};
  app.add_option("DIR", folder, "A fuzzer's corpus")->required();
  app.add_option("--target", target, "The fuzz target")->required();
  app.add_option("--corpus", corpus, "Where to add them");
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;
  std::string names;
  const auto format = FormatOfTargetCalled(target, &names);
  if (!format) {
    return Fail("--target " + target +
                ": no target whose inputs are replies; expected one of " +
                names);
  }
  std::string problem;
  const auto files = ReadCorpus(corpus, &problem);
  if (!files) return Fail(problem);
  if (!files->contains(kManifest)) {
    return Fail(corpus + ": holds no " + std::string(kManifest) +
                "; expected the folder of the corpus");
  }
  const auto finds = ReadFinds(folder, &problem);
  if (!finds) return Fail(problem);
  const MergedFinds merged = MergeFinds(*files, *format, *finds);
  std::vector<NewFile> added;
  size_t bytes = 0;
  for (const MergedFinds::Kept& kept : merged.kept) {
    added.push_back(kept.file);
    bytes += kept.file.contents.size();
  }
  if (!added.empty() && !FileInputs(corpus, *files, added, &problem)) {
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
