// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents triage: from an input that a fuzz target stopped on to a regression.

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/fail.h"
#include "base/files.h"
#include "base/in_workspace.h"
#include "corpus/gate/filing.h"
#include "differential/input.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "fuzz/inputs/fuzz_targets.h"
#include "fuzz/inputs/input_recipe.h"
#include "tools/read_file.h"
#include "tools/subcommands.h"
#include "tools/triage/broken_property.h"
#include "tools/triage/minimize_input.h"
#include "tools/triage/regression_file.h"
#include "tools/triage/replay_process.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string finding, target, binary, format, name, out;
  std::vector<std::string> flags;
  size_t max_runs = 2000;
  int timeout = 10;  // In seconds.
};

// What a signal that ends triage must not leave.
const std::string* scratch_folder = nullptr;
const std::string* scratch_input = nullptr;

void RemoveScratchAndEnd(int signal_number) {
  unlink(scratch_input->c_str());
  rmdir(scratch_folder->c_str());
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

// Runs the target on inputs, which it puts into a folder of its own.
class Replayer {
 public:
  explicit Replayer(ReplayTarget target) : target_(std::move(target)) {
    scratch_folder = &folder_.path();
    scratch_input = &input_;
    for (const int number : kEndings) signal(number, &RemoveScratchAndEnd);
  }
  ~Replayer() {
    for (const int number : kEndings) signal(number, SIG_DFL);
  }
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  // Returns nothing if the binary cannot be run.
  std::optional<ReplayRun> Run(std::string_view input) {
    MustWriteFile(input_, input);
    return Replay(target_, input_, folder_.path());
  }

 private:
  static constexpr int kEndings[] = {SIGHUP, SIGINT, SIGTERM};

  const ReplayTarget target_;
  const TempDirectory folder_;
  const std::string input_ = folder_ / "input";
};

// Sets options that were not given to their defaults.  Returns the problem, or
// "".
std::string Complete(Options* options, InputKind* kind) {
  const FuzzTarget* known = nullptr;
  std::vector<std::string_view> names;
  for (const FuzzTarget& target : OurFuzzTargets()) {
    if (target.name == options->target) known = &target;
    names.push_back(target.name);
  }
  if (known != nullptr) *kind = known->kind;
  if (!options->format.empty()) {
    const auto given = ParseInputKind(options->format);
    if (!given) {
      return fmt::format(
          "--format {}: unknown; expected dirent, direntplus, by-trailer, "
          "request, session or bytes",
          options->format);
    }
    *kind = *given;
  } else if (known == nullptr) {
    return fmt::format(
        "--target {}: unknown; expected one of {}, or --format and --binary "
        "with it",
        options->target, fmt::join(names, ", "));
  }
  if (options->target.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
    return fmt::format("--target {}: expected a-z, 0-9 and _ only",
                       options->target);
  }
  if (options->binary.empty()) {
    options->binary = InWorkspace("bazel-bin/fuzz/" + options->target + "_bin");
    if (access(options->binary.c_str(), X_OK) != 0) {
      return fmt::format(
          "{}: no program; expected `bazel build //fuzz:{}_bin` to have made "
          "it, or --binary",
          options->binary, options->target);
    }
  }
  std::error_code error;
  options->binary = fs::absolute(options->binary, error);
  if (!fs::is_regular_file(options->binary, error) ||
      access(options->binary.c_str(), X_OK) != 0) {
    return fmt::format(
        "--binary {}: expected a program that runs the target on a file",
        options->binary);
  }
  if (options->out.empty()) options->out = InWorkspace("corpus/regressions");
  while (options->out.size() > 1 && options->out.ends_with('/')) {
    options->out.pop_back();
  }
  if (!fs::is_directory(options->out, error)) {
    return fmt::format("--out {}: expected a folder", options->out);
  }
  if (!options->name.empty() && !IsInputName(options->name)) {
    return fmt::format(
        "--name {}: expected a-z, 0-9 and - only, at most 100 of them",
        options->name);
  }
  return "";
}

int Triage(Options options) {
  InputKind kind;
  std::string problem = Complete(&options, &kind);
  if (!problem.empty()) return Fail(problem);
  const std::string folder = options.out + "/" + options.target;
  problem = InTheWay(folder, options.name);
  if (!problem.empty()) return Fail(problem);
  const auto finding = ReadInputFile(options.finding, &problem);
  if (!finding) return Fail(problem);

  Replayer replayer({.binary = options.binary,
                     .flags = options.flags,
                     .timeout_ms = options.timeout * 1000});
  std::optional<BrokenProperty> broken;
  for (const bool again : {false, true}) {
    const auto run = replayer.Run(*finding);
    if (!run) return Fail("--binary " + options.binary + ": cannot be run");
    const auto now = BrokenPropertyOf(*run);
    if (!now && !again) {
      return Fail(fmt::format(
          "{}: is no finding: {} accepts it; expected an input that it stopped "
          "on, and its flags by --flag",
          options.finding, options.target));
    }
    if (again && (!now || now->key != broken->key)) {
      return Fail(fmt::format(
          "{}: fails otherwise each time: first '{}', then '{}'; expected a "
          "target without state",
          options.finding, broken->sentence,
          now ? now->sentence : "no failure"));
    }
    broken = now;
  }
  const std::string name =
      options.name.empty() ? RegressionName(broken->key) : options.name;
  problem = InTheWay(folder, name);
  if (!problem.empty()) return Fail(problem);
  std::fprintf(stderr, "triage: %s: %s\n", options.target.c_str(),
               broken->sentence.c_str());

  const auto still_fails = [&](const std::string& input) {
    const auto run = replayer.Run(input);
    const auto now = run ? BrokenPropertyOf(*run) : std::nullopt;
    if (!now || now->key != broken->key) return false;
    broken = now;
    return true;
  };
  const auto reduced =
      MinimizeInput(kind, *finding, options.max_runs, still_fails, "triage");

  std::optional<RecordFormat> records;
  if (kind.reply) {
    records = FormatOf(*kind.reply, DecodeInput(reduced.least).choices);
  }
  const std::string file =
      options.target + "/" + name + RegressionEnding(records);
  const NewFile files[] = {
      {file + ".recipe",
       RegressionRecipe(records, kind.numbers, reduced.least,
                        "TODO\n" + options.target + ": " + broken->sentence)},
      {file, reduced.least}};
  if (!PlaceFiles(options.out, files, /*replaces_last=*/false, &problem)) {
    return Fail(problem);
  }
  const std::string path = options.out + "/" + file;
  return PrintOutput(fmt::format(
      "{}: {}\n{}{}\n{}.recipe: say why\n", options.target, broken->sentence,
      ReductionText(finding->size(), reduced), path, path));
}

}  // namespace

