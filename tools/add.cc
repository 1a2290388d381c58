// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents add: from a reply to a curated input of the corpus.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fail.h"
#include "base/in_workspace.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/features.h"
#include "corpus/gate/filing.h"
#include "corpus/gate/manifest.h"
#include "differential/input.h"
#include "fmt/format.h"
#include "parser/wire.h"
#include "tools/read_file.h"
#include "tools/subcommands.h"
#include "tools/triage/minimize_input.h"

namespace fuse_dirents {
namespace {

// A run of what is smaller takes no time that is worth a line.
constexpr size_t kQuietBytes = size_t{64} << 10;

struct Options {
  std::string file, name, why, format, outcome, corpus;
  std::optional<std::string> trailer;
  bool as_is = false;
  size_t max_runs = 2000;
};

// Returns the problem, or "".
std::string CheckFlags(const Options& options) {
  if (!IsInputName(options.name)) {
    return fmt::format(
        "--name {}: expected a-z, 0-9 and - only, 1 to 100 of them",
        options.name);
  }
  if (options.why.find_first_not_of(" \t\n") == std::string::npos) {
    return "--why: empty; expected the reason to keep this input";
  }
  if (std::ranges::any_of(options.why, [](char c) {
        return c != '\n' && static_cast<unsigned char>(c) < 0x20;
      })) {
    return "--why: holds a control character; expected text";
  }
  if (!options.outcome.empty() &&
      std::ranges::find(kOutcomes, options.outcome) == std::end(kOutcomes)) {
    return fmt::format("--outcome {}: unknown; expected accept, stop or reject",
                       options.outcome);
  }
  return "";
}

// The input, with its trailer as EncodeInput() writes it.
std::optional<std::string> ReadInput(const Options& options,
                                     std::string* problem) {
  const auto bytes = ReadInputFile(options.file, problem);
  if (!bytes) return std::nullopt;
  const Input input = DecodeInput(*bytes);
  if (input.reply.size() > kMaxReplyBytes) {
    *problem = fmt::format("{}: a reply of {} bytes; expected at most 16 MiB",
                           options.file, input.reply.size());
    return std::nullopt;
  }
  if (!options.trailer) return EncodeInput(input.reply, input.choices);
  const auto choices = Choices::FromText(*options.trailer, problem);
  if (!choices) {
    *problem = "--trailer: " + *problem;
    return std::nullopt;
  }
  if (!IsEncodable(*choices)) {
    *problem = "--trailer: a trailer cannot hold '" + *options.trailer + "'";
    return std::nullopt;
  }
  return EncodeInput(input.reply, *choices);
}

Reduced<std::string> Reduce(RecordFormat format, const std::string& input,
                            size_t max_runs) {
  FeatureFinder finder;
  const Features features = finder.FeaturesOf(format, input);
  const std::string_view outcome = OutcomeOf(format, input);
  const auto same = [&](const std::string& candidate) {
    return OutcomeOf(format, candidate) == outcome &&
           finder.FeaturesOf(format, candidate) == features;
  };
  const InputKind kind = {.reply = format == RecordFormat::kDirent
                                       ? TargetFormat::kDirent
                                       : TargetFormat::kDirentplus};
  return MinimizeInput(kind, input, max_runs, same, "add", kQuietBytes);
}

int Add(Options options) {
  std::string problem = CheckFlags(options);
  if (!problem.empty()) return Fail(problem);
  const auto format = FormatOfReply(options.file, options.format, &problem);
  if (!format) return Fail(problem);
  const auto given = ReadInput(options, &problem);
  if (!given) return Fail(problem);

  if (options.corpus.empty()) options.corpus = InWorkspace("corpus");
  const auto files = ReadCorpus(options.corpus, &problem);
  if (!files) return Fail("--corpus " + problem);
  if (!files->contains(kManifest)) {
    return Fail(fmt::format("--corpus {}: holds no {}; expected the corpus",
                            options.corpus, kManifest));
  }
  const std::string taken = TakenBy(*files, options.name, *format);
  if (!taken.empty()) {
    return Fail(fmt::format("--name {}: {} exists; expected another name",
                            options.name, taken));
  }
  // The reply of a real server may be worth keeping when it is reduced.
  std::string twin = DuplicateOf(*files, *format, *given, options.as_is);
  if (!twin.empty()) {
    return Fail(fmt::format(
        "{}: is byte for byte {}; expected an input that the corpus does not "
        "have",
        options.file, twin));
  }
  const std::string outcome(OutcomeOf(*format, *given));
  if (!options.outcome.empty() && options.outcome != outcome) {
    return Fail(fmt::format("--outcome {}: {} belongs into {}/",
                            options.outcome, options.file, outcome));
  }

  Reduced<std::string> reduced = {.least = *given};
  if (!options.as_is) {
    reduced = Reduce(*format, *given, options.max_runs);
    twin = DuplicateOf(*files, *format, reduced.least, true);
    if (!twin.empty()) {
      return Fail(fmt::format(
          "{}: becomes {} when reduced; expected an input that does something "
          "else, or --as-is",
          options.file, twin));
    }
  }
  const std::vector<NewFile> added =
      CuratedFiles(*format, reduced.least, options.name, options.why);
  if (!FileInputs(options.corpus, *files, added, &problem))
    return Fail(problem);
  std::string text;
  if (!options.as_is) text = ReductionText(given->size(), reduced);
  for (const NewFile& file : added) {
    text += options.corpus + "/" + file.path + "\n";
  }
  return PrintOutput(text);
}

}  // namespace

void AddAdd(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "add",
      "Reduces a reply as long as parsers do the same kinds of things with it, "
      "and files it in the corpus by its outcome, with recipe and trace.");
  Option(command, "FILE", &options->file, "",
         "The reply's payload, perhaps with a trailer; *.dirent of a READDIR, "
         "*.plus of a READDIRPLUS")
      ->required();
  Option(command, "--name", &options->name, "NAME", "What is odd about it")
      ->required();
  Option(command, "--why", &options->why, "TEXT", "Why it is worth keeping")
      ->required();
  Option(command, "--format", &options->format, "FORMAT",
         "dirent or direntplus (default: by FILE's ending)");
  Option(command, "--outcome", &options->outcome, "OUTCOME",
         "accept, stop or reject: what it is expected to be");
  Option(command, "--trailer", &options->trailer, "WORDS",
         "Choices to parse it by, such as \"profile=gvisor cut=40\", instead "
         "of those of FILE");
  Option(command, "--corpus", &options->corpus, "FOLDER",
         "The corpus (default: corpus/ of the workspace)");
  command->add_flag("--as-is", options->as_is, "Do not reduce it");
  Option(command, "--max-runs", &options->max_runs, "N",
         "Inputs to try in order to reduce it (default: 2000)")
      ->check(CLI::Range(1, 1000000));
  command->callback([options, exit_status] { *exit_status = Add(*options); });
}

}  // namespace fuse_dirents
