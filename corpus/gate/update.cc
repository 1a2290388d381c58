// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rewrites what follows from the recipes: curated inputs, golden traces and the
// manifest.  Shows the changes in the traces:
//
//     bazel run //corpus/gate:update

#include <cstdio>
#include <filesystem>
#include <string>

#include "base/fail.h"
#include "base/files.h"
#include "base/in_workspace.h"
#include "base/line_diff.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/golden.h"
#include "corpus/gate/manifest.h"
#include "differential/recipe.h"

namespace fuse_dirents {
namespace {

// Makes each curated input and its trace from its recipe.
bool Rebuild(CorpusFiles* files, std::string* problem) {
  const CorpusFiles before = *files;
  for (const auto& [path, recipe] : before) {
    if (!IsCurated(path) || !path.ends_with(kRecipeEnding)) continue;
    const std::string input =
        path.substr(0, path.size() - kRecipeEnding.size());
    const auto format = FormatOf(input);
    if (!format) {
      *problem = path + ": expected .dirent or .plus in front of .recipe";
      return false;
    }
    const auto bytes = InputFromRecipe(recipe, problem);
    if (!bytes) {
      *problem = path + ": " + *problem;
      return false;
    }
    (*files)[input + std::string(kTraceEnding)] = GoldenText(*format, *bytes);
    (*files)[input] = *bytes;
  }
  files->insert_or_assign(std::string(kManifest), ManifestOf(*files));
  return true;
}

int Main() {
  const std::filesystem::path corpus = InWorkspace("corpus");
  std::string problem;
  const auto before = ReadCorpus(corpus, &problem);
  if (!before) return Fail(problem);
  // Compute everything before writing the first file.
  CorpusFiles after = *before;
  if (!Rebuild(&after, &problem)) return Fail(problem);
  int changed = 0;
  for (const auto& [path, contents] : after) {
    const auto old = before->find(path);
    if (old != before->end() && old->second == contents) continue;
    problem = WriteFile(corpus / path, contents);
    if (!problem.empty()) return Fail(problem);
    std::printf("%s: %zu bytes\n", path.c_str(), contents.size());
    if (old != before->end() && path.ends_with(kTraceEnding)) {
      std::printf("%s", LineDiff(old->second, contents).c_str());
    }
    ++changed;
  }
  std::printf("%zu files, %d changed\n", after.size(), changed);
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main() { return fuse_dirents::Main(); }
