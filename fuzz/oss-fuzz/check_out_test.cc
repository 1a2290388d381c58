// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// check_out.sh finds what OSS-Fuzz's own checks let pass.  Each test builds a
// small target, with one thing wrong, as build.sh would have left it.

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"

namespace {

namespace fs = std::filesystem;
using ::testing::TestInfo;
using ::testing::UnitTest;

constexpr char kScript[] = "fuzz/oss-fuzz/check_out.sh";
constexpr char kInstrument[] = "-fsanitize=fuzzer-no-link,address";

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

// $OUT with a target that is as it should be, until a test breaks it.
class CheckOut : public ::testing::Test {
 protected:
  CheckOut() {
    const TestInfo* const test = UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / test->name();
    out_ = folder_ / "out";
    fs::create_directories(out_);
    fuse_dirents::MustWriteFile(folder_ / "target.cc", kSource);
    Build();
    fuse_dirents::MustWriteFile(
        out_ / "good_fuzzer.options",
        "[libfuzzer]\nmax_len = 64\ndict = good_fuzzer.dict\n");
    fuse_dirents::MustWriteFile(out_ / "good_fuzzer.dict", "word=\"\\x41\"\n");
    Seed("A");
  }

  ~CheckOut() override { fs::remove_all(folder_); }

