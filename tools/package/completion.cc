// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/package/completion.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "fmt/ranges.h"

namespace fuse_dirents {
namespace {

// What _PROGRAM_complete is called with to complete a value of the option.
std::string ValueWords(const CommandOption& option) {
  switch (option.kind) {
    case ValueKind::kNone:
      return "-W ''";
    case ValueKind::kFile:
      return "-f";
    case ValueKind::kDirectory:
      return "-d";
    case ValueKind::kWord:
      break;
  }
  return fmt::format("-W '{}'", fmt::join(option.words, " "));
}

// Everything after the command's name; `cur` is being completed.
std::string BashArguments(const Command& command, std::string_view indent,
                          std::string_view complete) {
  std::vector<std::string> flags;
  std::string values, positional = "-W ''";
  for (const CommandOption& option : command.options) {
    flags.insert(flags.end(), option.flags.begin(), option.flags.end());
    if (option.positional()) {
      positional = ValueWords(option);
    } else if (!option.value.empty()) {
      values += fmt::format("{}  {}) {} {} ;;\n", indent,
                            fmt::join(option.flags, " | "), complete,
                            ValueWords(option));
    }
  }
  return fmt::format(
      "{0}case \"$prev\" in\n{1}{0}  *)\n"
      "{0}    if [[ $cur == -* ]]; then {2} -W '{3}'; else {2} {4}; fi ;;\n"
      "{0}esac\n",
      indent, values, complete, fmt::join(flags, " "), positional);
}

// Quoted for zsh, where _arguments and _describe would heed brackets and
// colons.
std::string ZshText(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') quoted += '\\';
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return quoted;
}

std::string ZshValue(const CommandOption& option) {
  if (option.value.empty()) return "";
  std::string action;
  switch (option.kind) {
    case ValueKind::kNone:
      action = " ";
      break;
    case ValueKind::kFile:
      action = "_files";
      break;
    case ValueKind::kDirectory:
      action = "_files -/";
      break;
    case ValueKind::kWord:
      action = fmt::format("({})", fmt::join(option.words, " "));
  }
  return fmt::format(":{}:{}", ZshText(option.value), action);
}

// The arguments of _arguments, a line each.
std::string ZshArguments(const Command& command, std::string_view indent) {
  std::string specs;
  for (const CommandOption& option : command.options) {
    for (const std::string& flag : option.flags) {
      specs +=
          fmt::format(" \\\n{}'{}{}[{}]{}'", indent, option.repeated ? "*" : "",
                      flag, ZshText(option.help), ZshValue(option));
    }
    if (option.positional()) {
      specs += fmt::format(" \\\n{}'{}{}'", indent, option.repeated ? "*" : "",
                           ZshValue(option));
    }
  }
  return specs;
}

}  // namespace

std::string BashCompletion(const Command& program) {
  const std::string function = "_" + program.name;
  const std::string complete = function + "_complete";
  std::vector<std::string> names;
  std::string commands;
  for (const Command& command : program.subcommands) {
    names.push_back(command.name);
    commands += fmt::format("    {})\n{}      ;;\n", command.name,
                            BashArguments(command, "      ", complete));
  }
  std::vector<std::string> flags;
  for (const CommandOption& option : program.options) {
    flags.insert(flags.end(), option.flags.begin(), option.flags.end());
  }
  return fmt::format(
      R"(# bash completion of {0}

# Sets COMPREPLY to what `compgen "$@"` prints for the word $cur.
{2}() {{
  [[ $1 == -W ]] || compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$@" -- "$cur")
}}

{1}() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD - 1]}}"
  local command="" i
  # Readline splits --flag=value at the '='.
  if [[ $cur == "=" ]]; then
    cur=""
  elif [[ $prev == "=" ]]; then
    prev="${{COMP_WORDS[COMP_CWORD - 2]}}"
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    if [[ ${{COMP_WORDS[i]}} != -* ]]; then
      command="${{COMP_WORDS[i]}}"
      break
    fi
  done
  # The words after -- are another program's.
  for ((; i < COMP_CWORD; ++i)); do
    if [[ ${{COMP_WORDS[i]}} == -- ]]; then
      {2} -f
      return
    fi
  done
  COMPREPLY=()
  case "$command" in
    "") {2} -W '{3} {4}' ;;
{5}  esac
}}

complete -F {1} {0}
)",
      program.name, function, complete, fmt::join(names, " "),
      fmt::join(flags, " "), commands);
}

std::string ZshCompletion(const Command& program) {
  std::string names, commands;
  for (const Command& command : program.subcommands) {
    names +=
        fmt::format("    '{}:{}'\n", command.name, ZshText(command.summary));
    commands +=
        fmt::format("        {})\n          _arguments{} ;;\n", command.name,
                    ZshArguments(command, "            "));
  }
  return fmt::format(
      R"(#compdef {0}

_{0}() {{
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
{1}  )
  _arguments -C{2} \
    '1:command:->command' \
    '*::argument:->argument'
  case "$state" in
    command) _describe -t commands 'command' commands ;;
    argument)
      case "$line[1]" in
{3}      esac ;;
  esac
}}

_{0} "$@"
)",
      program.name, names, ZshArguments(program, "    "), commands);
}

}  // namespace fuse_dirents
