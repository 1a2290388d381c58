// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents` as a user sees it: `dump` on every captured reply, every kind of
// bad input, and the examples of README.md.

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kReply[] = "corpus/captured/sshfs/one-512-000.dirent";

std::vector<std::string> CapturedReplies() {
  std::vector<std::string> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(Runfile("corpus/captured"))) {
    const std::string extension = entry.path().extension();
    if (extension == ".dirent" || extension == ".plus") {
      paths.push_back(entry.path());
    }
  }
  return paths;
}

TEST(DumpTest, AccountsForEveryByteOfCapturedReplies) {
  std::vector<std::string> paths = CapturedReplies();
  std::sort(paths.begin(), paths.end());
  ASSERT_GE(paths.size(), 600u);
  size_t cut = 0;
  // Each run is a process; every third reply still is some of every server.
  for (size_t i = 0; i < paths.size(); i += 3) {
    const std::string& path = paths[i];
    SCOPED_TRACE(path);
    const RunResult run = RunDirents({"dump", path}, ".");
    ASSERT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.err, "");
    const size_t start = run.out.rfind('\n', run.out.size() - 2) + 1;
    std::istringstream last(run.out.substr(start));
    size_t total = 0, records = 0, headers = 0, names = 0, padding = 0,
           trailing = 0;
    std::string word;
    last >> total >> word >> records >> word >> headers >> word >> word >>
        names >> word >> word >> padding >> word >> word >> trailing >> word;
    EXPECT_EQ(word, "trailing") << run.out.substr(start);
    EXPECT_EQ(total, fs::file_size(path));
    EXPECT_EQ(total, headers + names + padding + trailing);
    EXPECT_GT(records, 0u);
    EXPECT_EQ(headers, records * (path.ends_with(".plus") ? 152 : 24));
    cut += trailing != 0;
  }
  EXPECT_GE(cut, 15u) << "libfuse 2 cuts at the size of the request";
}

TEST(DumpTest, SaysWhichRulesAndPagesItUsed) {
  const RunResult run =
      RunDirents({"dump", Runfile(kReply), "--profile", "linux_before_6_15",
                  "--page-size", "16384"},
                 ".");
  EXPECT_EQ(run.status, 0);
  EXPECT_NE(run.out.find("READDIR reply of 96 bytes, profile "
                         "linux_before_6_15, pages of 16384 bytes\n"),
            std::string::npos)
      << run.out;
}

TEST(DumpTest, FormatFlagOverridesTheFilesEnding) {
  const RunResult run =
      RunDirents({"dump", Runfile(kReply), "--format", "direntplus"}, ".");
  EXPECT_EQ(run.status, 0);
  EXPECT_NE(run.out.find("READDIRPLUS reply"), std::string::npos);
  EXPECT_NE(run.out.find("96 bytes: 0 records"), std::string::npos);
}

TEST(DumpTest, TellsATrailerFromTheReply) {
  const RunResult run = RunDirents(
      {"dump", Runfile("corpus/accept/seams-at-every-byte.dirent")}, ".");
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("64 bytes: 2 records: 48 headers + 6 names + "
                         "10 padding + 0 trailing\n"
                         "64 bytes of trailer behind the reply: desc_limit=1"),
            std::string::npos)
      << run.out;
}

TEST(DumpTest, TakesTheTrailersProfileUnlessAnotherIsAskedFor) {
  const std::string file =
      Runfile("corpus/reject/namelen-1025-before-6-15.dirent");
  EXPECT_NE(RunDirents({"dump", file}, ".").out.find("returns -EIO"),
            std::string::npos);
  EXPECT_NE(RunDirents({"dump", file, "--profile", "linux"}, ".")
                .out.find("returns 0"),
            std::string::npos);
}

// Every bad input gets one line and exit status 2, and leaves no file behind.
class BadInputTest : public testing::Test {
 protected:
  void Expect(const std::vector<std::string>& arguments,
              const std::vector<std::string>& parts) {
    SCOPED_TRACE(testing::PrintToString(arguments));
    const std::vector<std::string> before = NamesIn(directory_);
    ExpectBadInput(RunDirents(arguments, directory_), parts);
    EXPECT_EQ(NamesIn(directory_), before);
  }

  std::string Path(const std::string& name) { return directory_ + "/" + name; }

  const std::string directory_ = NewTempDirectory();
};

TEST_F(BadInputTest, FileThatDoesNotExist) {
  Expect({"dump", "absent.dirent"}, {"absent.dirent", "expected"});
}

TEST_F(BadInputTest, FileThatIsADirectory) {
  fs::create_directory(Path("folder.plus"));
  Expect({"dump", "folder.plus"}, {"folder.plus", "expected"});
}

TEST_F(BadInputTest, EmptyFile) {
  MustWriteFile(Path("empty.dirent"), "");
  Expect({"dump", "empty.dirent"}, {"empty.dirent", "at least one byte"});
}

TEST_F(BadInputTest, ReplyAboveSixteenMiB) {
  MustWriteFile(Path("long.dirent"), std::string(kMaxReplyBytes + 1, '\0'));
  Expect({"dump", "long.dirent"}, {"long.dirent", "16777216 bytes"});
}

TEST_F(BadInputTest, ReplyOfSixteenMiBIsStillGood) {
  MustWriteFile(Path("full.dirent"), std::string(kMaxReplyBytes, '\xff'));
  // Nothing parses: the stop and 1 Mi lines of trailing bytes remain.
  const RunResult run = RunDirents({"dump", "full.dirent"}, directory_);
  EXPECT_EQ(run.status, 0) << run.err;
}

