// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/package/man_page.h"

#include <vector>

#include "base/text.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

// `text` without the meaning that roff gives to its characters.
std::string Plain(std::string_view text) {
  std::string roff;
  for (const char c : text) {
    switch (c) {
      case '\\':
        roff += "\\e";
        break;
      case '-':
        roff += "\\-";
        break;
      case '\'':
        roff += "\\(aq";
        break;
      case '"':
        roff += "\\(dq";
        break;
      case '`':
        roff += "\\(ga";
        break;
      case '^':
        roff += "\\(ha";
        break;
      case '~':
        roff += "\\(ti";
        break;
      default:
        roff += c;
    }
  }
  return roff.starts_with('.') ? "\\&" + roff : roff;
}

// As lines of a page: each sentence begins one, and none is long.
std::string Sentences(std::string_view text) {
  constexpr size_t kColumns = 72;
  std::string lines, line;
  for (const std::string& word : Split(text, ' ')) {
    if (!line.empty() &&
        (line.ends_with('.') || line.size() + word.size() > kColumns)) {
      lines += Plain(line) + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return lines + Plain(line) + "\n";
}

std::string Upper(std::string text) {
  for (char& c : text) c = 'a' <= c && c <= 'z' ? c - 'a' + 'A' : c;
  return text;
}

std::string Italic(const std::string& value) {
  return value.empty() ? "" : "\\fI" + Plain(value) + "\\fR";
}

std::string OptionEntry(const CommandOption& option) {
  std::string flags;
  for (const std::string& flag : option.flags) {
    flags += (flags.empty() ? "\\fB" : ", \\fB") + Plain(flag) + "\\fR";
  }
  const std::string space = flags.empty() || option.value.empty() ? "" : " ";
  return ".TP\n" + flags + space + Italic(option.value) + "\n" +
         (option.help.empty() ? "\\&\n" : Sentences(option.help));
}

// The rows "| STATUS | meaning |" of a page.
std::string ExitStatus(std::string_view page) {
  std::string entries;
  for (const std::string& line : Split(std::string(page), '\n')) {
    const std::vector<std::string> cells = Split(line, '|');
    if (cells.size() != 3 || !ParseNumber(SplitWords(cells[1])[0])) continue;
    const size_t begin = cells[2].find_first_not_of(' ');
    const size_t end = cells[2].find_last_not_of(' ') + 1;
    entries += ".TP\n" + std::string(SplitWords(cells[1])[0]) + "\n" +
               Sentences(cells[2].substr(begin, end - begin) + ".");
  }
  return entries;
}

// `name` is "dirents" or "dirents dump".
std::string ManPage(const Command& command, const std::string& name,
                    const Command* program, const ManPageFacts& facts) {
  std::string file = name;
  for (char& c : file) c = c == ' ' ? '-' : c;
  std::string page =
      fmt::format(".TH {} 1 \"{}\" \"{}\"\n.SH NAME\n{}.SH SYNOPSIS\n.B {}\n",
                  Plain(Upper(file)), facts.date, Plain(facts.source),
                  Sentences(file + " - " + command.summary), Plain(name));
  if (!command.options.empty()) page += "[\\fIOPTIONS\\fR]\n";
  for (const CommandOption& option : command.options) {
    if (!option.positional()) continue;
    page += (option.required ? "" : "[") + Italic(option.value) +
            (option.required ? "\n" : "]\n");
  }
  if (!command.subcommands.empty()) page += "\\fICOMMAND\\fR ...\n";
  page += ".SH DESCRIPTION\n" + Sentences(command.help);
  if (!command.subcommands.empty()) {
    page += ".SH COMMANDS\n";
    for (const Command& subcommand : command.subcommands) {
      page += ".TP\n.B " + Plain(subcommand.name) + "\n" +
              Sentences(subcommand.help);
    }
  }
  if (!command.options.empty()) {
    page += ".SH OPTIONS\n";
    for (const CommandOption& option : command.options) {
      page += OptionEntry(option);
    }
  }
  page += ".SH EXIT STATUS\n" + ExitStatus(facts.exit_status);
  page += ".SH SEE ALSO\n";
  if (program != nullptr) {
    page += ".BR " + Plain(program->name) + " (1)\n";
  } else {
    for (const Command& subcommand : command.subcommands) {
      const bool last = &subcommand == &command.subcommands.back();
      page += fmt::format(".BR {} (1){}\n", Plain(file + "-" + subcommand.name),
                          last ? "" : ",");
    }
  }
  return page;
}

}  // namespace

std::map<std::string, std::string> ManPages(const Command& program,
                                            const ManPageFacts& facts) {
  std::map<std::string, std::string> pages;
  pages[program.name + ".1"] = ManPage(program, program.name, nullptr, facts);
  for (const Command& command : program.subcommands) {
    pages[program.name + "-" + command.name + ".1"] =
        ManPage(command, program.name + " " + command.name, &program, facts);
  }
  return pages;
}

}  // namespace fuse_dirents
