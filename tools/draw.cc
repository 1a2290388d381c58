// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents draw: a reply on its pages, as a picture.

#include <filesystem>
#include <memory>
#include <string>

#include "base/fail.h"
#include "corpus/gate/filing.h"
#include "fmt/format.h"
#include "parser/profile/profile.h"
#include "parser/profile/profile_rows.h"
#include "tools/draw/draw_reply.h"
#include "tools/read_file.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

struct Options {
  std::string file;
  std::string out;
  std::string format;
  std::string profile;
  std::string page_size;
};

int Draw(const Options& options) {
  std::string problem;
  size_t page_size = 0;
  if (!options.page_size.empty()) {
    const auto size = PageSizeOf(options.page_size, &problem);
    if (!size) return Fail(problem);
    page_size = *size;
  }
  const auto loaded = LoadReply(options.file, options.format, &problem);
  if (!loaded) return Fail(problem);
  const Profile* profile = ProfileFor(options.profile, *loaded, &problem);
  if (profile == nullptr) return Fail(problem);
  const std::string drawing =
      DrawOnPages(options.file, *loaded, page_size, *profile);
  const std::filesystem::path out = options.out;
  const NewFile file = {out.filename(), drawing};
  const std::filesystem::path folder =
      out.has_parent_path() ? out.parent_path() : ".";
  if (!PlaceFiles(folder, {&file, 1}, /*replaces_last=*/false, &problem)) {
    return Fail(problem + "; expected a new name in a folder");
  }
  return PrintOutput(
      fmt::format("{}: {} bytes\n", options.out, drawing.size()));
}

}  // namespace

void AddDraw(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "draw",
      "Draws a reply on its pages as an SVG file: records, fields, seams, "
      "records that straddle them, stale bytes, and where reading stops.");
  Option(command, "FILE", &options->file, "",
         "A reply (*.dirent or *.plus), with or without a trailer, or a recipe "
         "(*.recipe)")
      ->required();
  Option(command, "-o,--out", &options->out, "SVG",
         "The file to write; it must not exist")
      ->required();
  Option(command, "--format", &options->format, "FORMAT",
         "dirent or direntplus (default: by FILE's ending)");
  Option(command, "--profile", &options->profile, "NAME",
         "Where whose reading stops (default: the trailer's, else linux): " +
             ProfileNames());
  Option(command, "--page-size", &options->page_size, "BYTES",
         "Draws whole pages of this size instead of the trailer's layout");
  command->callback([options, exit_status] { *exit_status = Draw(*options); });
}

}  // namespace fuse_dirents
