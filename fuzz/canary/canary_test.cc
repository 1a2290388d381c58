// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Each canary is found by its detector within a fixed number of runs, and
// nothing is found after --repaired removes the bug.
//
//   canary_test MANIFEST
//
// MANIFEST is that of a fuzz_campaign() over the canaries.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <ostream>
#include <regex>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "fuzz/engine/campaign_target.h"
#include "fuzz/engine/exact_fuzz_process.h"
#include "fuzz/engine/fuzz_output.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

struct Canary {
  const char* name;
  uint64_t runs;  // That it may need; several times what it does.
  // What its detector says first; a regular expression.
  const char* says;
  bool has_stack = true;  // Whether the report shows where.

  friend void PrintTo(const Canary& canary, std::ostream* out) {
    *out << canary.name;
  }
};

constexpr Canary kCanaries[] = {
    {"abort", 20000, "^finding: the canary sings"},
    {"double_fetch", 500, "^finding: double_fetch: .*namelen"},
    {"guard_page", 4000,
     // The first byte of a page, and not the one at 0.
     "ERROR: AddressSanitizer: SEGV on unknown address 0x[0-9a-f]*[1-9a-f]"
     "[0-9a-f]*000 "},
    {"heap_overflow", 4000, "ERROR: AddressSanitizer: heap-buffer-overflow "},
    {"layout", 4000, "^finding: layout differs from reference"},
    {"leak", 4000, "ERROR: LeakSanitizer: detected memory leaks"},
    {"ledger", 4000, "^finding: ledger: nodeid [0-9]+: 1 lookup .*leaked"},
    {"memory_growth", 4000, "AddressSanitizer: hard rss limit exhausted ",
     /*has_stack=*/false},
    {"out_of_memory", 4000, "ERROR: libFuzzer: out-of-memory \\(malloc"},
    {"poisoned_tail", 4000, "ERROR: AddressSanitizer: use-after-poison "},
    {"session", 4000,
     "^finding: session: call [0-9]+: entry [0-9]+ of the call is "},
    {"timeout", 4000, "ERROR: libFuzzer: timeout after "},
    {"undefined", 4000, "runtime error: .* misaligned address"},
    {"uninitialized", 4000,
     "WARNING: MemorySanitizer: use-of-uninitialized-value"},
};

std::vector<CampaignTarget>* targets;

struct Ended {
  int status = 0;
  FuzzOutput output;
  size_t inputs = 0;  // Kept as findings.
};

Ended RunCanary(const Canary& canary, bool repaired) {
  const CampaignTarget& target =
      *std::ranges::find(*targets, canary.name, &CampaignTarget::name);
  const TempDirectory folder;
  fs::create_symlink(fs::canonical(target.binary), folder / "target");
  fs::create_directory(folder / "findings");
  fs::copy_file(target.dictionary, folder / "dict");
  fs::copy_file(target.seeds.at(0), folder / "seed");
  Process process = ExactFuzzProcess(
      folder.path(),
      {"-seed=1", "-runs=" + std::to_string(canary.runs), "-dict=dict",
       "-seed_inputs=seed", "-artifact_prefix=findings/",
       "-print_final_stats=1", "--executed_inputs=executed"},
      /*options=*/"", /*asan_options=*/"", /*memory_mb=*/512);
  process.argv.insert(process.argv.end(), target.flags.begin(),
                      target.flags.end());
  if (repaired) {
    // On a busy machine a run may take longer than the timeout of the canary.
    process.argv.insert(process.argv.end(), {"--repaired", "-timeout=1200"});
  }
  Ended ended;
  ended.status = ended.output.Run(process);
  for (const auto& entry : fs::directory_iterator(folder / "findings")) {
    ended.inputs += !entry.path().filename().string().starts_with("slow-unit-");
  }
  return ended;
}

