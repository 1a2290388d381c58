// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures one target of a campaign that has run, and what a shard costs here,
// and prints what larger campaigns would give: the tables of fuzz/FLEET.md.
//
//   model MANIFEST RUNFILES --target NAME [options]; `bazel run
//   //fuzz/fleet:model` gives the first ones (bazel/fleet.bzl).

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/digest.h"
#include "base/fail.h"
#include "base/files.h"
#include "base/in_workspace.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/merge_finds.h"
#include "fmt/format.h"
#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"
#include "fuzz/fleet/testlogs.h"
#include "fuzz/inputs/fuzz_targets.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

struct Options {
  std::string target, runfiles;
  std::string testlogs = InWorkspace("bazel-testlogs/fuzz/fleet");
  std::string corpus = InWorkspace("corpus");
};

// What the first `shards` shards found together.
struct Point {
  uint64_t shards = 0, edges = 0, features = 0, inputs = 0;
  // Where inputs are replies: finds that the corpus takes in, the behaviours
  // that they bring (corpus/gate/features.h), and how long that took.
  uint64_t kept = 0, behaviours = 0, finds = 0;
  double merge_seconds = 0;
};

template <typename Work>
double SecondsOf(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

// A campaign of `runs` runs.
CampaignResult Fuzz(const CampaignTarget& target, const Options& options,
                    int64_t runs, std::vector<std::string> finds,
                    bool only_fuzzes) {
  const TempDirectory out;
  CampaignOptions campaign;
  campaign.runs = runs;
  campaign.only_fuzzes = only_fuzzes;
  campaign.finds = std::move(finds);
  CampaignResult result =
      RunCampaignTarget(target, options.runfiles, out / "run", campaign);
  if (!result.ok()) {
    Fail(target.name + ": " + result.failed_phase + ": " + result.summary);
    std::exit(1);
  }
  return result;
}

// libFuzzer's count for the seeds and all finds of these shards together.
void CountCoverage(const CampaignTarget& target, const Options& options,
                   const std::vector<const FleetShard*>& shards, Point* point) {
  const TempDirectory folder;
  std::set<std::string> paths;
  for (const FleetShard* shard : shards) {
    for (const std::string& find : shard->finds) {
      const std::string path = folder / DigestOf(find).ToText();
      if (paths.insert(path).second) MustWriteFile(path, find);
    }
  }
  const CampaignResult result =
      Fuzz(target, options, 1, {paths.begin(), paths.end()}, true);
  point->edges = result.edges;
  point->features = result.growth.empty() ? 0 : result.growth.back().features;
  point->inputs = result.corpus;
}

void CountMerged(const CorpusFiles& corpus, TargetFormat format,
                 const std::vector<const FleetShard*>& shards, Point* point) {
  std::vector<Find> finds;
  for (const FleetShard* shard : shards) {
    auto more = FindsOf(format, shard->finds);
    std::ranges::move(more, std::back_inserter(finds));
  }
  point->finds = finds.size();
  point->merge_seconds = SecondsOf([&] {
    const MergedFinds merged = MergeFinds(corpus, std::move(finds));
    point->kept = merged.kept.size();
    for (const auto& kept : merged.kept) {
      point->behaviours += kept.added.size();
    }
  });
}

uint64_t BytesIn(const CampaignTarget& target, const Options& options) {
  uint64_t bytes = fs::file_size(target.binary);
  if (!target.dictionary.empty()) bytes += fs::file_size(target.dictionary);
  for (const std::string& seed : target.seeds) {
    bytes += fs::file_size(options.runfiles + "/" + seed);
  }
  return bytes;
}

void Print(const CampaignTarget& target, const Options& options,
           const Fleet& fleet, const std::vector<Point>& points,
           const std::vector<const FleetShard*>& shards) {
  uint64_t bytes_out = 0;
  for (const FleetShard* shard : shards) {
    bytes_out += shard->record.ToText().size();
    for (const std::string& find : shard->finds) bytes_out += find.size() + 4;
  }
  bytes_out /= shards.size();
  Fuzz(target, options, 1, {}, false);  // Fills the caches of files.
  const double start = SecondsOf([&] { Fuzz(target, options, 1, {}, false); });
  const auto runs = static_cast<int64_t>(fleet.plan.runs);
  const double whole =
      SecondsOf([&] { Fuzz(target, options, runs, {}, false); });
  const double rate =
      static_cast<double>(runs) / std::max(whole - start, 0.001);
  fmt::print("{}: {} runs in a shard\n\n", target.name, runs);
  fmt::print("| of a shard | |\n|---|---|\n");
  fmt::print("| bytes in | {} |\n", BytesIn(target, options));
  fmt::print("| bytes out, mean | {} |\n", bytes_out);
  fmt::print("| seconds of start-up | {:.2f} |\n", start);
  fmt::print("| runs/s after it | {:.0f} |\n", rate);
  const Point& last = points.back();
  const double empty = points.front().merge_seconds;
  const double per_1000 =
      last.finds > points.front().finds
          ? (last.merge_seconds - empty) * 1000 /
                static_cast<double>(last.finds - points.front().finds)
          : 0;
  fmt::print("| seconds to merge 1,000 finds | {:.2f} |\n\n", per_1000);
  fmt::print(
      "| shards | runs | edges | features | inputs | finds | kept | behaviours "
      "|\n|---|---|---|---|---|---|---|---|\n");
  for (const Point& point : points) {
    fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} |\n", point.shards,
               point.shards * fleet.plan.runs, point.edges, point.features,
               point.inputs, point.finds, point.kept, point.behaviours);
  }
  // What the last doubling of shards gave, and the share of that which a
  // doubling gives of the one before it.
  const size_t n = points.size();
  const auto gain = [&](size_t i) {
    return static_cast<double>(points[i].features - points[i - 1].features);
  };
  const double share =
      n < 4 ? 0 : std::min(1.0, gain(n - 1) / std::max(gain(n - 2), 1.0));
  fmt::print(
      "\n| cores, an hour each | runs of a target | start-up | features "
      "| GB out | merge, s |\n|---|---|---|---|---|---|\n");
  constexpr double kHour = 3600, kShard = 600;
  const auto targets = static_cast<double>(fleet.plan.targets.size());
  for (const double cores : {10.0, 1000.0, 100000.0}) {
    const double total = cores / targets * kHour * rate;
    const double doublings = std::log2(std::max(
        1.0, total / static_cast<double>(last.shards * fleet.plan.runs)));
    double features = static_cast<double>(last.features), more = gain(n - 1);
    for (double i = 1; i <= doublings; ++i) features += more *= share;
    const double parts = cores * kHour / kShard;
    const double finds = parts * static_cast<double>(last.finds) /
                         static_cast<double>(last.shards);
    fmt::print("| {:.0f} | {:.2g} | {:.1f} % | {:.0f} | {:.1f} | {:.0f} |\n",
               cores, total, 100 * start / kShard, features,
               parts * static_cast<double>(bytes_out) / 1e9,
               finds * per_1000 / 1000);
  }
}

