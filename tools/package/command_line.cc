// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/package/command_line.h"

#include <algorithm>

#include "base/text.h"

namespace fuse_dirents {
namespace {

bool IsUpper(char c) { return 'A' <= c && c <= 'Z'; }

std::string Summary(const std::string& help) {
  size_t end = help.size();
  for (const std::string_view stop : {": ", ". ", "; ", ", "}) {
    end = std::min(end, help.find(stop));
  }
  std::string summary = help.substr(0, end);
  if (summary.ends_with('.')) summary.pop_back();
  if (summary.size() > 1 && IsUpper(summary[0]) && !IsUpper(summary[1])) {
    summary[0] = static_cast<char>(summary[0] - 'A' + 'a');
  }
  return summary;
}

// The words of CLI::IsMember, whose description is {one,two}.
std::vector<std::string> MemberWords(const std::string& checks) {
  const size_t begin = checks.find('{'), end = checks.find('}');
  if (begin == checks.npos || end == checks.npos) return {};
  return Split(checks.substr(begin + 1, end - begin - 1), ',');
}

CommandOption DescribeOption(const CLI::Option& from, const KnownWords& known) {
  CommandOption option;
  for (const std::string& name : from.get_snames()) {
    option.flags.push_back("-" + name);
  }
  for (const std::string& name : from.get_lnames()) {
    option.flags.push_back("--" + name);
  }
  option.required = from.get_required();
  option.repeated = from.get_items_expected_max() > 1;
  option.help = from.get_description();
  if (const std::string value = from.get_default_str(); !value.empty()) {
    option.help += " (default: " + value + ")";
  }
  // TYPE:CHECK:CHECK
  const std::string type = from.get_type_name();
  const size_t type_end = std::min(type.find(':'), type.size());
  option.value = type.substr(0, type_end);
  if (option.positional()) {
    const std::string name = from.get_name(/*positional=*/true);
    option.value = name + (option.value.empty() ? "" : " ") + option.value;
  } else if (from.get_items_expected_max() == 0) {
    option.value.clear();
  }

  option.words = MemberWords(type.substr(type_end));
  for (const auto& [name, words] : known) {
    if (std::ranges::count(option.flags, name) != 0 || option.value == name) {
      option.words = words;
    }
  }
  const auto holds = [&](std::string_view part) {
    return option.value.find(part) != std::string::npos;
  };
  if (!option.words.empty()) {
    option.kind = ValueKind::kWord;
  } else if (holds("DIR") || holds("FOLDER")) {
    option.kind = ValueKind::kDirectory;
  } else if (option.positional() || holds("FILE") || holds("PATH") ||
             holds("BINARY")) {
    option.kind = ValueKind::kFile;
  }
  return option;
}

}  // namespace

Command DescribeCommand(const CLI::App& app, const KnownWords& known) {
  Command command = {.name = app.get_name(),
                     .summary = Summary(app.get_description()),
                     .help = app.get_description(),
                     .options = {},
                     .subcommands = {}};
  for (const bool positional : {true, false}) {
    for (const CLI::Option* option : app.get_options()) {
      // --help does not list an option without a group.
      if (option->get_group().empty()) continue;
      if (option->nonpositional() == positional) continue;
      command.options.push_back(DescribeOption(*option, known));
    }
  }
  for (const CLI::App* subcommand :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    if (subcommand->get_group().empty()) continue;
    command.subcommands.push_back(DescribeCommand(*subcommand, known));
  }
  return command;
}

}  // namespace fuse_dirents
