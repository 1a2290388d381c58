// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/coverage.h"

#include <string>
#include <vector>

#include "corpus/gate/floor.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {
namespace {

using Json = nlohmann::json;
using Lines = std::vector<std::string>;

const Sources kSources = {{"p/a.cc",
                           {"int F(bool x, bool y) {", "  if (x && y) {",
                            "    return 1;", "  }", "  return 0;", "}"}}};

// What llvm-cov prints of F where `x` held `t` times and failed `f` times, and
// `y` always held.
std::string Export(int t, int f) {
  std::string json = R"({"version":"2.0.1","data":[{
    "functions":[{"name":"_ZN12fuse_dirents1FEbb","count":ALL,
      "filenames":["/proc/self/cwd/p/a.cc"],
      "regions":[[1,23,6,2,ALL,0,0,0],[2,7,2,8,ALL,0,0,0],[2,12,2,13,T,0,0,0],
        [2,14,2,15,T,0,0,3],[2,15,4,4,T,0,0,0]],
      "branches":[[2,7,2,8,T,F,0,0,6],[2,12,2,13,T,0,0,0,6]],
      "mcdc_records":[[2,7,2,13,0,5,[BOTH,false]]]}],
    "files":[{"filename":"/proc/self/cwd/p/a.cc","summary":{
        "functions":{"covered":1,"count":2},"lines":{"covered":3,"count":4},
        "regions":{"covered":5,"count":6},"branches":{"covered":7,"count":8},
        "mcdc":{"covered":9,"count":10}}},
      {"filename":"/usr/include/string","summary":{}}]}]})";
  for (const auto& [word, value] :
       {std::pair{"ALL", std::to_string(t + f)},
        {",T", "," + std::to_string(t)},
        {",F,", "," + std::to_string(f) + ","},
        {"BOTH", std::string(t > 0 && f > 0 ? "true" : "false")}}) {
    for (size_t at; (at = json.find(word)) != json.npos;) {
      json.replace(at, std::string(word).size(), value);
    }
  }
  return json;
}

Lines Changes(const std::string& json, const std::string& floor_text,
              const Sources& sources = kSources) {
  const Coverage coverage = ReadCoverage(json, sources);
  EXPECT_EQ(coverage.problem, "");
  const Floor floor = ParseFloor(floor_text);
  EXPECT_EQ(floor.problem, "");
  return FindChanges(coverage.misses, floor);
}

constexpr char kFloor[] = "y always holds\n  p/a.cc F never finds `y` false\n";

TEST(Coverage, AnExportOfAnotherVersionIsAProblem) {
  EXPECT_NE(ReadCoverage(R"({"version":"9","data":[{}]})", kSources).problem,
            "");
  EXPECT_NE(ReadCoverage("[", kSources).problem, "");
}

TEST(Floor, WhatItListsMayBeMissed) {
  EXPECT_EQ(Changes(Export(3, 2), kFloor), Lines());
  EXPECT_EQ(Changes(Export(3, 2), "all\n  p/a.cc F\n"), Lines());
  EXPECT_EQ(Changes(Export(0, 0), "all\n  p/a.cc\n"), Lines());
}

TEST(Floor, WhatItDoesNotListIsNamedWithItsPlace) {
  EXPECT_EQ(Changes(Export(3, 0), kFloor),
            Lines{"p/a.cc:2:7: F never finds `x` false"});
  EXPECT_EQ(Changes(Export(0, 0), kFloor),
            Lines{"p/a.cc:1:23: F is never called"});
}

TEST(Floor, AConditionThatNeverDecidesAloneIsNamed) {
  std::string json = Export(3, 2);
  json.replace(json.find("[true,"), 6, "[false,");
  EXPECT_EQ(Changes(json, kFloor),
            Lines{"p/a.cc:2:7: F never lets `x` alone decide"});
}

TEST(Floor, WhatIsReachedOrNotThereMayNotBeListed) {
  for (const char* line : {"p/a.cc F never finds `x` true", "p/a.cc G",
                           "p/b.cc", "p/a.cc F is never called"}) {
    EXPECT_EQ(
        Changes(Export(3, 2), kFloor + std::string("why\n  ") + line + "\n"),
        Lines{std::string("the floor excuses what is not missed: ") + line});
  }
}

