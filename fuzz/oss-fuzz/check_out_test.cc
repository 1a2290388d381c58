// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// check_out.sh finds what OSS-Fuzz's own checks let pass.  Each test builds a
// small target, with one thing wrong, as build.sh would have left it.

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kScript[] = "fuzz/oss-fuzz/check_out.sh";

// Enough branches for a target, and a crash on "!".
constexpr char kSource[] = R"(
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#define ONE(i) if (size > (i) && data[i] == 65 + (i)) sum += data[i] * (i);
#define FIVE(i) ONE(i) ONE(i + 1) ONE(i + 2) ONE(i + 3) ONE(i + 4)
#define TEN(i) FIVE(i) FIVE(i + 5)
#define ALL TEN(0) TEN(10) TEN(20) TEN(30) TEN(40)
namespace fuse_dirents {
int volatile result;
__attribute__((noinline)) void Read(const uint8_t* data, size_t size) {
  int sum = 0;
  ALL
  result = sum;
  if (size == 1 && data[0] == '!') std::abort();
}
}
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuse_dirents::Read(data, size);
  return 0;
}
)";

// Makes $OUT.
constexpr char kBuild[] = R"(
clang++-19 -O1 -gline-tables-only $COMPILE -c ../target.cc -o ../target.o
clang++-19 -fuse-ld=lld -fsanitize=fuzzer,address ../target.o \
  -o good_fuzzer $LINK
printf '[libfuzzer]\nmax_len = 64\ndict = good_fuzzer.dict\n' \
  >good_fuzzer.options
printf 'word="\\x41"\n' >good_fuzzer.dict
printf A >../seed
zip -qj good_fuzzer_seed_corpus.zip ../seed
)";

// A target, as it should be but for one thing.
struct Case {
  const char* name;
  // What check_out.sh prints: a part of the line of each problem.
  std::vector<std::string> says;
  std::string breaks = "";  // Shell commands, in $OUT.
  std::string compile = "-fsanitize=fuzzer-no-link,address";
  std::string link = "";
  std::string targets = "good_fuzzer";
  std::string sanitizer = "address";
  std::string engine = "libfuzzer";
};

// What AFL++ needs besides; $PLAIN is to be empty.
const std::string kForAfl = R"(
echo 'extern "C" int afl_custom_fuzz(char* p) { return *p; }' >../mutator.cc
clang++-19 -O1 -shared -fPIC $PLAIN ../mutator.cc \
  -o good_fuzzer_afl_mutator.so
cp "$SCRIPTS"/afl_fuzz.sh afl-fuzz
cp /bin/true afl-fuzz-itself
)";

constexpr char kForCoverage[] = "-fprofile-instr-generate -fcoverage-mapping";

