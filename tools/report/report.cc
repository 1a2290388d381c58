// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes one page about what the suite does and finds.
//
//   bazel run //tools:report -- --out DIR
//
// Exit status: 0, or 2 if the page could not be made.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/commit.h"
#include "base/fail.h"
#include "base/files.h"
#include "base/progress.h"
#include "tools/report/collect.h"
#include "tools/report/write_page.h"
#include "tools/version.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string out, from;
  std::vector<std::string> only;
  Limits limits;
};

// The workspace in the runfiles of this program.  Bazel calls it _main if it
// reads MODULE.bazel, and by its name if it reads WORKSPACE.
std::string RunfilesRoot(const char* program) {
  const char* given = std::getenv("RUNFILES_DIR");
  const fs::path runfiles = fs::absolute(
      given != nullptr ? given : std::string(program) + ".runfiles");
  const fs::path of_module = runfiles / "_main";
  return fs::exists(of_module) ? of_module : runfiles / "fuse_dirents";
}

// Reads what is not collected from --from, and collects the rest.  Returns what
// is wrong, or "".
std::string Fill(const Options& options, const Tree& tree, ReportData* data) {
  const bool draws_again = !options.from.empty() && options.only.empty();
  if (!options.from.empty()) {
    std::string problem;
    const auto text = ReadFile(options.from, &problem);
    if (!text) return "--from: " + problem;
    problem = FromJson(*text, data);
    if (!problem.empty()) {
      return "--from: " + options.from + ": " + problem +
             "; expected the report.json of an earlier page";
    }
  }
  if (draws_again) return "";
  data->version = FUSE_DIRENTS_VERSION;
  data->commit = CommitOfWorkspace();
  for (const std::string_view section : kSections) {
    if (options.only.empty() ||
        std::ranges::count(options.only, section) != 0) {
      const std::string problem = Collect(tree, section, options.limits, data);
      if (!problem.empty()) return problem;
    } else if (options.from.empty()) {
      OriginOf(section, data)->not_run = "--only leaves it out.";
    }
  }
  return "";
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Writes one HTML page about what the suite does and finds.  Without "
      "other options it runs all of it, which takes minutes.",
      "report");
  app.add_option("--out", options.out,
                 "A new or empty folder for index.html and report.json")
      ->required();
  app.add_option("--only", options.only,
                 "A section to make, again for more; the others come from "
                 "--from, or are said not to have run")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kSections),
                                                     std::end(kSections))));
  app.add_option("--from", options.from,
                 "The report.json of an earlier page; without --only, draws "
                 "that page again");
  const auto positive = CLI::Range(int64_t{1}, int64_t{2147483647});
  app.add_option("--runs", options.limits.runs,
                 "Runs of each fuzz target; the campaign's own by default")
      ->check(positive);
  app.add_option("--seed", options.limits.seed, "Where the mutations begin")
      ->capture_default_str()
      ->check(positive);
  app.add_option("--target", options.limits.targets,
                 "A fuzz target to run, again for more; all by default")
      ->allow_extra_args(false);
  app.add_option("--mutant", options.limits.mutants,
                 "A mutant to try, again for more; all by default")
      ->allow_extra_args(false);
  app.add_option("--agreement", options.limits.agreement,
                 "What `bazel run --config=opt //oracle:report` printed; "
                 "oracle/AGREEMENT.md by default");
  const std::string root = RunfilesRoot(argv[0]);
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;
  if (!EnterCallersFolder()) return kExitBadInput;

  std::string problem = OutProblem(options.out);
  if (!problem.empty()) return Fail("--out: " + problem);
  Progress progress;
  ReportData data;
  problem = Fill(options, {root, &progress}, &data);
  if (problem.empty()) problem = WritePage(data, options.out);
  return problem.empty() ? 0 : Fail(problem);
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