int Main(int argc, char** argv) {
  if (argc < 3) return Fail("expected MANIFEST RUNFILES [options]");
  Options options;
  options.runfiles = fs::absolute(argv[2]);
  std::string problem;
  auto targets = ReadCampaignTargets(argv[1], options.runfiles, &problem);
  if (!targets) return Fail(problem);
  CLI::App app("Measures what shards of a campaign cost and find.", "model");
  app.add_option("--target", options.target, "Which target")->required();
  app.add_option("--from-testlogs", options.testlogs,
                 "Logs of //fuzz:fleet; bazel-testlogs/fuzz/fleet by default");
  app.add_option("--corpus", options.corpus, "What the finds are merged into");
  if (const auto status = ReadCommandLine(app, argc - 2, argv + 2)) {
    return *status;
  }
  problem = KeepTargets({options.target}, &*targets);
  if (!problem.empty()) return Fail("--target: " + problem);
  const CampaignTarget& target = targets->front();
  if (!EnterCallersFolder()) return kExitBadInput;
  const auto fleet = ReadTestlogs(options.testlogs, &problem);
  if (!fleet) return Fail(problem);
  const auto corpus = ReadCorpus(options.corpus, &problem);
  if (!corpus) return Fail(problem);
  std::vector<const FleetShard*> all, first;
  for (const FleetShard& shard : fleet->shards) {
    if (shard.record.target.name == target.name) all.push_back(&shard);
  }
  std::vector<Point> points;
  for (size_t shards = 1; shards <= all.size(); shards *= 2) {
    Point point = {.shards = shards};
    first.assign(all.begin(), all.begin() + static_cast<ptrdiff_t>(shards));
    CountCoverage(target, options, first, &point);
    for (const FuzzTarget& known : OurFuzzTargets()) {
      if (known.name != target.name || !known.kind.reply) continue;
      CountMerged(*corpus, *known.kind.reply, first, &point);
    }
    points.push_back(point);
  }
  if (points.size() < 2) return Fail("expected a campaign of 2 shards or more");
  Print(target, options, *fleet, points, all);
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
