// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Manual pages and completion of a small program.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "gtest/gtest.h"
#include "tools/package/command_line.h"
#include "tools/package/completion.h"
#include "tools/package/man_page.h"

namespace fuse_dirents {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kExitStatus =
    "# Exit status\n\n| status | meaning |\n|---|---|\n"
    "| 0 | It worked |\n| 2 | It did not |\n";

class ManualTest : public testing::Test {
 protected:
  ManualTest() {
    CLI::App* cut = app_.add_subcommand(
        "cut", "Cuts a file at a size, whatever it holds. Prints it.");
    cut->add_option("FILE", strings_[0], "What to cut")
        ->type_name("")
        ->required();
    cut->add_option("--size,-s", number_, ".B is no macro; 'it's' a \\ here")
        ->type_name("BYTES")
        ->capture_default_str();
    cut->add_option("--into", strings_[1], "Where")->type_name("DIR");
    cut->add_option("--how", strings_[2], "As [it] says: so")
        ->type_name("HOW")
        ->check(CLI::IsMember({"fast", "slow"}));
    cut->add_option("--rules", strings_[3], "Whose")->type_name("NAME");
    cut->add_flag("--force", flag_, "Over an old file");
    cut->add_flag("--secret", flag_, "Is in no manual")->group("");
    app_.add_subcommand("hidden", "Is in no manual.")->group("");
    program_ = DescribeCommand(app_, {{"--rules", {"mine", "yours"}}});
  }

  const Command& cut() const { return program_.subcommands.at(0); }

  const CommandOption& Option(std::string_view flag) const {
    for (const CommandOption& option : cut().options) {
      for (const std::string& name : option.flags) {
        if (name == flag) return option;
      }
    }
    throw std::out_of_range(std::string(flag));
  }

  std::string Page(const std::string& file) const {
    return ManPages(program_, {.source = "tests 1.0",
                               .date = "2026-01-02",
                               .exit_status = kExitStatus})
        .at(file);
  }

  CLI::App app_{"Does things to files.", "prog"};
  std::string strings_[4];
  int number_ = 512;
  bool flag_ = false;
  Command program_;
};

bool Holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST_F(ManualTest, KnowsWhatHelpLists) {
  ASSERT_EQ(program_.subcommands.size(), 1u);
  EXPECT_EQ(cut().name, "cut");
  EXPECT_EQ(cut().summary, "cuts a file at a size");
  EXPECT_EQ(cut().options.size(), 7u);
  EXPECT_TRUE(cut().options[0].positional());
  EXPECT_TRUE(cut().options[0].required);
  EXPECT_EQ(cut().options[0].value, "FILE");
  EXPECT_EQ(cut().options[0].kind, ValueKind::kFile);
  EXPECT_EQ(Option("-s").flags, (Words{"-s", "--size"}));
  EXPECT_TRUE(Option("-s").help.ends_with(" here (default: 512)"));
  EXPECT_EQ(Option("-s").kind, ValueKind::kNone);
  EXPECT_EQ(Option("--into").kind, ValueKind::kDirectory);
  EXPECT_EQ(Option("--how").value, "HOW");
  EXPECT_EQ(Option("--how").words, (Words{"fast", "slow"}));
  EXPECT_EQ(Option("--rules").words, (Words{"mine", "yours"}));
  EXPECT_EQ(Option("--force").value, "");
}

TEST_F(ManualTest, APageEscapesWhatRoffWouldHeed) {
  const std::string page = Page("prog-cut.1");
  EXPECT_TRUE(page.starts_with(
      ".TH PROG\\-CUT 1 \"2026-01-02\" \"tests 1.0\"\n.SH NAME\n"
      "prog\\-cut \\- cuts a file at a size\n.SH SYNOPSIS\n.B prog cut\n"
      "[\\fIOPTIONS\\fR]\n\\fIFILE\\fR\n.SH DESCRIPTION\n"
      "Cuts a file at a size, whatever it holds.\nPrints it.\n"))
      << page;
  EXPECT_TRUE(Holds(
      page,
      ".TP\n\\fB\\-s\\fR, \\fB\\-\\-size\\fR \\fIBYTES\\fR\n"
      "\\&.B is no macro; \\(aqit\\(aqs\\(aq a \\e here (default: 512)\n"))
      << page;
  EXPECT_TRUE(Holds(page,
                    ".SH EXIT STATUS\n.TP\n0\nIt worked.\n"
                    ".TP\n2\nIt did not.\n.SH SEE ALSO\n.BR prog (1)\n"))
      << page;
  EXPECT_TRUE(Holds(Page("prog.1"), ".SH SEE ALSO\n.BR prog\\-cut (1)\n"));
}

TEST_F(ManualTest, LeavesOutWhatHelpHides) {
  for (const std::string& text :
       {Page("prog.1"), Page("prog-cut.1"), BashCompletion(program_),
        ZshCompletion(program_)}) {
    EXPECT_FALSE(Holds(text, "secret"));
    EXPECT_FALSE(Holds(text, "hidden"));
    EXPECT_FALSE(Holds(text, "no manual"));
  }
}

// package_test.sh runs the completion of `dirents`.
TEST_F(ManualTest, CompletionEscapesWhatShellsWouldHeed) {
  EXPECT_TRUE(Holds(ZshCompletion(program_),
                    "'--how[As \\[it\\] says\\: so]:HOW:(fast slow)'"));
  EXPECT_TRUE(Holds(ZshCompletion(program_), "'\\''it'\\''s'\\'' a \\\\"))
      << ZshCompletion(program_);
  EXPECT_TRUE(Holds(BashCompletion(program_),
                    "--how) _prog_complete -W 'fast slow' ;;"));
}

}  // namespace
}  // namespace fuse_dirents
