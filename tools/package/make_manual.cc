// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes what a package of `dirents` holds besides the program:
//
//   make_manual DIR DATE EXIT_STATUS_PAGE
//
// DIR/man/*.1, DIR/dirents.bash, and DIR/_dirents for zsh.  DATE, as
// YYYY-MM-DD, is that of the manual pages.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/fail.h"
#include "base/files.h"
#include "corpus/gate/corpus_files.h"
#include "differential/recipe.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"
#include "tools/app.h"
#include "tools/help/topics.h"
#include "tools/package/command_line.h"
#include "tools/package/completion.h"
#include "tools/package/man_page.h"
#include "tools/version.h"

namespace fuse_dirents {
namespace {

KnownWords WordsOfFlags(const CLI::App& app) {
  std::vector<std::string> profiles;
  for (const Profile& profile : AllProfiles()) {
    profiles.emplace_back(profile.name);
  }
  const std::vector<std::string> formats = {
      std::string(FormatName(RecordFormat::kDirent)),
      std::string(FormatName(RecordFormat::kDirentplus))};
  std::vector<std::string> topics;
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    topics.push_back(command->get_name());
  }
  for (const HelpTopic& topic : HelpTopics()) topics.emplace_back(topic.name);
  return {{"--profile", profiles},
          {"--format", formats},
          {"--formats", formats},
          {"--outcome", {std::begin(kOutcomes), std::end(kOutcomes)}},
          {"TOPIC", topics}};
}

int Main(int argc, char** argv) {
  if (argc != 4) return Fail("expected DIR DATE EXIT_STATUS_PAGE");
  const std::filesystem::path out = argv[1];
  std::string problem;
  const auto exit_status = ReadFile(argv[3], &problem);
  if (!exit_status) return Fail(problem);
  int unused = 0;
  const auto app = MakeApp(&unused);
  const Command program = DescribeCommand(*app, WordsOfFlags(*app));
  const auto pages =
      ManPages(program, {.source = "fuse-dirents " FUSE_DIRENTS_VERSION,
                         .date = argv[2],
                         .exit_status = *exit_status});
  std::filesystem::create_directories(out / "man");
  for (const auto& [name, page] : pages) {
    MustWriteFile(out / "man" / name, page);
  }
  MustWriteFile(out / (program.name + ".bash"), BashCompletion(program));
  MustWriteFile(out / ("_" + program.name), ZshCompletion(program));
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
