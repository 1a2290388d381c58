// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents triage: from an input that a fuzz target stopped on to a regression.

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "corpus/regressions/regression_recipe.h"
#include "parser/check.h"
#include "tools/broken_property.h"
#include "tools/fail.h"
#include "tools/fuzz_targets.h"
#include "tools/minimize_input.h"
#include "tools/read_file.h"
#include "tools/replay_process.h"
#include "tools/subcommands.h"
#include "tools/write_regression.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string finding, target, binary, format, name, out;
  size_t max_runs = 2000;
  int timeout = 10;  // In seconds.
};

// A file or folder of the workspace, as `bazel run` tells it.
std::string InWorkspace(const std::string& path) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return workspace == nullptr ? path : std::string(workspace) + "/" + path;
}

// Runs the target on inputs; has a folder of its own for them.
class Replayer {
 public:
  Replayer(std::string binary, int timeout_ms)
      : binary_(std::move(binary)), timeout_ms_(timeout_ms) {
    std::error_code ignored;
    scratch_ = fs::temp_directory_path(ignored) / "triage.XXXXXX";
    FUSE_DIRENTS_CHECK(mkdtemp(scratch_.data()) != nullptr);
  }
  ~Replayer() {
    std::error_code ignored;
    fs::remove_all(scratch_, ignored);
  }
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  // Nothing where the binary cannot be run.
  std::optional<ReplayRun> Run(std::string_view input) {
    const std::string path = scratch_ + "/input";
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << input;
    file.close();
    FUSE_DIRENTS_CHECK(file.good());
    return Replay(binary_, path, scratch_, timeout_ms_);
  }

 private:
  const std::string binary_;
  const int timeout_ms_;
  std::string scratch_;
};

// Sets what is left open to its default.  An error's text, or nothing.
std::string Complete(Options* options, std::optional<TargetFormat>* format) {
  const FuzzTarget* known = nullptr;
  std::string names;
  for (const FuzzTarget& target : OurFuzzTargets()) {
    if (target.name == options->target) known = &target;
    names += (names.empty() ? "" : ", ") + std::string(target.name);
  }
  if (known != nullptr) *format = known->format;
  if (!options->format.empty()) {
    if (!ParseTargetFormat(options->format, format)) {
      return "--format " + options->format +
             ": unknown; expected dirent, direntplus, by-extra or bytes";
    }
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
  if (!options->name.empty() && !IsRegressionName(options->name)) {
    return "--name " + options->name +
           ": expected a-z, 0-9 and - only, at most 100 of them";
  }
  return "";
}

// What is in the way of a regression of that name, or nothing.
std::string InTheWay(const std::string& folder, const std::string& name) {
  const std::string path = ExistingRegression(folder, name);
  return path.empty() ? "" : path + ": exists; expected another --name";
}

int Triage(Options options) {
  std::optional<TargetFormat> format;
  std::string error = Complete(&options, &format);
  if (!error.empty()) return Fail(error);
  const std::string folder = options.out + "/" + options.target;
  if (!options.name.empty()) {
    error = InTheWay(folder, options.name);
    if (!error.empty()) return Fail(error);
  }
  const auto finding = ReadInputFile(options.finding, &error);
  if (!finding) return Fail(error);

  Replayer replayer(options.binary, options.timeout * 1000);
  std::optional<BrokenProperty> broken;
  for (const bool again : {false, true}) {
    const auto run = replayer.Run(*finding);
    if (!run) return Fail("--binary " + options.binary + ": cannot be run");
    const auto now = BrokenPropertyOf(*run);
    if (!now && !again) {
      return Fail(options.finding + ": is no finding: " + options.target +
                  " accepts it");
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
  error = InTheWay(folder, name);
  if (!error.empty()) return Fail(error);
  std::fprintf(stderr, "triage: %s: %s\n", options.target.c_str(),
               broken->sentence.c_str());

  const auto still_fails = [&](std::string_view input) {
    const auto run = replayer.Run(input);
    const auto now = run ? BrokenPropertyOf(*run) : std::nullopt;
    if (!now || now->key != broken->key) return false;
    broken = now;
    return true;
  };
  const auto progress = [](size_t runs, size_t bytes) {
    std::fprintf(stderr, "triage: %zu runs, %zu bytes\n", runs, bytes);
  };
  const Minimized minimized =
      MinimizeInput(format, *finding, options.max_runs, still_fails, progress);

  const auto records = RecordsOf(format, minimized.input);
  const std::string recipe =
      RegressionRecipe(records, minimized.input,
                       "TODO\n" + options.target + ": " + broken->sentence);
  const std::string file = name + RegressionEnding(records);
  if (!WriteRegression(folder, file, minimized.input, recipe, &error)) {
    return Fail(error);
  }
  const std::string path = folder + "/" + file;
  std::string text = options.target + ": " + broken->sentence + "\n";
  text += std::to_string(finding->size()) + " bytes became " +
          std::to_string(minimized.input.size()) + " in " +
          std::to_string(minimized.runs) + " runs, " +
          (minimized.is_minimal ? "which no step makes simpler"
                                : "all that --max-runs allows") +
          "\n" + path + "\n" + path + ".recipe: say why\n";
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
      "What the inputs of a target of yours are: dirent, direntplus, by-extra "
      "(either, as the trailer says) or bytes");
  add("--name", &options->name, "NAME",
      "What the regression is called (default: by what broke)");
  add("--out", &options->out, "FOLDER",
      "Where NAME's folder is, or is made (default: corpus/regressions)");
  command
      ->add_option("--max-runs", options->max_runs,
                   "Runs of the target to reduce the input by (default: 2000; "
                   "0 keeps it as it is)")
      ->type_name("N")
      ->check(CLI::Range(0, 1000000));
  command
      ->add_option("--timeout", options->timeout,
                   "Seconds that a run may take (default: 10)")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600));
  command->callback(
      [options, exit_status] { *exit_status = Triage(*options); });
}

}  // namespace fuse_dirents