TEST_F(BadInputTest, FileNameWithoutAFormat) {
  MustWriteFile(Path("reply.bin"), std::string(24, '\0'));
  Expect({"dump", "reply.bin"}, {"reply.bin", ".plus", "--format"});
}

TEST_F(BadInputTest, NewlineInAFileName) {
  Expect({"dump", "two\nlines.dirent"}, {"two?lines.dirent"});
}

TEST_F(BadInputTest, UnknownFlag) {
  Expect({"dump", Runfile(kReply), "--sideways"}, {"--sideways", "expected"});
  Expect({"--sideways"}, {"--sideways", "expected"});
  Expect({"capture", "--sideways", "--out", "x", "--", "true", "@"},
         {"--sideways", "expected"});
}

TEST_F(BadInputTest, UnknownProfile) {
  Expect({"dump", Runfile(kReply), "--profile", "beos"},
         {"--profile beos", "expected", "linux"});
}

TEST_F(BadInputTest, UnknownFormat) {
  Expect({"dump", Runfile(kReply), "--format", "xml"},
         {"--format xml", "expected dirent or direntplus"});
}

TEST_F(BadInputTest, PageSizeThatIsNoPowerOfTwo) {
  for (const char* size : {"4095", "0", "-4096", "4k", "2097152", "4096x"}) {
    Expect({"dump", Runfile(kReply), std::string("--page-size=") + size},
           {std::string("--page-size ") + size, "power of two"});
  }
}

TEST_F(BadInputTest, MissingFileSubcommandOrValue) {
  Expect({}, {"expected"});
  Expect({"dump"}, {"FILE", "expected"});
  Expect({"unknown"}, {"unknown", "expected"});
  Expect({"dump", Runfile(kReply), "--profile"}, {"--profile", "expected"});
  Expect({"dump", Runfile(kReply), "second"}, {"second", "expected"});
}

TEST_F(BadInputTest, CaptureWithoutWhatItNeeds) {
  Expect({"capture", "--", "true", "@"}, {"--out", "expected"});
  Expect({"capture", "--out", "x"}, {"SERVER", "expected"});
  Expect({"capture", "--out", "x", "--", "true"}, {"true", "expected @"});
  Expect({"capture", "--out", "x", "--", "absent_server", "@"},
         {"absent_server", "expected a FUSE server"});
  Expect({"capture", "--out", "x", "--sizes", "12", "--", "true", "@"},
         {"--sizes", "expected"});
  Expect({"capture", "--out", "x", "--sizes", "4k", "--", "true", "@"},
         {"--sizes", "expected"});
  Expect({"capture", "--out", "x", "--name", "a/b", "--", "true", "@"},
         {"--name", "expected"});
}

TEST(OutputTest, FullDiskIsOneLineAndStatusTwo) {
  const std::string directory = NewTempDirectory();
  const std::string command = Runfile("tools/dirents") + " dump " +
                              Runfile(kReply) + " >/dev/full 2>" + directory +
                              "/err";
  const int status = std::system(command.c_str());
  ExpectBadInput({WEXITSTATUS(status), "", MustReadFile(directory + "/err")},
                 {"stdout"});
}

// An indented line "$ dirents ..." and the lines under it, up to a blank one.
struct Example {
  std::string command, output;
};

std::vector<Example> ExamplesOf(const std::string& readme) {
  std::vector<Example> examples;
  std::istringstream lines(readme);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kStart = "    $ dirents ";
    if (line.starts_with(kStart)) {
      examples.push_back({line.substr(kStart.size()), ""});
      inside = true;
    } else if (inside && line.starts_with("    ")) {
      examples.back().output += line.substr(4) + "\n";
    } else {
      inside = false;
    }
  }
  return examples;
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

// MODULE.bazel has the version; the build copies it into the program.
TEST(VersionTest, IsTheNewestOfTheChangelog) {
  const std::string changelog = MustReadFile(Runfile("CHANGELOG.md"));
  const size_t start = changelog.find("\n## ") + 4;
  const std::string newest =
      changelog.substr(start, changelog.find('\n', start) - start);
  const RunResult run = RunDirents({"--version"}, ".");
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.out, "dirents " + newest + "\n");
}

TEST(ReadmeTest, EveryExamplePrintsWhatItSays) {
  const std::vector<Example> examples =
      ExamplesOf(MustReadFile(Runfile("tools/README.md")));
  const std::string directory = NewTempDirectory();
  fs::create_directory_symlink(Runfile("corpus"), directory + "/corpus");
  for (const fs::path program :
       {"tools/capture/fake_server", "tools/triage/planted_bugs_fuzzer"}) {
    fs::create_symlink(Runfile(program),
                       fs::path(directory) / program.filename());
  }
  fs::create_directory(directory + "/regressions");
  MustWriteFile(directory + "/finding", PlantedFinding());
  size_t dumps = 0, captures = 0, triages = 0;
  for (const Example& example : examples) {
    SCOPED_TRACE(example.command);
    std::vector<std::string> arguments;
    std::istringstream words(example.command);
    for (std::string word; words >> word;) arguments.push_back(word);
    const RunResult run = RunDirents(arguments, directory);
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.out, example.output);
    dumps += arguments[0] == "dump";
    captures += arguments[0] == "capture";
    triages += arguments[0] == "triage";
  }
  EXPECT_GE(dumps, 1u);
  EXPECT_GE(captures, 1u);
  EXPECT_GE(triages, 1u);
}

}  // namespace
}  // namespace fuse_dirents
