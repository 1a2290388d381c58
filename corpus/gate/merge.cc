// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds the inputs of a fuzzer that bring new features to the corpus:
//
//     bazel run //corpus:merge -- --target reply_fuzzer DIR
//     bazel run //corpus:merge -- --from-testlogs
//
// Exit status: 0, 1 if the test logs hold a finding, 2 for bad input; then the
// corpus has not changed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/fail.h"
#include "base/in_workspace.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/filing.h"
#include "corpus/gate/manifest.h"
#include "corpus/gate/merge_finds.h"
#include "fmt/format.h"
#include "fuzz/fleet/testlogs.h"
#include "fuzz/inputs/fuzz_targets.h"

namespace fuse_dirents {
namespace {

constexpr int kExitFinding = 1;

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

// The finds of all shards whose inputs are replies.
std::optional<std::vector<Find>> FindsOfFleet(const Fleet& fleet,
                                              std::string* problem) {
  std::vector<Find> finds;
  for (const FleetShard& shard : fleet.shards) {
    std::string names;
    const auto format = FormatOfTargetCalled(shard.record.target.name, &names);
    if (!format) continue;
    for (const std::string& find : shard.finds) {
      if (!IsShortEnough(find, shard.place, problem)) return std::nullopt;
    }
    auto more = FindsOf(*format, shard.finds);
    std::ranges::move(more, std::back_inserter(finds));
  }
  return finds;
}

// A row for each target, then each finding.  Returns whether there is none.
bool PrintFleet(const Fleet& fleet) {
  const FleetPlan& plan = fleet.plan;
  fmt::print("{} shards of each target, {} runs each, seed {}, digest {}\n",
             plan.shards, plan.runs, plan.seed, fleet.digest());
  fmt::print("{:<20} {:>12} {:>6} {:>8} {:>8}\n", "target", "runs", "edges",
             "finds", "findings");
  for (const FleetPlan::Target& target : plan.targets) {
    uint64_t runs = 0, edges = 0;
    size_t finds = 0, findings = 0;
    for (const FleetShard& shard : fleet.shards) {
      if (shard.record.target != target) continue;
      runs += shard.record.executed;
      edges = std::max(edges, shard.record.edges);
      finds += shard.finds.size();
      findings += !shard.record.ok();
    }
    fmt::print("{:<20} {:>12} {:>6} {:>8} {:>8}\n", target.name, runs, edges,
               finds, findings);
  }
  bool ok = true;
  for (const FleetShard& shard : fleet.shards) {
    const ShardRecord& record = shard.record;
    if (record.ok()) continue;
    ok = false;
    const std::string name = ShardName(record.target.name, record.shard);
    fmt::print("{}: {}: {}\n  in         {}\n", name, record.failed_phase,
               record.summary, shard.place);
    for (const std::string& finding : record.findings) {
      fmt::print("  finding    {}/{}\n", name, finding);
    }
  }
  return ok;
}

struct Options {
  std::string folder, target, corpus = InWorkspace("corpus"), testlogs;
};

// Adds `finds` to the corpus and prints what was added.  Returns the exit
// status.
int Merge(const std::string& corpus, std::vector<Find> finds) {
  std::string problem;
  const auto files = ReadCorpus(corpus, &problem);
  if (!files) return Fail(problem);
  if (!files->contains(kManifest)) {
    return Fail(corpus + ": holds no " + std::string(kManifest) +
                "; expected the folder of the corpus");
  }
  const size_t read = finds.size();
  const MergedFinds merged = MergeFinds(*files, std::move(finds));
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
    fmt::print("{}: {} bytes, {} new: {}{}\n", kept.file.path,
               kept.file.contents.size(), kept.added.size(),
               *kept.added.begin(), kept.added.size() > 1 ? ", ..." : "");
  }
  fmt::print("{} inputs read: {} known, {} add nothing, {} kept ({} bytes)\n",
             read, merged.known, merged.adds_nothing, merged.kept.size(),
             bytes);
  return 0;
}

int MergeFolder(const Options& options) {
  std::string names;
  const auto format = FormatOfTargetCalled(options.target, &names);
  if (!format) {
    return Fail("--target " + options.target +
                ": no target whose inputs are replies; expected one of " +
                names);
  }
  std::string problem;
  auto finds = ReadFinds(options.folder, &problem);
  if (!finds) return Fail(problem);
  return Merge(options.corpus, FindsOf(*format, *std::move(finds)));
}

int MergeTestlogs(const Options& options) {
  std::string problem;
  const auto fleet = ReadTestlogs(options.testlogs, &problem);
  if (!fleet) return Fail(problem);
  auto finds = FindsOfFleet(*fleet, &problem);
  if (!finds) return Fail(problem);
  const int status = Merge(options.corpus, *std::move(finds));
  if (status != 0) return status;
  return PrintFleet(*fleet) ? 0 : kExitFinding;
}

int Main(int argc, char** argv) {
  if (!EnterCallersFolder()) return kExitBadInput;
  Options options;
  CLI::App app{"Adds the inputs of a fuzzer that bring new features."};
  const auto* folder =
      app.add_option("DIR", options.folder, "A fuzzer's corpus");
  const auto* target =
      app.add_option("--target", options.target, "The fuzz target of DIR");
  const auto* testlogs =
      app.add_option("--from-testlogs", options.testlogs,
                     "Instead, the shards of a campaign: where Bazel put the "
                     "logs of //fuzz:fleet; bazel-testlogs/fuzz/fleet if no "
                     "folder is named")
          ->expected(0, 1)
          ->default_str(InWorkspace("bazel-testlogs/fuzz/fleet"));
  app.add_option("--corpus", options.corpus, "Where to add them");
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;
  const bool one = folder->count() > 0 && target->count() > 0;
  if (testlogs->count() > 0 && folder->count() + target->count() == 0) {
    return MergeTestlogs(options);
  }
  if (testlogs->count() == 0 && one) return MergeFolder(options);
  return Fail("expected --target and DIR, or --from-testlogs alone");
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
