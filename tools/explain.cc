// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents explain: what each client makes of a reply.

#include <memory>
#include <string>

#include "base/fail.h"
#include "fmt/format.h"
#include "tools/capture/fuse_protocol.h"
#include "tools/explain/explain_text.h"
#include "tools/json_text.h"
#include "tools/read_file.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

struct Options {
  std::string file;
  std::string format;
  bool json = false;
};

int Explain(const Options& options) {
  std::string problem;
  const auto loaded = LoadReply(options.file, options.format, &problem);
  if (!loaded) return Fail(problem);
  const Choices& choices = loaded->choices;
  const NumberedReply reply(loaded->format, loaded->seen(), choices.plan,
                            choices.start_off);
  const std::string_view opcode = OpcodeName(loaded->format);
  if (options.json) {
    nlohmann::ordered_json json = {{"file", Utf8Name(options.file)},
                                   {"opcode", opcode},
                                   {"choices", choices.ToText()}};
    json.update(ExplainJson(reply));
    return PrintOutput(JsonText(json));
  }
  std::string text =
      fmt::format("{}: {} reply of {} bytes, {} records\n", options.file,
                  opcode, reply.size(), reply.records().size());
  if (!choices.ToText().empty()) {
    text += fmt::format("choices: {}\n", choices.ToText());
  }
  return PrintOutput(text + "\n" + ExplainText(reply));
}

}  // namespace

void AddExplain(CLI::App& app, int* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "explain",
      "Says what each client makes of a reply: the entries that its caller "
      "gets, hidden and lost names, lookups, the error, and the rules that "
      "make the difference.");
  Option(command, "FILE", &options->file, "",
         "A reply (*.dirent or *.plus), with or without a trailer, or a recipe "
         "(*.recipe)")
      ->required();
  Option(command, "--format", &options->format, "FORMAT",
         "dirent or direntplus (default: by FILE's ending)");
  command->add_flag("--json", options->json,
                    "Prints JSON, with every record of a long reply");
  command->callback(
      [options, exit_status] { *exit_status = Explain(*options); });
}

}  // namespace fuse_dirents
