// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/bug_hunt/hunt.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/check.h"
#include "base/files.h"
#include "base/process.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// libFuzzer's status after a finding, and a sanitizer's.
constexpr int kExitFinding = 77;
constexpr int kExitSanitizer = 1;

// As the targets of //fuzz have it.
constexpr char kMaxLen[] = "-max_len=8192";

}  // namespace

HuntResult Hunt(const std::string& binary, const std::string& dictionary,
                std::string_view bug, int64_t seed, int64_t cap) {
  const TempDirectory folder;
  // Names that say nothing of the machine, as the length of what is on the
  // stack would.
  fs::create_symlink(fs::canonical(binary), folder / "target");
  fs::copy_file(dictionary, folder / "dict");
  const Process process = ExactProcess(
      folder.path(),
      {"./target", "--bug=" + std::string(bug), "-seed=" + std::to_string(seed),
       "-runs=" + std::to_string(cap), kMaxLen, "-dict=dict",
       "-print_final_stats=1", "-artifact_prefix=./", "-reload=0",
       "-detect_leaks=0", "-purge_allocator_interval=-1"},
      {"PATH=/usr/bin:/bin",
       "ASAN_OPTIONS=quarantine_size_mb=10:detect_leaks=0:"
       "symbolize=0",
       "MSAN_OPTIONS=symbolize=0", "UBSAN_OPTIONS=symbolize=0"});
  HuntResult result;
  std::string last_lines;
  const int status =
      RunForLines(process, [&](std::string_view line) {
        constexpr std::string_view kUnits = "stat::number_of_executed_units:";
        if (line.starts_with(kUnits)) {
          const std::string number(line.substr(kUnits.size()));
          result.runs = std::strtoull(number.c_str(), nullptr, 10);
        }
        last_lines += std::string(line) + "\n";
        if (last_lines.size() > 8192) last_lines.erase(0, 4096);
      }).status();
  result.found = status == kExitFinding || status == kExitSanitizer;
  if ((status != 0 && !result.found) || result.runs == 0) {
    std::fprintf(stderr, "bug_hunt: %s: exit status %d\n%s", binary.c_str(),
                 status, last_lines.c_str());
    std::abort();
  }
  return result;
}

double GeometricMean(const std::vector<double>& values) {
  FUSE_DIRENTS_CHECK(!values.empty());
  double sum = 0;
  for (const double value : values) {
    FUSE_DIRENTS_CHECK(value > 0);
    sum += std::log(value);
  }
  return std::exp(sum / static_cast<double>(values.size()));
}

}  // namespace fuse_dirents