// What is wrong with how `canary` ended, or nothing.
std::string Complaint(const Canary& canary, const Ended& ended) {
  const auto& [log, verdict, runs] = ended.output;
  if (verdict.empty()) {
    return "found nothing in " + std::to_string(runs) + " runs";
  }
  if (!std::regex_search(verdict, std::regex(canary.says))) {
    return "was found by another detector, which said\n" + verdict +
           "\nwhere this was expected\n" + canary.says;
  }
  // A frame of a stack: the finding is about what is planted.
  const std::string source = "fuzz/canary/" + std::string(canary.name) + ".cc:";
  if (canary.has_stack && log.find(source) == log.npos) {
    return "does not name " + source;
  }
  if (ended.inputs != 1) {
    return "kept " + std::to_string(ended.inputs) + " inputs, not 1";
  }
  return ended.status == 0 ? "ended with status 0" : "";
}

class CanaryTest : public ::testing::TestWithParam<Canary> {};

TEST_P(CanaryTest, IsFoundByItsDetector) {
  const Ended ended = RunCanary(GetParam(), false);
  EXPECT_EQ(Complaint(GetParam(), ended), "") << ended.output.log;
  std::cout << GetParam().name << ": " << ended.output.runs
            << " runs of at most " << GetParam().runs << "\n";
}

// So the test above finds the planted bug and nothing else, and fails if a
// canary is not found.
TEST_P(CanaryTest, IsMissedOnceItIsRepaired) {
  const Canary& canary = GetParam();
  const Ended ended = RunCanary(canary, true);
  EXPECT_EQ(ended.status, 0) << ended.output.log;
  EXPECT_GE(ended.output.runs, canary.runs);
  EXPECT_EQ(Complaint(canary, ended),
            "found nothing in " + std::to_string(ended.output.runs) + " runs");
}

TEST(CanariesTest, AnotherDetectorIsNotTaken) {
  Ended ended;
  ended.status = 1;
  ended.inputs = 1;
  for (const Canary& canary : kCanaries) {
    ended.output.log += "fuzz/canary/" + std::string(canary.name) + ".cc:1\n";
  }
  const std::string verdicts[] = {
      "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1",
      "==1==ERROR: AddressSanitizer: use-after-poison on address 0x1",
      "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x7f1234000 (pc",
      "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000 (pc",
      "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x7f1234001 (pc",
      "a.h:1:2: runtime error: load of misaligned address 0x1",
      "a.h:1:2: runtime error: signed integer overflow: 1 + 2147483647",
      "==1==WARNING: MemorySanitizer: use-of-uninitialized-value",
      "==1==ERROR: LeakSanitizer: detected memory leaks",
      "==1== ERROR: libFuzzer: timeout after 1 seconds",
      "==1== ERROR: libFuzzer: out-of-memory (malloc(16777216))",
      "==1==AddressSanitizer: hard rss limit exhausted (512Mb vs 520Mb)",
      "==1== ERROR: libFuzzer: deadly signal",
      "a.cc:1: check failed: true",
      "finding: the canary sings",
      "finding: layout differs from reference",
      "finding: double_fetch: namelen of record 0",
      "finding: session: call 2: entry 0 of the call is \"a\", expected \"b\"",
      "finding: ledger: nodeid 2: 1 lookup of reply 0, record 1 leaked",
  };
  for (const Canary& canary : kCanaries) {
    size_t taken = 0;
    for (const std::string& verdict : verdicts) {
      EXPECT_TRUE(ReportsFinding(verdict)) << verdict;
      ended.output.verdict = verdict;
      taken += Complaint(canary, ended).empty();
    }
    EXPECT_EQ(taken, 1u) << canary.name;
  }
}

// The canaries of the manifest: all that can be built together.
std::vector<Canary> Listed() {
  std::vector<Canary> listed;
  for (const CampaignTarget& target : *targets) {
    for (const Canary& canary : kCanaries) {
      if (target.name == canary.name) listed.push_back(canary);
    }
  }
  return listed;
}

INSTANTIATE_TEST_SUITE_P(, CanaryTest, ::testing::ValuesIn(Listed()),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

int Main(int argc, char** argv) {
  std::string problem;
  auto read = argc < 2 ? std::nullopt
                       : ReadCampaignTargets(argv[argc - 1], ".", &problem);
  if (!read) {
    std::cerr << "canary_test: expected MANIFEST " << problem << "\n";
    return 2;
  }
  targets = &*read;
  if (Listed().size() != targets->size()) {
    std::cerr << "canary_test: a canary that kCanaries does not have\n";
    return 2;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