TEST(Floor, MayNotExcuseMoreThanItsLimit) {
  std::string floor = kFloor;
  for (size_t i = 1; i < kMostExcused; ++i) {
    floor += "  p/a.cc F never finds `" + std::to_string(i) + "` true\n";
  }
  EXPECT_EQ(Changes(Export(3, 2), floor)[0].find("the floor excuses what"), 0u);
  floor += "  p/a.cc G\n";
  EXPECT_EQ(Changes(Export(3, 2), floor),
            Lines{"the floor excuses 21 misses, expected at most 20"});
}

TEST(Floor, ASourceThatNoProgramHoldsIsNamed) {
  Sources sources = kSources;
  sources["p/b.cc"] = {};
  EXPECT_EQ(Changes(Export(3, 2), kFloor, sources).size(), 1u);
  EXPECT_EQ(
      Changes(Export(3, 2), kFloor + std::string("why\n  p/b.cc\n"), sources),
      Lines());
}

TEST(Floor, AnUpdateKeepsReasonsAndAsksForNewOnes) {
  const auto update = [](const std::string& json, const std::string& floor) {
    return UpdatedFloor(ReadCoverage(json, kSources).misses, ParseFloor(floor));
  };
  const std::string stale = kFloor + std::string("  p/a.cc G\n");
  EXPECT_EQ(update(Export(3, 2), stale), kFloor);
  const std::string asks = update(Export(3, 2), "# Head.\n");
  EXPECT_EQ(asks, "# Head.\n?\n  p/a.cc F never finds `y` false\n");
  EXPECT_EQ(Changes(Export(3, 2), asks).size(), 1u);
}

TEST(Floor, AWrongLineIsNamed) {
  for (const char* text : {"  p/a.cc\n", "why\n", "why\nwhy not\n  p/a.cc\n",
                           "why\n  p/a.cc\nwhy not\n  p/a.cc\n"}) {
    EXPECT_NE(ParseFloor(text).problem, "") << text;
  }
}

TEST(CoverageJson, HasTheCountsOfEachSourceAndWhatIsExcused) {
  const std::string json = Export(3, 0);
  const Coverage coverage = ReadCoverage(json, kSources);
  const auto to_json = [&](const char* floor) {
    return CoverageJson(json, kSources, coverage.misses, ParseFloor(floor));
  };
  EXPECT_EQ(Json::parse(to_json(kFloor)), Json::parse(R"({
    "files": [{"path": "p/a.cc", "functions": [1, 2], "lines": [3, 4],
               "regions": [5, 6], "branches": [7, 8], "mcdc": [9, 10],
               "misses": 1, "reasons": ["y always holds"]}],
    "misses": 2, "changes": ["p/a.cc:2:7: F never finds `x` false"]})"));
  EXPECT_EQ(Json::parse(to_json("all\n  p/a.cc\n"))["changes"], Json::array());
}

TEST(FunctionName, HasNoNamespaceParametersOrTemplateArguments) {
  for (const auto& [mangled, name] :
       {std::pair{"_ZN12fuse_dirents1FEbb", "F"},
        {"a.cc:_ZN12fuse_dirents12_GLOBAL__N_11FEi", "F"},
        {"_ZNK12fuse_dirents8PagePool6IsFreeEjj", "PagePool::IsFree"},
        {"_ZN12fuse_direntseqERKNS_5TraceES2_", "operator=="},
        {"_ZNK12fuse_dirents1CcvbEv", "C::operator bool"},
        {"_ZZN12fuse_dirents1FEvENK3$_0clEv", "F::lambda"},
        {"_ZN12fuse_dirents3AddISt6vectorIiSaIiEEEEvRKT_", "Add"},
        {"main", "main"}}) {
    EXPECT_EQ(FunctionName(mangled), name);
  }
}

}  // namespace
}  // namespace fuse_dirents
