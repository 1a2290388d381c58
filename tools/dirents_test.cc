// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents` as a user sees it: flags of `dump`, every kind of bad input, and
// the examples of README.md.

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kReply[] = "corpus/captured/sshfs/one-512-000.dirent";

using DumpTest = DirentsTest;

TEST_F(DumpTest, FlagsAndTrailerSayRulesPagesAndFormat) {
  const struct {
    Words arguments;
    const char* out;
  } kRuns[] = {
      {{Runfile(kReply), "--profile", "linux_before_6_15", "--page-size",
        "16384"},
       "READDIR reply of 96 bytes, profile linux_before_6_15, pages of 16384 "
       "bytes\n"},
      {{Runfile(kReply), "--format", "direntplus"}, "READDIRPLUS reply"},
      {{Runfile(kReply), "--format", "direntplus"}, "96 bytes: 0 records"},
      {{Runfile("corpus/accept/seams-at-every-byte.dirent")},
       "64 bytes: 2 records: 48 headers + 6 names + 10 padding + 0 trailing\n"
       "64 bytes of trailer after the reply: desc_limit=1"},
      {{Runfile("corpus/reject/namelen-1025-before-6-15.dirent")},
       "returns -EIO"},
      {{Runfile("corpus/reject/namelen-1025-before-6-15.dirent"), "--profile",
        "linux"},
       "returns 0"},
  };
  for (const auto& [arguments, out] : kRuns) {
    const RunResult run = Run({"dump"}, arguments);
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_NE(run.out.find(out), run.out.npos) << run.out;
  }
}

TEST_F(DumpTest, ColourAndJsonAreAsked) {
  const std::string reply = Runfile(kReply);
  const RunResult plain = Run({"dump", reply});
  // Stdout is no terminal here.
  EXPECT_EQ(Run({"dump", reply, "--color", "auto"}).out, plain.out);
  EXPECT_EQ(Run({"dump", reply, "--color", "never"}).out, plain.out);
  const RunResult coloured = Run({"dump", reply, "--color", "always"});
  EXPECT_NE(coloured.out.find("\x1b[32m"), coloured.out.npos);
  ExpectBadInput(Run({"dump", reply, "--color", "blue"}),
                 {"--color blue", "auto, always or never"});
  const RunResult json = Run({"dump", reply, "--json"});
  EXPECT_EQ(json.status, 0) << json.err;
  EXPECT_TRUE(json.out.starts_with("{\n  \"file\": \"")) << json.out;
  EXPECT_TRUE(json.out.ends_with("\n}\n")) << json.out;
}

using DrawTest = DirentsTest;

TEST_F(DrawTest, WritesANewFileOrNothing) {
  const std::string reply = Runfile(kReply);
  EXPECT_EQ(Run({"draw", reply, "-o", "a.svg"}).status, 0);
  const auto tree = Tree();
  EXPECT_TRUE(tree.at(Path("a.svg")).starts_with("<?xml"));
  EXPECT_TRUE(tree.at(Path("a.svg")).ends_with("</svg>\n"));
  EXPECT_EQ(tree.size(), 1u);
  ExpectRefused({"draw", reply, "-o", "a.svg"}, {"a.svg", "File exists"});
  ExpectRefused({"draw", reply, "-o", "none/a.svg"}, {"none"});
  ExpectRefused({"draw", reply, "-o", "b.svg", "--page-size", "100"},
                {"--page-size 100", "power of two"});
  ExpectRefused({"draw", reply, "-o", "b.svg", "--profile", "edk2"},
                {"--profile edk2", "READDIR"});
  ExpectRefused({"draw", "none.dirent", "-o", "b.svg"}, {"none.dirent"});
}

using ExplainTest = DirentsTest;

TEST_F(ExplainTest, RecipeStandsForTheReplyThatItMakes) {
  const std::string reply = Runfile("corpus/reject/slash-middle.dirent");
  const std::string recipe = Write("a.dirent.recipe", R"(# why: a slash
format dirent
record ino=3 off=3 type=8 name="good"
record ino=4 off=4 type=8 name="a/b"
)");
  const auto after_title = [](const std::string& text) {
    return text.substr(text.find('\n'));
  };
  const RunResult expected = Run({"explain", reply});
  const RunResult run = Run({"explain", recipe});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(after_title(run.out), after_title(expected.out));
  ExpectBadInput(Run({"explain", Write("b.recipe", "format bytes\nraw 00\n")}),
                 {"b.recipe", "expected one of a reply"});
  ExpectBadInput(Run({"explain", Write("c.recipe", "format dirent\nrecrd\n")}),
                 {"c.recipe", "line 2"});
}

