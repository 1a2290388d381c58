// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents help: the help of a subcommand, or a page of the tree.

#include <memory>
#include <string>

#include "base/fail.h"
#include "fmt/format.h"
#include "tools/help/topics.h"
#include "tools/subcommands.h"

namespace fuse_dirents {
namespace {

// `dirents help` without a topic.
std::string Overview(const CLI::App& app) {
  // app.help() would be that of the subcommand on the command line.
  std::string text = app.get_formatter()->make_help(&app, app.get_name(),
                                                    CLI::AppFormatMode::Normal);
  text += "\nTopics:\n";
  for (const HelpTopic& topic : HelpTopics()) {
    text += fmt::format("  {:<28}{}\n", topic.name, topic.title);
  }
  return text;
}

int Help(const CLI::App& app, const std::string& name) {
  if (name.empty()) return PrintOutput(Overview(app));
  std::string known;
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == name) {
      return PrintOutput(command->help(app.get_name()));
    }
    known += command->get_name() + ", ";
  }
  for (const HelpTopic& topic : HelpTopics()) {
    if (topic.name == name) return PrintOutput(topic.text);
    known += fmt::format("{}, ", topic.name);
  }
  known.resize(known.size() - 2);
  return Fail(
      fmt::format("help {}: no such topic; expected one of {}", name, known));
}

}  // namespace

void AddHelp(CLI::App& app, int* exit_status) {
  auto topic = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "help",
      "Prints the help of a subcommand, or a page: the C ABI, the rules of "
      "each client, how to port a parser, and more.");
  Option(command, "TOPIC", topic.get(), "",
         "A subcommand or a page (default: a list of them)");
  command->callback(
      [topic, &app, exit_status] { *exit_status = Help(app, *topic); });
}

}  // namespace fuse_dirents