void AddTriage(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "triage",
      "Replays an input that a fuzz target stopped on, says which property "
      "broke, reduces the input as long as the same one breaks, and keeps it "
      "with a recipe.");
  Option(command, "FINDING", &options->finding, "", "The input")->required();
  Option(command, "--target", &options->target, "NAME",
         "The fuzz target, such as plus_reply_fuzzer")
      ->required();
  Option(command, "--binary", &options->binary, "PATH",
         "A program that runs the target on a file (default: "
         "bazel-bin/fuzz/NAME_bin)");
  Option(
      command, "--format", &options->format, "FORMAT",
      "Format of the inputs of your own target: dirent, direntplus, by-trailer "
      "(either, as the trailer says), request, session or bytes");
  Option(
      command, "--flag", &options->flags, "FLAG",
      "A flag to run the target with, such as --flag=-malloc_limit_mb=8; any "
      "number of them");
  Option(command, "--name", &options->name, "NAME",
         "Name of the regression (default: from what broke)");
  Option(command, "--out", &options->out, "FOLDER",
         "Where NAME's folder is, or is made (default: corpus/regressions)");
  Option(command, "--max-runs", &options->max_runs, "N",
         "Runs of the target to reduce the input by (default: 2000)")
      ->check(CLI::Range(1, 1000000));
  Option(command, "--timeout", &options->timeout, "SECONDS",
         "Seconds that a run may take (default: 10)")
      ->check(CLI::Range(1, 3600));
  command->callback(
      [options, exit_status] { *exit_status = Triage(*options); });
}

}  // namespace fuse_dirents
