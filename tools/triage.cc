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

// What must not stay where a signal ends triage.
const std::string* scratch_folder = nullptr;
const std::string* scratch_input = nullptr;

void RemoveScratchAndEnd(int signal_number) {
  unlink(scratch_input->c_str());
  rmdir(scratch_folder->c_str());
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

// Runs the target on inputs; has a folder of its own for them.
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

  // Nothing where the binary cannot be run.
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

// Sets what is left open to its default.  Returns the problem, or "".
std::string Complete(Options* options, InputKind* kind) {
  const FuzzTarget* known = nullptr;
  std::string names;
  for (const FuzzTarget& target : OurFuzzTargets()) {
    if (target.name == options->target) known = &target;
    names += (names.empty() ? "" : ", ") + std::string(target.name);
  }
  if (known != nullptr) *kind = known->kind;
  if (!options->format.empty()) {
    const auto given = ParseInputKind(options->format);
    if (!given) {
      return "--format " + options->format +
             ": unknown; expected dirent, direntplus, by-trailer, request, "
             "session or bytes";
    }
    *kind = *given;
  } else if (known == nullptr) {
    return "--target " + options->target + ": unknown; expected one of " +
           names + ", or --format and --binary with it";
  }
  if (options->target.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
    return "--target " + options->target + ": expected a-z, 0-9 and _ only";
  }
  if (options->binary.empty()) {
    options->binary = InWorkspace("bazel-bin/fuzz/" + options->target + "_bin");
    if (access(options->binary.c_str(), X_OK) != 0) {
      return options->binary +
             ": no program; expected `bazel build //fuzz:" + options->target +
             "_bin` to have made it, or --binary";
    }
  }
  std::error_code error;
  options->binary = fs::absolute(options->binary, error);
  if (!fs::is_regular_file(options->binary, error) ||
      access(options->binary.c_str(), X_OK) != 0) {
    return "--binary " + options->binary +
           ": expected a program that runs the target on the file it is given";
  }
  if (options->out.empty()) options->out = InWorkspace("corpus/regressions");
  while (options->out.size() > 1 && options->out.ends_with('/')) {
    options->out.pop_back();
  }
  if (!fs::is_directory(options->out, error)) {
    return "--out " + options->out + ": expected a folder";
  }
  if (!options->name.empty() && !IsInputName(options->name)) {
    return "--name " + options->name +
           ": expected a-z, 0-9 and - only, at most 100 of them";
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
      return Fail(options.finding + ": is no finding: " + options.target +
                  " accepts it; expected what it stopped on, and by --flag the "
                  "flags with which it did");
    }
    if (again && (!now || now->key != broken->key)) {
      return Fail(options.finding + ": fails otherwise each time: first '" +
                  broken->sentence + "', then '" +
                  (now ? now->sentence : "no failure") +
                  "'; expected a target without state");
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
  std::string text = options.target + ": " + broken->sentence + "\n";
  text += ReductionText(finding->size(), reduced) + path + "\n" + path +
          ".recipe: say why\n";
  return PrintOutput(text);
}

}  // namespace

void AddTriage(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "triage",
      "Replays an input that a fuzz target stopped on, says which property "
      "broke, reduces the input as long as the same one breaks, and keeps it "
      "with a recipe.");
  const auto add = [command](const char* flag, std::string* value,
                             const char* type, const std::string& help) {
    return command->add_option(flag, *value, help)->type_name(type);
  };
  add("FINDING", &options->finding, "", "The input")->required();
  add("--target", &options->target, "NAME",
      "The fuzz target, such as "
      "plus_reply_fuzzer")
      ->required();
  add("--binary", &options->binary, "PATH",
      "A program that runs the target on a file (default: "
      "bazel-bin/fuzz/NAME_bin)");
  add("--format", &options->format, "FORMAT",
      "What the inputs of a target of yours are: dirent, direntplus, "
      "by-trailer "
      "(either, as the trailer says), request, session or bytes");
  command
      ->add_option("--flag", options->flags,
                   "A flag to run the target with, such as "
                   "--flag=-malloc_limit_mb=8; any number of them")
      ->type_name("FLAG");
  add("--name", &options->name, "NAME",
      "What the regression is called (default: by what broke)");
  add("--out", &options->out, "FOLDER",
      "Where NAME's folder is, or is made (default: corpus/regressions)");
  command
      ->add_option("--max-runs", options->max_runs,
                   "Runs of the target to reduce the input by (default: 2000)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000));
  command
      ->add_option("--timeout", options->timeout,
                   "Seconds that a run may take (default: 10)")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600));
  command->callback(
      [options, exit_status] { *exit_status = Triage(*options); });
}

}  // namespace fuse_dirents
