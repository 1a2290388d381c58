// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents check-parser: a parser in a shared object under the suite.

#include "tools/check_parser/check_parser.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fail.h"
#include "base/text.h"
#include "fmt/format.h"
#include "parser/profile/profile.h"
#include "parser/profile/profile_rows.h"
#include "parser/wire.h"
#include "properties/engine/run.h"
#include "properties/suite/child.h"
#include "properties/suite/corpus.h"
#include "properties/suite/infer.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/run_sets.h"
#include "tools/check_parser/object_parser.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kMostRuns = 1000000000, kMostSeconds = 3600;

struct Options {
  std::string file;
  std::string symbol = "dirents_parse";
  std::string profile = "linux";
  std::string formats;
  bool no_segments = false, no_links = false, fetches_again = false;
  std::string runs = std::to_string(kDefaultRuns);
  std::string seed = std::to_string(kDefaultSeed);
  std::string hang_seconds = "10";
  std::string replay;
  bool infer = false;
  bool keep_going = false;
  std::vector<std::string> rules;
  bool timing = false;
};

// What a report calls the parser: its file's name, as one line.
std::string NameOf(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return name;
}

// False, and a line in *problem, where a word of `formats` is no format.
bool ReadFormats(const std::string& formats, ParserUnderSuite* parser,
                 std::string* problem) {
  for (const std::string& format : Split(formats, ',')) {
    if (format == "dirent") {
      parser->dirent = true;
    } else if (format == "direntplus") {
      parser->direntplus = true;
    } else {
      *problem = fmt::format(
          "--formats {}: expected dirent, direntplus or both with a comma",
          formats);
      return false;
    }
  }
  return true;
}

// Nothing, and a line in *problem, where `text` is no number in the range.
std::optional<uint64_t> Number(std::string_view flag, const std::string& text,
                               uint64_t least, uint64_t most,
                               std::string* problem) {
  const auto number = ParseNumber(text, most);
  if (number && *number >= least) return number;
  *problem = fmt::format("{} {}: expected a number from {} to {}", flag, text,
                         least, most);
  return std::nullopt;
}

int Check(const Options& options) {
  std::string problem;
  const auto runs = Number("--runs", options.runs, 0, kMostRuns, &problem);
  if (!runs) return Fail(problem);
  const auto seed = Number("--seed", options.seed, 0, UINT64_MAX, &problem);
  if (!seed) return Fail(problem);
  const auto seconds =
      Number("--hang-seconds", options.hang_seconds, 1, kMostSeconds, &problem);
  if (!seconds) return Fail(problem);
  if (FindProfile(options.profile) == nullptr) {
    return Fail(fmt::format("--profile {}: unknown; expected one of {}",
                            options.profile, ProfileNames()));
  }
  const std::string name = NameOf(options.file);
  const ObjectParser object = ParserOfObject(options.file, options.symbol);
  ParserUnderSuite parser = {.name = name,
                             .profile_name = options.profile,
                             .segments = !options.no_segments,
                             .links = !options.no_links,
                             .fetches_once = !options.fetches_again,
                             .parse = object.parse,
                             .load = object.load};
  if (!ReadFormats(options.formats, &parser, &problem)) return Fail(problem);
  auto subject = MakeSubject(parser, &problem);
  if (!subject) return Fail(problem);
  for (const std::string& rule : options.rules) {
    if (!subject->SetRule(rule, &problem)) return Fail("--set " + problem);
  }
  const int hang_seconds = static_cast<int>(*seconds);
  if (const auto unloadable =
          LoadProblem(options.file, options.symbol, hang_seconds)) {
    return Fail(*unloadable);
  }
  SetHangSeconds(hang_seconds);
  if (options.infer) {
    fmt::print("{}", ToText(*subject, Infer(*subject, EmbeddedCorpus())));
    return kPasses;
  }
  if (options.replay.empty()) fmt::print("{}\n", subject->ToText());
  const int status =
      options.replay.empty()
          ? CheckParser(*subject,
                        {*seed, *runs, options.keep_going, options.timing},
                        &problem)
          : ReplayCase(*subject, options.replay, &problem);
  if (status == kBadArguments) return Fail(problem);
  return std::ferror(stdout) != 0 ? Fail("stdout: cannot write") : status;
}

}  // namespace

void AddCheckParser(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "check-parser",
      "Puts a parser in a shared object under the suite, and names the rule "
      "that it breaks with the simplest reply that shows it.");
  Option(command, "FILE", &options->file, "",
         "A shared object that exports the C function of parser_under_test.h")
      ->required();
  Option(command, "--symbol", &options->symbol, "NAME",
         "The function (default: dirents_parse)");
  Option(
      command, "--profile", &options->profile, "NAME",
      "The client whose rules it follows (default: linux): " + ProfileNames());
  Option(command, "--formats", &options->formats, "LIST",
         "dirent, direntplus or both with a comma, if it parses fewer than the "
         "client asks for");
  command->add_flag("--no-segments", options->no_segments,
                    "It takes only replies in one segment");
  command->add_flag("--no-links", options->no_links,
                    "It never calls link or forget");
  command->add_flag("--fetches-again", options->fetches_again,
                    "It is known to read a field again after a callback");
  Option(command, "--runs", &options->runs, "N",
         fmt::format("Random cases (default: {})", kDefaultRuns));
  Option(command, "--seed", &options->seed, "N",
         fmt::format("Of the random cases (default: {})", kDefaultSeed));
  Option(command, "--hang-seconds", &options->hang_seconds, "N",
         "The limit of one case and of loading (default: 10)");
  Option(command, "--replay", &options->replay, "RECIPE",
         "Only the case that a report shows, saved in a file");
  command->add_flag("--infer", options->infer,
                    "Prints the rules that it follows, beside the nearest "
                    "profiles, and checks nothing");
  command->add_flag("--keep-going", options->keep_going,
                    "Reports every rule that it breaks, each once");
  command
      ->add_option("--set", options->rules,
                   "A rule in place of the profile's, in the words of its "
                   "table, as in name_max=143; may be repeated")
      ->type_name("RULE=VALUE")
      ->take_all();
  command->add_flag("--timing", options->timing,
                    "Prints the cases a second of each set to stderr");
  command->callback([options, exit_status] { *exit_status = Check(*options); });
}

}  // namespace fuse_dirents