const Case kCases[] = {
    {.name = "NothingInAGoodTarget", .says = {}},
    {.name = "ATargetThatIsMissing",
     .says = {"other_fuzzer: no such target"},
     .targets = "good_fuzzer other_fuzzer"},
    {.name = "ATargetThatNobodyNamed",
     .says = {"stray: belongs to no target"},
     .breaks = "cp good_fuzzer stray"},
    {.name = "ANameThatClusterFuzzDoesNotRun",
     .says = {"dotted.fuzzer: ClusterFuzz runs only"},
     .breaks = "for end in '' .options .dict _seed_corpus.zip; do"
               " cp good_fuzzer$end dotted.fuzzer$end; done",
     .targets = "good_fuzzer dotted.fuzzer"},
    {.name = "CodeWithoutSanitizer",
     .says = {"not built with SANITIZER=address"},
     .compile = "-fsanitize=fuzzer-no-link"},
    {.name = "CodeWithoutCoverage",
     .says = {"does not tell libfuzzer where", "0 edges, wanted 100"},
     .compile = "-fsanitize=address"},
    {.name = "ASeedThatCrashes",
     .says = {"fails on its seeds"},
     .breaks = "printf '!' >../seed\n"
               "zip -qj good_fuzzer_seed_corpus.zip ../seed"},
    {.name = "ACorpusThatIsMissing",
     .says = {"no seed corpus that unzips"},
     .breaks = "rm good_fuzzer_seed_corpus.zip"},
    {.name = "AnOptionThatLibFuzzerDoesNotKnow",
     .says = {"libFuzzer knows no max_length"},
     .breaks = "sed -i s/max_len/max_length/ good_fuzzer.options"},
    {.name = "ADictionaryThatIsMissing",
     .says = {"no other.dict"},
     .breaks = "sed -i s/good_fuzzer.dict/other.dict/ good_fuzzer.options"},
    {.name = "ADictionaryThatDoesNotParse",
     .says = {"ParseDictionary", "0 edges, wanted 100"},
     .breaks = "echo word >good_fuzzer.dict"},
    {.name = "AnRpath",
     .says = {"has an rpath"},
     .link = "-Wl,-rpath,/usr/local/lib"},
    {.name = "ALibraryThatTheRunnerLacks",
     .says = {"needs libz.so.1"},
     .link = "-Wl,--no-as-needed,-l:libz.so.1"},
    {.name = "MissingLineTables",
     .says = {"has no line tables"},
     .link = "-Wl,--strip-debug"},
    {.name = "ACoverageBuildWithoutCounters",
     .says = {"leaves no profile"},
     .compile = "",
     .sanitizer = "coverage"},
    {.name = "ACoverageBuildWithoutItsSources",
     .says = {"good_fuzzer: no source"},
     .compile = kForCoverage,
     .link = kForCoverage,
     .sanitizer = "coverage"},
    {.name = "NothingInACoverageBuildWithItsSources",
     .says = {},
     .breaks = "source=$(realpath ../target.cc)\n"
               "mkdir -p .$(dirname $source)\ncp $source .$source",
     .compile = kForCoverage,
     .link = kForCoverage,
     .sanitizer = "coverage"},
    {.name = "NothingInATargetOfAfl",
     .says = {},
     .breaks = kForAfl,
     .engine = "afl"},
    {.name = "AMutatorThatIsMissing",
     .says = {"good_fuzzer_afl_mutator.so: is missing"},
     .breaks = kForAfl + "rm good_fuzzer_afl_mutator.so",
     .engine = "afl"},
    {.name = "AMutatorWithInstrumentation",
     .says = {"good_fuzzer_afl_mutator.so: is instrumented"},
     .breaks = "PLAIN=-fsanitize=address" + kForAfl,
     .engine = "afl"},
    {.name = "AMutatorThatAflCannotCall",
     .says = {"good_fuzzer_afl_mutator.so: exports no afl_custom_fuzz"},
     .breaks = "PLAIN=-fvisibility=hidden" + kForAfl,
     .engine = "afl"},
    {.name = "AMutatorWithALibraryThatTheRunnerLacks",
     .says = {"good_fuzzer_afl_mutator.so: needs libz.so.1"},
     .breaks = "PLAIN=-Wl,--no-as-needed,-l:libz.so.1" + kForAfl,
     .engine = "afl"},
    {.name = "AnAflFuzzThatLoadsNoMutator",
     .says = {"afl-fuzz: names no mutator", "afl-fuzz-itself: is missing"},
     .breaks = kForAfl + "mv afl-fuzz-itself afl-fuzz",
     .engine = "afl"},
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

ProcessResult Shell(const std::string& script) {
  std::string problem;
  const auto result = RunProcess(
      {.argv = {"/bin/bash", "-euc", script}, .merge_stderr = true}, &problem);
  EXPECT_TRUE(result) << problem;
  return result.value_or(ProcessResult());
}

ProcessResult Check(const std::string& out, const std::string& targets,
                    const std::string& sanitizer, const std::string& engine) {
  return Shell("PATH=/usr/lib/llvm-19/bin:$PATH SANITIZER=" + sanitizer +
               " FUZZING_ENGINE=" + engine +
               " ARCHITECTURE=$(uname -m) SRC=/src WORK=/work OUT=" + out +
               " bash " + kScript + " " + targets);
}

class CheckOutFinds : public testing::TestWithParam<Case> {};

TEST_P(CheckOutFinds, Alone) {
  const Case& c = GetParam();
  const TempDirectory folder;
  const std::string out = fs::canonical(folder.path()) / "out";
  fs::create_directory(out);
  MustWriteFile(folder / "target.cc", kSource);
  const ProcessResult built =
      Shell("SCRIPTS=$PWD/fuzz/oss-fuzz PLAIN=; cd " + out + "; COMPILE='" +
            c.compile + "'; LINK='" + c.link + "'\n" + kBuild + c.breaks);
  ASSERT_TRUE(built.ending.ok()) << built.out;

  const ProcessResult checked = Check(out, c.targets, c.sanitizer, c.engine);
  EXPECT_EQ(checked.ending.status(), c.says.empty() ? 0 : 1) << checked.out;
  for (const std::string& part : c.says) {
    EXPECT_NE(checked.out.find(part), std::string::npos) << checked.out;
  }
  const std::string last =
      c.says.empty()
          ? "check_out: 1 targets, no problem\n"
          : "check_out: " + std::to_string(c.says.size()) + " problems";
  EXPECT_NE(checked.out.find(last), std::string::npos) << checked.out;
}

INSTANTIATE_TEST_SUITE_P(, CheckOutFinds, testing::ValuesIn(kCases),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

TEST(CheckOutTest, WantsATarget) {
  EXPECT_EQ(Check("/", "", "address", "libfuzzer").ending.status(), 2);
}

}  // namespace
}  // namespace fuse_dirents
