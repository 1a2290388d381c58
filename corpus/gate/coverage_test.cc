// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/coverage.h"

#include <string>

#include "corpus/gate/floor.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

const Sources kSources = {{"p/a.cc",
                           {"int F(bool x, bool y) {", "  if (x && y) {",
                            "    return 1;", "  }", "  return 0;", "}"}}};

// What llvm-cov tells of F where `x` was seen `on_true` and `on_false` times,
// and `y` always held.
std::string Export(int on_true, int on_false) {
  const std::string t = std::to_string(on_true), f = std::to_string(on_false);
  const std::string all = std::to_string(on_true + on_false);
  return R"({"version":"2.0.1","type":"llvm.coverage.json.export","data":[{
    "files":[{"filename":"/proc/self/cwd/p/a.cc","segments":[
      [1,23,)" +
         all + R"(,true,true,false],[2,15,)" + t +
         R"(,true,true,false],[4,4,)" + all + R"(,true,false,false],
      [6,2,0,false,false,false]]}],
    "functions":[{"name":"_ZN12fuse_dirents1FEbb","count":)" +
         all +
         R"(,"filenames":["/proc/self/cwd/p/a.cc"],
      "regions":[[1,23,6,2,)" +
         all + R"(,0,0,0],[2,7,2,8,)" + all + R"(,0,0,0],[2,12,2,13,)" + t +
         R"(,0,0,0],
        [2,14,2,15,)" +
         t + R"(,0,0,3],[2,15,4,4,)" + t + R"(,0,0,0]],
      "branches":[[2,7,2,8,)" +
         t + "," + f + R"(,0,0,6],
        [2,12,2,13,)" +
         t + R"(,0,0,0,6]],
      "mcdc_records":[[2,7,2,13,0,5,[)" +
         (on_true > 0 && on_false > 0 ? "true" : "false") + R"(,false]]]}]}]})";
}

std::vector<FileCoverage> Read(const std::string& json) {
  std::string problem;
  const auto files =
      ReadCoverage(json, kSources, [](auto, auto) { return true; }, &problem);
  EXPECT_TRUE(files) << problem;
  return files.value_or(std::vector<FileCoverage>());
}

Floor FloorOf(const std::string& text) {
  std::string problem;
  const auto floor = ParseFloor(text, &problem);
  EXPECT_TRUE(floor) << problem;
  return floor.value_or(Floor());
}

constexpr char kAccepted[] =
    "missed p/a.cc F\n  false `y`\n  because y always holds\n";

TEST(Coverage, CountsLinesRegionsBranchesAndConditions) {
  const auto files = Read(Export(3, 2));
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].totals.lines, (Ratio{6, 6}));
  EXPECT_EQ(files[0].totals.regions, (Ratio{4, 4}));
  EXPECT_EQ(files[0].totals.branches, (Ratio{3, 4}));
  EXPECT_EQ(files[0].totals.mcdc, (Ratio{1, 2}));
}

TEST(Coverage, TheFloorIsKept) {
  EXPECT_TRUE(
      FindChanges(Read(Export(3, 2)), kSources, FloorOf(kAccepted)).empty());
}

TEST(Coverage, ALostConditionIsNamedWithItsPlace) {
  const auto changes =
      FindChanges(Read(Export(3, 0)), kSources, FloorOf(kAccepted));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0], "p/a.cc:2:7: F never finds `x` false");
}

TEST(Coverage, AFunctionThatIsNotCalledIsNamedOnce) {
  const auto changes = FindChanges(Read(Export(0, 0)), kSources, Floor());
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0], "p/a.cc:1:23: F is never called");
}

TEST(Coverage, WhatIsReachedLeavesTheFloor) {
  const Floor floor =
      FloorOf(std::string(kAccepted) + "  true `x`\n  because x is false\n");
  const auto changes = FindChanges(Read(Export(3, 2)), kSources, floor);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_NE(changes[0].find("no longer so that F never finds `x` true"),
            std::string::npos);
  EXPECT_EQ(FloorText(Updated(Read(Export(3, 2)), floor)), kAccepted);
}

TEST(Coverage, AMissWithoutAReasonFails) {
  const Floor updated = Updated(Read(Export(3, 2)), Floor());
  EXPECT_EQ(FindChanges(Read(Export(3, 2)), kSources, updated).size(), 1u);
}

TEST(Coverage, CodeThatNoProgramHoldsIsNamed) {
  Sources sources = kSources;
  sources["p/b.cc"] = {};
  EXPECT_EQ(FindChanges(Read(Export(3, 2)), sources, FloorOf(kAccepted)).size(),
            1u);
}

TEST(Coverage, AnExcludedFunctionDoesNotCount) {
  std::string problem;
  const auto files = ReadCoverage(
      Export(0, 0), kSources, [](auto, auto f) { return f != "F"; }, &problem);
  ASSERT_TRUE(files);
  EXPECT_TRUE(files->empty());
}

TEST(Coverage, AnotherVersionOfTheFormatIsRefused) {
  std::string problem;
  EXPECT_FALSE(ReadCoverage(
      R"({"version":"9","data":[{}]})", kSources,
      [](auto, auto) { return true; }, &problem));
}

TEST(Floor, AWrongLineIsNamed) {
  for (const char* text :
       {"missed p/a.cc\n", "missed p/a.cc F\n  true x\n",
        "missed p/a.cc F\n  true `x`\n", "exclude p/a.cc\n",
        "missed p/a.cc F\n  because nothing\n", "nonsense\n"}) {
    std::string problem;
    EXPECT_FALSE(ParseFloor(text, &problem)) << text;
    EXPECT_TRUE(problem.starts_with("line ")) << problem;
  }
}

TEST(FunctionName, HasNoNamespaceParametersOrTemplateArguments) {
  EXPECT_EQ(FunctionName("_ZN12fuse_dirents1FEbb"), "F");
  EXPECT_EQ(FunctionName("a.cc:_ZN12fuse_dirents12_GLOBAL__N_11FEi"), "F");
  EXPECT_EQ(FunctionName("_ZNK12fuse_dirents8PagePool6IsFreeEjj"),
            "PagePool::IsFree");
  EXPECT_EQ(FunctionName("_ZN12fuse_direntseqERKNS_5TraceES2_"), "operator==");
  EXPECT_EQ(FunctionName("main"), "main");
}

}  // namespace
}  // namespace fuse_dirents
