// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents triage` on what each canary of fuzz/canary/ stops on: one sentence
// names the detector, and where.

#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/inputs/input_recipe.h"
#include "gtest/gtest.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

// A record without a name.
constexpr char kHeader[] =
    "raw 000000000000000000000000000000000000000000000000";
constexpr char kOneRecord[] = "record name=\"a\"";

struct Canary {
  const char* name;
  const char* recipe;    // Of the finding, after "# why: x" and "format".
  const char* sentence;  // How it begins.
  const char* place;     // What else is in the line.
  Words flags = {};
};

class TriageCanariesTest : public DirentsTest,
                           public testing::WithParamInterface<Canary> {};

TEST_P(TriageCanariesTest, OneSentenceNamesDetectorAndPlace) {
  const Canary& canary = GetParam();
  const std::string name = canary.name;
  const std::string format =
      std::string_view(canary.recipe).starts_with("bytes ") ? "" : "dirent ";
  std::string recipe = "# why: x\nformat " + format + canary.recipe + "\n";
  // The first blank after the format ends its line.
  recipe[recipe.find(' ', recipe.find("format ") + 7)] = '\n';
  std::string problem;
  const auto finding = InputFromRegressionRecipe(recipe, &problem);
  ASSERT_TRUE(finding) << recipe << problem;
  std::filesystem::create_directory(Path("regressions"));
  Write("finding", *finding);
  Words arguments = {"triage",     "finding",
                     "--target",   name,
                     "--binary",   Runfile("fuzz/canary/" + name + "_bin"),
                     "--format",   format.empty() ? "bytes" : "dirent",
                     "--out",      "regressions",
                     "--name",     "kept",
                     "--timeout",  name == "timeout" ? "2" : "60",
                     "--max-runs", "1"};
  for (const std::string& flag : canary.flags) {
    arguments.push_back("--flag=" + flag);
  }
  const RunResult run = Run(arguments);
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string line = run.out.substr(0, run.out.find('\n'));
  EXPECT_TRUE(line.starts_with(name + ": " + canary.sentence)) << line;
  EXPECT_NE(line.find(canary.place), line.npos) << line;
  EXPECT_EQ(line.find("0x"), line.npos) << line;
  EXPECT_EQ(NamesIn(Path("regressions/" + name)).size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(
    , TriageCanariesTest,
    testing::Values(
        Canary{"abort", "bytes raw 0044524e54", "the canary sings", ""},
        Canary{"double_fetch",
               "record name=\"a\"\n"
               "raw 00000000000000000000000000000000",
               "double_fetch: namelen of record 0 was fetched twice", ""},
        Canary{"guard_page", "record name=\"aaaaaaaa\"",
               "AddressSanitizer: SEGV, a read, in ",
               "Emit (fuzz/canary/guard_page.cc:"},
        Canary{"heap_overflow", kOneRecord,
               "AddressSanitizer: heap-buffer-overflow, a write, in ",
               "Emit (fuzz/canary/heap_overflow.cc:"},
        Canary{"layout",
               "record name=\"a\"\ntrailer page_size=4096 desc_lengths=2",
               "layout differs from reference, at event 0: expected emit, got "
               "return",
               ""},
        Canary{"leak", "record name=\"a\"\ntrailer capacity=0",
               "LeakSanitizer: memory leak, allocated in ",
               "Emit (fuzz/canary/leak.cc:"},
        Canary{"ledger", "bytes raw 000707", "ledger: nodeid ", "leaked"},
        Canary{"out_of_memory",
               "raw 0000000000000000000000000000000000000004",
               "libFuzzer: out-of-memory, seen in ",
               "::Parse (fuzz/canary/out_of_memory.cc:",
               {"-malloc_limit_mb=8"}},
        Canary{"poisoned_tail", "",
               "AddressSanitizer: use-after-poison, a read, in ",
               "(parser/reader/plain_run.h:"},
        Canary{"timeout", kHeader, "timeout: does not return in time, seen in ",
               "(fuzz/canary/"},
        Canary{"undefined",
               "raw 00000000000000000000000000000000000000000000000000",
               "UndefinedBehaviorSanitizer: member access within misaligned "
               "address for type ",
               "(fuzz/canary/undefined.cc:"}),
    [](const auto& canary) { return std::string(canary.param.name); });

}  // namespace
}  // namespace fuse_dirents
