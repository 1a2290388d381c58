// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents triage` with what `bazel build //fuzz:NAME_bin` makes: libFuzzer,
// AddressSanitizer with leaks, UndefinedBehaviorSanitizer.

#include <filesystem>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

struct Planted {
  uint32_t type;
  const char* name;
  const char* sentence;  // The begin of it.
};

class TriageSanitizersTest : public testing::TestWithParam<Planted> {};

TEST_P(TriageSanitizersTest, NamesWhatBrokeAndLeavesOneRecord) {
  const std::string directory = NewTempDirectory();
  std::filesystem::create_directory(directory + "/regressions");
  DirentWriter writer(RecordFormat::kDirent);
  for (uint32_t i = 0; i < 3; ++i) {
    writer.Append({.ino = i,
                   .off = 4,
                   .type = i == 1 ? GetParam().type : 8,
                   .name = "name"});
  }
  MustWriteFile(directory + "/finding", writer.bytes());
  const RunResult run = RunDirents(
      {"triage", "finding", "--target", "planted_bugs_fuzzer", "--binary",
       Runfile("tools/triage/planted_bugs_fuzzer_bin"), "--format", "dirent",
       "--out", "regressions", "--name", GetParam().name},
      directory);
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_TRUE(run.out.starts_with(std::string("planted_bugs_fuzzer: ") +
                                  GetParam().sentence))
      << run.out;
  DirentWriter expected(RecordFormat::kDirent);
  expected.Append({.type = GetParam().type, .name = "a"});
  EXPECT_EQ(MustReadFile(directory + "/regressions/planted_bugs_fuzzer/" +
                         GetParam().name + ".dirent"),
            expected.bytes());
}

INSTANTIATE_TEST_SUITE_P(
    , TriageSanitizersTest,
    testing::Values(
        Planted{901, "finding", "planted differs from reference, at event 0"},
        Planted{906, "address",
                "AddressSanitizer: heap-buffer-overflow, a read, in "
                "(anonymous namespace)::ReadPastEnd "
                "(tools/triage/testdata/planted_bugs_fuzzer.cc:"},
        Planted{
            907, "leak",
            "LeakSanitizer: memory leak, allocated in LLVMFuzzerTestOneInput"},
        Planted{908, "undefined",
                "UndefinedBehaviorSanitizer: signed integer overflow: "
                "2147483647 + 1 "},
        Planted{909, "exit", "unknown: it ends with exit status 7"}),
    [](const auto& planted) { return std::string(planted.param.name); });

}  // namespace
}  // namespace fuse_dirents
