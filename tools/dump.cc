// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents dump: one reply, record by record.

#include <unistd.h>

#include <memory>
#include <string>

#include "base/fail.h"
#include "fmt/format.h"
#include "parser/profile/profile.h"
#include "parser/profile/profile_rows.h"
#include "tools/capture/fuse_protocol.h"
#include "tools/dump_reply.h"
#include "tools/json_text.h"
#include "tools/read_file.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

struct Options {
  std::string file;
  std::string format;
  std::string profile;
  std::string page_size = "4096";
  std::string color = "auto";
  bool json = false;
};

int Dump(const Options& options) {
  std::string problem;
  const auto page_size = PageSizeOf(options.page_size, &problem);
  if (!page_size) return Fail(problem);
  const auto loaded = LoadReply(options.file, options.format, &problem);
  if (!loaded) return Fail(problem);
  const Profile* profile = ProfileFor(options.profile, *loaded, &problem);
  if (profile == nullptr) return Fail(problem);
  if (options.color != "auto" && options.color != "always" &&
      options.color != "never") {
    return Fail(fmt::format("--color {}: expected auto, always or never",
                            options.color));
  }
  if (options.json) {
    nlohmann::ordered_json json = {{"file", Utf8Name(options.file)},
                                   {"opcode", OpcodeName(loaded->format)}};
    json.update(DumpJson(loaded->format, loaded->reply, *profile, *page_size));
    json["trailer_bytes"] = loaded->trailer_bytes;
    json["choices"] = loaded->choices.ToText();
    return PrintOutput(JsonText(json));
  }
  std::string text =
      fmt::format("{}: {} reply of {} bytes, profile {}, pages of {} bytes\n",
                  options.file, OpcodeName(loaded->format),
                  loaded->reply.size(), profile->name, *page_size);
  const std::string dump =
      DumpReply(loaded->format, loaded->reply, *profile, *page_size);
  const bool colours = options.color == "always" ||
                       (options.color == "auto" && isatty(STDOUT_FILENO) == 1);
  text += colours ? ColouredDump(dump) : dump;
  if (loaded->trailer_bytes > 0) {
    text += fmt::format("{} bytes of trailer after the reply: {}\n",
                        loaded->trailer_bytes, loaded->choices.ToText());
  }
  return PrintOutput(text);
}

}  // namespace

void AddDump(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "dump",
      "Prints a reply record by record: offsets, fields, padding, where pages "
      "cut it, why reading stops, and what each byte is.");
  Option(command, "FILE", &options->file, "",
         "The reply's payload, without fuse_out_header: *.dirent of a READDIR, "
         "*.plus of a READDIRPLUS; or a recipe (*.recipe)")
      ->required();
  Option(command, "--format", &options->format, "FORMAT",
         "dirent or direntplus (default: by FILE's ending)");
  Option(command, "--profile", &options->profile, "NAME",
         "Whose rules (default: those of the input's trailer, else linux): " +
             ProfileNames());
  Option(command, "--page-size", &options->page_size, "BYTES",
         "In bytes (default: 4096)");
  Option(command, "--color", &options->color, "WHEN",
         "auto, always or never (default: auto, on a terminal only; no "
         "variable of the environment has a say)");
  command->add_flag("--json", options->json, "Prints JSON");
  command->callback([options, exit_status] { *exit_status = Dump(*options); });
}

}  // namespace fuse_dirents
