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
  const char* sentence;  // How it begins.
};

class TriageSanitizersTest : public DirentsTest,
                             public testing::WithParamInterface<Planted> {};

TEST_P(TriageSanitizersTest, NamesWhatBrokeAndLeavesOneRecord) {
  const auto& [type, name, sentence] = GetParam();
  std::filesystem::create_directory(Path("regressions"));
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.ino = 5, .type = 8, .name = "plain"});
  writer.Append({.ino = 5, .type = type, .name = "it"});
  Write("finding", writer.bytes());
  const RunResult run =
      Run({"triage", "finding", "--target", "planted_bugs_fuzzer", "--binary",
           Runfile("tools/triage/planted_bugs_fuzzer_bin"), "--format",
           "dirent", "--out", "regressions", "--name", name});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_TRUE(
      run.out.starts_with(std::string("planted_bugs_fuzzer: ") + sentence))
      << run.out;
  DirentWriter expected(RecordFormat::kDirent);
  expected.Append({.type = type, .name = "a"});
  EXPECT_EQ(
      MustReadFile(Path("regressions/planted_bugs_fuzzer/") + name + ".dirent"),
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
