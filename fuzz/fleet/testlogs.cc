// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/fleet/testlogs.h"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "base/files.h"
#include "base/packed_files.h"
#include "base/process.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kAgain[] = "expected what `bazel test //fuzz:fleet` leaves";

class Reader {
 public:
  explicit Reader(std::string* problem) : problem_(problem) {}

  std::optional<Fleet> Read(const fs::path& folder) {
    std::vector<fs::path> outputs;
    for (const auto& entry : fs::recursive_directory_iterator(
             folder, fs::directory_options::follow_directory_symlink)) {
      if (entry.path().filename() == "test.outputs") {
        outputs.push_back(entry.path());
      }
    }
    std::ranges::sort(outputs);
    for (const fs::path& path : outputs) {
      const fs::path zip = path / "outputs.zip";
      if (!(fs::exists(zip) ? ReadZip(zip) : ReadOutputs(path, path))) {
        return std::nullopt;
      }
    }
    if (!plan_) {
      No(folder, "holds no plan of a campaign");
      return std::nullopt;
    }
    return Select(folder);
  }

 private:
  using Key = std::pair<std::string, uint64_t>;  // Target and shard.

  // Returns false.
  bool No(const fs::path& path, std::string_view what) {
    *problem_ = fmt::format("{}: {}; {}", path.string(), what, kAgain);
    return false;
  }

  bool ReadZip(const fs::path& zip) {
    const TempDirectory unzipped;
    const auto run = RunProcess(
        {.argv = {"unzip", "-qq", "-o", zip.string(), "-d", unzipped.path()},
         .merge_stderr = true},
        problem_);
    if (!run) return false;
    if (!run->ending.ok()) return No(zip, "is not a whole zip");
    return ReadOutputs(unzipped.path(), zip);
  }

  // Reads what one test left in `folder`, which came from `place`.
  bool ReadOutputs(const fs::path& folder, const fs::path& place) {
    // Sorted, so that the first problem is the same every time.
    for (const fs::path& path : SortedEntries(folder)) {
      if (path.filename() == kPlanFile) {
        if (!ReadPlan(path, place)) return false;
      } else if (fs::is_directory(path)) {
        if (!ReadShard(path, place)) return false;
      }
    }
    return true;
  }

  bool ReadPlan(const fs::path& file, const fs::path& place) {
    const auto text = ReadFile(file, problem_);
    if (!text) return false;
    const auto plan = ParseFleetPlan(*text);
    if (!plan) return No(place, "holds a plan that cannot be read");
    if (plan_ && *plan_ != *plan) {
      *problem_ = fmt::format("{} and {}: two plans; expected one campaign",
                              plan_place_.string(), place.string());
      return false;
    }
    plan_ = plan;
    plan_place_ = place;
    return true;
  }

  bool ReadShard(const fs::path& folder, const fs::path& place) {
    const std::string name = folder.filename();
    const fs::path file = folder / kShardFile;
    if (!fs::exists(file)) {
      return No(place, name + " has no digest");
    }
    const auto text = ReadFile(file, problem_);
    if (!text) return false;
    const auto record = ParseShardRecord(*text);
    if (!record || ShardName(record->target.name, record->shard) != name) {
      return No(place, name + " has a digest that cannot be read");
    }
    const auto packed = ReadFile(folder / kCorpusFile, problem_);
    auto finds = UnpackFiles(packed.value_or(""));
    if (!packed || !finds || DigestOf(*packed).ToText() != record->corpus) {
      return No(place, name + " does not hold the finds of its digest");
    }
    shards_[{record->target.name, record->shard}].push_back(
        {.record = *record, .place = place, .finds = *std::move(finds)});
    return true;
  }

  // The shards of the plan, from all that were read.
  std::optional<Fleet> Select(const fs::path& folder) {
    Fleet fleet = {.plan = *plan_, .shards = {}};
    for (const FleetPlan::Target& target : plan_->targets) {
      for (uint64_t number = 0; number < plan_->shards; ++number) {
        std::vector<FleetShard>& found = shards_[{target.name, number}];
        std::erase_if(found, [&](const FleetShard& shard) {
          return shard.record.target != target ||
                 shard.record.runs != plan_->runs ||
                 shard.record.seed != plan_->seed;
        });
        if (found.empty()) {
          No(folder,
             fmt::format("{} of {} shards is missing",
                         ShardName(target.name, number), plan_->shards));
          return std::nullopt;
        }
        for (const FleetShard& other : found) {
          if (other.record == found[0].record) continue;
          *problem_ = fmt::format(
              "{} and {}: two results for {}; expected equal digests",
              found[0].place, other.place, ShardName(target.name, number));
          return std::nullopt;
        }
        fleet.shards.push_back(std::move(found[0]));
      }
    }
    return fleet;
  }

  std::string* const problem_;
  std::optional<FleetPlan> plan_;
  fs::path plan_place_;
  std::map<Key, std::vector<FleetShard>> shards_;
};

}  // namespace

std::string Fleet::digest() const {
  std::string all;
  for (const FleetShard& shard : shards) all += shard.record.digest;
  return DigestOf(all).ToText();
}

std::optional<Fleet> ReadTestlogs(const fs::path& folder,
                                  std::string* problem) {
  try {
    return Reader(problem).Read(folder);
  } catch (const fs::filesystem_error& error) {
    *problem =
        error.path1().string() + ": " + error.code().message() + "; " + kAgain;
    return std::nullopt;
  }
}

}  // namespace fuse_dirents