  static int Shell(const std::string& command) {
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  void Build(const std::string& compile = kInstrument,
             const std::string& link = "",
             const std::string& name = "good_fuzzer") {
    const std::string object = (folder_ / "target.o").string();
    ASSERT_EQ(Shell("clang++-19 -O1 -gline-tables-only " + compile + " -c " +
                    (folder_ / "target.cc").string() + " -o " + object +
                    " && clang++-19 -fsanitize=fuzzer,address " + object +
                    " -o " + (out_ / name).string() + " " + link),
              0);
  }

  void Seed(const std::string& bytes) {
    fuse_dirents::MustWriteFile(folder_ / "seed", bytes);
    ASSERT_EQ(
        Shell("zip -qj " + (out_ / "good_fuzzer_seed_corpus.zip").string() +
              " " + (folder_ / "seed").string()),
        0);
  }

  // Expects one problem, whose line holds `text`.
  void ExpectProblem(const std::string& text,
                     const std::string& target = "good_fuzzer") {
    EXPECT_EQ(Check(target), 1);
    EXPECT_NE(said_.find(text), std::string::npos) << said_;
    EXPECT_NE(said_.find("check_out: 1 problems"), std::string::npos) << said_;
  }

  int Check(const std::string& targets,
            const std::string& sanitizer = "address") {
    const fs::path said = folder_ / "said";
    const int status =
        Shell("PATH=/usr/lib/llvm-19/bin:$PATH SANITIZER=" + sanitizer +
              " FUZZING_ENGINE=libfuzzer ARCHITECTURE=$(uname -m) "
              "SRC=/src WORK=/work OUT=" +
              out_.string() + " bash " + kScript + " " + targets + " >" +
              said.string() + " 2>&1");
    said_ = fuse_dirents::MustReadFile(said);
    return status;
  }

  fs::path folder_, out_;
  std::string said_;
};

TEST_F(CheckOut, PassesAGoodTarget) {
  EXPECT_EQ(Check("good_fuzzer"), 0) << said_;
  EXPECT_EQ(said_, "check_out: 1 targets, no problem\n");
}

TEST_F(CheckOut, WantsATarget) { EXPECT_EQ(Check(""), 2); }

TEST_F(CheckOut, FindsATargetThatIsMissing) {
  ExpectProblem("other_fuzzer: no such target", "good_fuzzer other_fuzzer");
}

TEST_F(CheckOut, FindsATargetThatNobodyNamed) {
  fs::copy_file(out_ / "good_fuzzer", out_ / "stray");
  ExpectProblem("stray: belongs to no target");
}

TEST_F(CheckOut, FindsANameThatClusterFuzzDoesNotRun) {
  for (const char* const ending : {"", ".options", ".dict"}) {
    fs::copy_file(out_ / (std::string("good_fuzzer") + ending),
                  out_ / (std::string("dotted.fuzzer") + ending));
  }
  fs::copy_file(out_ / "good_fuzzer_seed_corpus.zip",
                out_ / "dotted.fuzzer_seed_corpus.zip");
  ExpectProblem("dotted.fuzzer: ClusterFuzz runs only",
                "good_fuzzer dotted.fuzzer");
}

TEST_F(CheckOut, FindsCodeWithoutSanitizer) {
  Build("-fsanitize=fuzzer-no-link");
  ExpectProblem("not built with SANITIZER=address");
}

TEST_F(CheckOut, FindsCodeWithoutCoverage) {
  Build("-fsanitize=address");
  EXPECT_EQ(Check("good_fuzzer"), 1);
  EXPECT_NE(said_.find("does not tell libfuzzer where"), said_.npos) << said_;
  EXPECT_NE(said_.find("0 edges, wanted 100"), said_.npos) << said_;
}

TEST_F(CheckOut, FindsASeedThatCrashes) {
  Seed("!");
  ExpectProblem("fails on its seeds");
}

TEST_F(CheckOut, FindsACorpusThatIsMissing) {
  fs::remove(out_ / "good_fuzzer_seed_corpus.zip");
  ExpectProblem("no seed corpus that unzips");
}

TEST_F(CheckOut, FindsAnOptionThatLibFuzzerDoesNotKnow) {
  fuse_dirents::MustWriteFile(out_ / "good_fuzzer.options",
                              "[libfuzzer]\nmax_length = 64\n");
  ExpectProblem("libFuzzer knows no max_length");
}

TEST_F(CheckOut, FindsADictionaryThatIsMissing) {
  fuse_dirents::MustWriteFile(out_ / "good_fuzzer.options",
                              "[libfuzzer]\ndict = other.dict\n");
  ExpectProblem("no other.dict");
}

TEST_F(CheckOut, FindsADictionaryThatDoesNotParse) {
  fuse_dirents::MustWriteFile(out_ / "good_fuzzer.dict", "word\n");
  EXPECT_EQ(Check("good_fuzzer"), 1);
  EXPECT_NE(said_.find("ParseDictionary"), said_.npos) << said_;
}

TEST_F(CheckOut, FindsAnRpath) {
  Build(kInstrument, "-Wl,-rpath,/usr/local/lib");
  ExpectProblem("has an rpath");
}

TEST_F(CheckOut, FindsALibraryThatTheRunnerLacks) {
  Build(kInstrument, "-Wl,--no-as-needed,-l:libz.so.1");
  ExpectProblem("needs libz.so.1");
}

TEST_F(CheckOut, FindsMissingLineTables) {
  Build(kInstrument, "-Wl,--strip-debug");
  ExpectProblem("has no line tables");
}

TEST_F(CheckOut, FindsACoverageBuildWithoutItsSources) {
  const std::string flags = " -fprofile-instr-generate -fcoverage-mapping ";
  Build(flags, flags);
  EXPECT_EQ(Check("good_fuzzer", "coverage"), 1);
  EXPECT_NE(said_.find("good_fuzzer: no source"), said_.npos) << said_;

  const fs::path source = folder_ / "target.cc";
  const fs::path copy = out_ / source.relative_path();
  fs::create_directories(copy.parent_path());
  fs::copy_file(source, copy);
  EXPECT_EQ(Check("good_fuzzer", "coverage"), 0) << said_;
}

TEST_F(CheckOut, FindsACoverageBuildWithoutCounters) {
  Build("");
  EXPECT_EQ(Check("good_fuzzer", "coverage"), 1);
  EXPECT_NE(said_.find("leaves no profile"), said_.npos) << said_;
}

}  // namespace