TEST_F(ExplainTest, ChoicesOfTheTrailerApply) {
  const RunResult run = Run({"explain", Write("a.recipe", R"(format direntplus
record off=3 name="a" nodeid=2 attr.mode=0100644
record off=4 name="b" nodeid=3 attr.mode=0100644
record off=5 name="c" nodeid=4 attr.mode=0100644
trailer cut=320 capacity=1 failing_links=1
)")});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("reply of 320 bytes, 2 records"), run.out.npos);
  EXPECT_NE(run.out.find("emit forget"), run.out.npos) << run.out;
  EXPECT_NE(run.out.find("again link"), run.out.npos) << run.out;
}

using BadInputTest = DirentsTest;

TEST_F(BadInputTest, FilesThatAreNoReply) {
  ExpectRefused({"dump", "absent.dirent"}, {"absent.dirent", "expected"});
  fs::create_directory(Path("folder.plus"));
  ExpectRefused({"dump", "folder.plus"}, {"folder.plus", "expected"});
  Write("empty.dirent", "");
  ExpectRefused({"dump", "empty.dirent"},
                {"empty.dirent", "at least one byte"});
  Write("reply.bin", std::string(24, '\0'));
  ExpectRefused({"dump", "reply.bin"}, {"reply.bin", ".plus", "--format"});
  ExpectRefused({"dump", "two\nlines.dirent"}, {"two?lines.dirent"});
}

TEST_F(BadInputTest, SixteenMiBIsTheLongestReply) {
  Write("long.dirent", std::string(kMaxReplyBytes + 1, '\0'));
  ExpectRefused({"dump", "long.dirent"}, {"long.dirent", "16777216 bytes"});
  DirentWriter writer(RecordFormat::kDirent);
  while (writer.bytes().size() < kMaxReplyBytes) {
    writer.Append({.name = std::string(1000, 'n')});
  }
  Write("full.dirent", writer.bytes());
  EXPECT_EQ(Run({"dump", "full.dirent"}).status, 0);
}

TEST_F(BadInputTest, Arguments) {
  const std::string reply = Runfile(kReply);
  const struct {
    Words arguments, parts;
  } kRuns[] = {
      {{}, {"expected"}},
      {{"unknown"}, {"unknown", "expected"}},
      {{"--sideways"}, {"--sideways", "expected"}},
      {{"dump"}, {"FILE", "expected"}},
      {{"dump", reply, "second"}, {"second", "expected"}},
      {{"dump", reply, "--sideways"}, {"--sideways", "expected"}},
      {{"dump", reply, "--profile"}, {"--profile", "expected"}},
      {{"dump", reply, "--profile", "beos"},
       {"--profile beos", "expected", "linux"}},
      {{"dump", reply, "--format", "xml"},
       {"--format xml", "expected dirent or direntplus"}},
      {{"help", "nothing"},
       {"help nothing", "expected one of", "dump", "wire-format"}},
      {{"help", "dump", "rules"}, {"rules", "expected"}},
      {{"capture", "--", "true", "@"}, {"--out", "expected"}},
      {{"capture", "--out", "x"}, {"SERVER", "expected"}},
      {{"capture", "--out", "x", "--", "true"}, {"true", "expected @"}},
      {{"capture", "--out", "x", "--", "absent_server", "@"},
       {"absent_server", "expected a FUSE server"}},
      {{"capture", "--sideways", "--out", "x", "--", "true", "@"},
       {"--sideways", "expected"}},
      {{"capture", "--out", "x", "--sizes", "12", "--", "true", "@"},
       {"--sizes", "expected"}},
      {{"capture", "--out", "x", "--sizes", "4k", "--", "true", "@"},
       {"--sizes", "expected"}},
      {{"capture", "--out", "x", "--name", "a/b", "--", "true", "@"},
       {"--name", "expected"}},
  };
  for (const auto& [arguments, parts] : kRuns) ExpectRefused(arguments, parts);
  for (const char* size : {"4095", "0", "-4096", "4k", "2097152", "4096x"}) {
    ExpectRefused({"dump", reply, std::string("--page-size=") + size},
                  {std::string("--page-size ") + size, "power of two"});
  }
}

TEST_F(BadInputTest, FullDiskIsOneLineAndStatusTwo) {
  const std::string command = Runfile("tools/dirents") + " dump " +
                              Runfile(kReply) + " >/dev/full 2>" + Path("err");
  const int status = std::system(command.c_str());
  ExpectBadInput({WEXITSTATUS(status), "", MustReadFile(Path("err"))},
                 {"stdout"});
}

// 100 records, one of which testdata/planted_bugs_fuzzer.cc stops on.
std::string PlantedFinding() {
  DirentWriter writer(RecordFormat::kDirent);
  for (size_t i = 0; i < 100; ++i) {
    writer.Append({.ino = 7 + i,
                   .off = 5000 + i,
                   .type = i == 60 ? 901u : 8u,
                   .name = "name-" + std::to_string(i)});
  }
  return writer.bytes();
}

using ReadmeTest = DirentsTest;

// MODULE.bazel has the version; the build copies it into the program.
TEST_F(ReadmeTest, VersionIsTheNewestOfTheChangelog) {
  const std::string changelog = MustReadFile(Runfile("CHANGELOG.md"));
  const size_t start = changelog.find("\n## ") + 4;
  const std::string newest =
      changelog.substr(start, changelog.find('\n', start) - start);
  const RunResult run = Run({"--version"});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.out, "dirents " + newest + "\n");
}

TEST_F(ReadmeTest, EveryExamplePrintsWhatItSays) {
  fs::create_directory_symlink(Runfile("corpus"), Path("corpus"));
  for (const fs::path program :
       {"tools/fake_server/fake_server", "tools/triage/planted_bugs_fuzzer"}) {
    fs::create_symlink(Runfile(program), Path(program.filename().string()));
  }
  fs::create_directory(Path("regressions"));
  Write("finding", PlantedFinding());
  std::set<std::string> subcommands;
  for (const Example& example :
       ExamplesOf(MustReadFile(Runfile("tools/README.md")))) {
    SCOPED_TRACE(example.command);
    const RunResult run = RunExample(example);
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.out, example.output);
    subcommands.insert(Split(example.command, ' ').at(1));
  }
  // README.md shows the drawing of the example.
  EXPECT_EQ(MustReadFile(Path("example.svg")),
            MustReadFile(Runfile("tools/draw/example.svg")));
  EXPECT_EQ(subcommands, (std::set<std::string>{"capture", "draw", "dump",
                                                "explain", "triage"}));
}

}  // namespace
}  // namespace fuse_dirents
