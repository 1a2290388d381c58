// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The real path follows the model in every scene; each planted path mutant
// leaves it in some.

#include "readdir/model/watched_listing.h"

#include <cerrno>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

struct Scene {
  std::string name;
  RigOptions rig;
  CallerPlan caller;
};

std::vector<Scene> Scenes() {
  std::vector<Scene> scenes;
  constexpr PlusMode kModes[] = {PlusMode::kPlain, PlusMode::kPlus,
                                 PlusMode::kAdaptive};
  for (size_t n = 0; n < AllProfiles().size() * 36; ++n) {
    const Profile& profile = AllProfiles()[n / 36];
    Scene scene;
    scene.rig.server.cookies = kAllCookieKinds[(n + n / 16) % 4];
    if (n % 3 == 0) scene.rig.server.packing = Packing::kByteSlice;
    if (n % 5 == 0) scene.rig.server.max_records = 11;
    if (n % 13 == 12) scene.rig.server.forgets_read = n % 5;
    scene.rig.entries = n % 7 == 0 ? 20 : 300;
    ClientOptions& client = scene.rig.client;
    client.profile = &profile;
    client.transport.kind = kAllTransports[n / 12 % 3];
    client.transport.server_offset = static_cast<uint32_t>(n * 271);
    client.plus = kModes[n / 4 % 3];
    client.limits.max_pages = 4;
    client.limits.max_read = n % 11 == 0 ? 8192 : 0xffffffff;
    client.sizing = AllSizingRules()[n % AllSizingRules().size()].rule;
    if (n % 2 == 0) client.sizing = SizingRule::kPaged;
    scene.rig.cached = n / 2 % 2 == 1;
    if (n % 3 == 1) scene.rig.failing_point = n % 40;
    if (n % 4 == 1) scene.rig.alloc_faults = {{n % 3, 1}};
    constexpr int32_t kCounts[] = {100, 3000, 6000, 40000};
    scene.caller.by_getdents = n % 2 == 1;
    scene.caller.count = kCounts[n / 3 % 4];
    if (n % 5 == 4) scene.caller.max_entries = 7;
    scene.name = std::to_string(n) + ": " + std::string(profile.name);
    scenes.push_back(scene);
  }
  return scenes;
}

constexpr uint32_t kDirectory = 4, kFile = 8;  // DT_DIR, DT_REG.

// Names, nodeids, generations and types that meet those of earlier records.
void AddCollisions(ModelServer* server) {
  struct Record {
    const char* name;
    uint64_t nodeid;
    uint32_t type = kFile;
    uint64_t generation = 0;
  };
  constexpr Record kRecords[] = {
      {"a", 7},
      {"hard link to a", 7},
      {"a", 12},
      {"dir", 13, kDirectory},
      {"dir, moved", 13, kDirectory},
      {"old", 14},
      {"new", 14, kFile, 1},
      {"old", 14},  // To an inode gone bad.
      {"new", 14, kFile, uint64_t{1} << 32 | 1},
      {"loop", kListedNodeid, kDirectory},
      {"gone", 15},
      {"gone", kListedNodeid, kDirectory},
  };
  for (size_t i = 0; i < std::size(kRecords); ++i) {
    const Record& record = kRecords[i];
    server->Add({.name = "collision " + std::to_string(i),
                 .nodeid = record.nodeid,
                 .type = record.type,
                 .sent_name = record.name,
                 .generation = record.generation,
                 .mtime = 3});
  }
}

// Every defect that an entry can have, between good entries.
void AddEntries(size_t scene, ModelServer* server) {
  constexpr Defect kDefects[] = {Defect::kNone, Defect::kBadMode,
                                 Defect::kEmptyName, Defect::kSlash};
  AddCollisions(server);
  server->Add({.name = "root", .nodeid = kFuseRootId});
  server->Add({.name = "bad",
               .nodeid = 9,
               .defect = kDefects[scene / 4 % 4],
               .error = scene % 9 == 8 ? EACCES : 0});
  server->Add(
      {.name = std::string(scene / 4 % 3 * 1100 + 1, 'l'), .nodeid = 10});
  server->Add({.name = "last", .nodeid = 11});
}

// What is wrong in one scene; empty if nothing is.
std::string Problem(const Scene& scene, size_t index) {
  constexpr ListingOptions kOptions = {.retries = 2, .max_calls = 500};
  ListingRig rig(scene.rig);
  if (index % 17 == 16) {
    for (const std::string& name : rig.server.names()) rig.server.Remove(name);
  } else {
    AddEntries(index, &rig.server);
  }
  WatchedListing watched(scene.rig, scene.caller, &rig);
  rig.server.ChangeBefore(2,
                          [&](ModelServer*) { watched.AdviseReaddirplus(); });
  for (int pass = 0; pass < (scene.rig.cached ? 5 : 1); ++pass) {
    std::string problem = watched.List(kOptions);
    if (problem.empty()) problem = watched.Settle();
    if (!problem.empty()) return problem;
    if (watched.listing().hangs) break;
    // From the cache; then without one of its pages; then after a change.
    if (pass == 1) watched.DropCachePage(index % 2);
    if (pass == 2) watched.SetDirVersion({.mtime = 1});
    watched.Seek(0);
    if (pass == 3) {
      rig.server.Add({.name = "grown", .nodeid = 16});
      watched.Reopen(/*keep_cache=*/index % 4 == 2);
    }
  }
  return "";
}

// The first scene that shows the mutant, or nothing.
std::string FindMutant(PathMutant mutant, const std::vector<Scene>& scenes) {
  const PlantedPathMutant planted(mutant);
  for (size_t i = 0; i < scenes.size(); ++i) {
    const std::string problem = Problem(scenes[i], i);
    if (!problem.empty()) return scenes[i].name + ": " + problem;
  }
  return "";
}

TEST(WatchedListingTest, TheRightPathFollowsTheModelInEveryScene) {
  const std::vector<Scene> scenes = Scenes();
  EXPECT_GT(scenes.size(), 200u);
  EXPECT_EQ(FindMutant(PathMutant::kNone, scenes), "");
}

TEST(WatchedListingTest, EveryPathMutantLeavesTheModel) {
  const std::vector<Scene> scenes = Scenes();
  for (int i = 1; i <= static_cast<int>(kLastPathMutant); ++i) {
    const auto mutant = static_cast<PathMutant>(i);
    // Faults at once: DirentCacheTest has a death test for it.
    if (mutant == PathMutant::kCacheCopiesOversized) continue;
    const std::string found = FindMutant(mutant, scenes);
    EXPECT_NE(found, "") << "path mutant " << i;
    std::printf("%d: %s\n", i, found.substr(0, found.find('\n')).c_str());
  }
}

}  // namespace
}  // namespace fuse_dirents
