// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents capture` end to end, against a fake server that does one thing wrong
// and against real ones where they are installed.

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "tools/capture/write_captures.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

class CaptureTest : public testing::Test {
 protected:
  RunResult Capture(const std::vector<std::string>& options,
                    const std::vector<std::string>& server) {
    std::vector<std::string> arguments = {"capture", "--out", "out"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back("--");
    arguments.insert(arguments.end(), server.begin(), server.end());
    return RunDirents(arguments, directory_);
  }

  RunResult CaptureFake(const std::string& mode,
                        const std::vector<std::string>& options = {}) {
    return Capture(options, {Runfile("tools/capture/fake_server"), mode, "@"});
  }

  // The server's fault is told in one line, and nothing is written.
  void ExpectRefused(const std::string& mode,
                     const std::vector<std::string>& parts) {
    SCOPED_TRACE(mode);
    ExpectBadInput(CaptureFake(mode, {"--dir", "d", "--timeout-ms", "300"}),
                   parts);
    EXPECT_EQ(NamesIn(directory_), std::vector<std::string>{});
  }

  std::string Path(const std::string& name) { return directory_ + "/" + name; }

  const std::string directory_ = NewTempDirectory();
};

// Fields of the lines of PROVENANCE.tsv, without its heading.
std::vector<std::vector<std::string>> ReadProvenance(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(MustReadFile(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    const auto fields = ParseTsvLine(line);
    EXPECT_TRUE(fields) << line;
    rows.push_back(fields.value_or(std::vector<std::string>()));
  }
  return rows;
}

// The files of a capture are those of its PROVENANCE.tsv, each with its digest,
// and no two are equal.
void ExpectProvenanceMatchesFiles(const std::string& directory) {
  std::vector<std::string> files = {kProvenanceFile};
  std::vector<std::string> payloads;
  for (const auto& row : ReadProvenance(directory + "/PROVENANCE.tsv")) {
    ASSERT_EQ(row.size(), 10u);
    files.push_back(row[0]);
    const std::string text = MustReadFile(directory + "/" + row[0]);
    EXPECT_FALSE(text.empty());
    EXPECT_LE(text.size(), std::stoul(row[4]));
    EXPECT_EQ(row[3], row[0].ends_with(".plus") ? "READDIRPLUS" : "READDIR");
    EXPECT_EQ(row[8], DigestOf(text).ToText());
    payloads.push_back(row[3] + text);
  }
  std::sort(files.begin(), files.end());
  EXPECT_EQ(NamesIn(directory), files);
  std::sort(payloads.begin(), payloads.end());
  EXPECT_EQ(std::adjacent_find(payloads.begin(), payloads.end()),
            payloads.end());
}

TEST_F(CaptureTest, WritesEachDistinctReplyAndItsProvenance) {
  const RunResult run =
      CaptureFake("good", {"--dir", ".", "--dir", "d", "--sizes", "512,4096"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(NamesIn(directory_), std::vector<std::string>{"out"});
  ExpectProvenanceMatchesFiles(Path("out"));
  const std::vector<std::string> names = NamesIn(Path("out"));
  for (const char* name :
       {"root-512-000.dirent", "root-512-000.plus", "root-512-001.plus",
        "root-4096-000.plus", "root-512-resumed.plus", "d-512-000.dirent",
        "d-512-002.dirent", "d-512-resumed.dirent", "d-4096-000.dirent",
        "d-4096-001.plus"}) {
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), name)) << name;
  }
  // 4 records of 32 bytes, which 512 and 4096 give alike.
  EXPECT_EQ(fs::file_size(Path("out/root-512-000.dirent")), 128u);
  EXPECT_FALSE(fs::exists(Path("out/root-4096-000.dirent")));
  const auto rows = ReadProvenance(Path("out/PROVENANCE.tsv"));
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows[0][1], "fake_server");
  EXPECT_EQ(rows[0][2], "fake server 4.5, FUSE library version 3.0");
  EXPECT_EQ(rows[0][6], "1");
  EXPECT_EQ(rows[0][7], "7.31");
  EXPECT_EQ(rows[0][9].find("dirents capture --out out --sizes 512,4096 "
                            "--dir . --dir d -- "),
            0u);
}

// The fake server exits with 3 and says so where lookups remain; a test sees
// that only through its output, so this one runs it by a shell that keeps it.
TEST_F(CaptureTest, ForgetsEveryLookup) {
  const std::string script =
      Runfile("tools/capture/fake_server") + " good $0 2>left; echo $? >status";
  const RunResult run = Capture({"--dir", "d"}, {"sh", "-c", script, "@"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(MustReadFile(Path("left")), "0 lookups left\n");
  EXPECT_EQ(MustReadFile(Path("status")), "0\n");
}

TEST_F(CaptureTest, KeepTakesTheFirstRepliesAndTheLast) {
  const RunResult run = CaptureFake(
      "good", {"--dir", "d", "--sizes", "512", "--keep", "2", "--name", "it"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(NamesIn(Path("out")),
            (std::vector<std::string>{
                "PROVENANCE.tsv", "it-512-000.dirent", "it-512-000.plus",
                "it-512-002.dirent", "it-512-013.plus", "it-512-resumed.dirent",
                "it-512-resumed.plus"}));
  // How many there were of which, is kept too.
  for (const auto& row : ReadProvenance(Path("out/PROVENANCE.tsv"))) {
    EXPECT_EQ(row[6], row[0].ends_with(".plus") ? "14" : "3") << row[0];
  }
}

TEST_F(CaptureTest, OpcodesAreThoseThatAreAskedFor) {
  ASSERT_EQ(CaptureFake("good", {"--dir", "d", "--sizes", "4096", "--opcodes",
                                 "READDIRPLUS", "--server-name", "fake"})
                .status,
            0);
  const auto rows = ReadProvenance(Path("out/PROVENANCE.tsv"));
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    EXPECT_EQ(row[1], "fake");
    EXPECT_EQ(row[3], "READDIRPLUS");
    EXPECT_NE(row[9].find(" --opcodes READDIRPLUS "), std::string::npos);
  }
  ExpectBadInput(CaptureFake("good", {"--opcodes", "READ"}), {"--opcodes"});
}

TEST_F(CaptureTest, NoNameOrVersionOfAServerBreaksTheTable) {
  const std::string odd = "a\tb\nc\\d 'e'";
  const RunResult run = CaptureFake(
      "good", {"--server-name", odd, "--server-version", odd, "--dir", "."});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(std::ranges::count(run.out, '\n'), 1) << run.out;
  ExpectProvenanceMatchesFiles(Path("out"));
  for (const auto& row : ReadProvenance(Path("out/PROVENANCE.tsv"))) {
    EXPECT_EQ(row[1], odd);
    EXPECT_EQ(row[2], odd);
  }
}

TEST_F(CaptureTest, ServerWithoutReaddirplusGivesReaddirOnly) {
  const RunResult run = CaptureFake("no_plus");
  ASSERT_EQ(run.status, 0) << run.err;
  for (const std::string& name : NamesIn(Path("out"))) {
    EXPECT_FALSE(name.ends_with(".plus")) << name;
  }
}

TEST_F(CaptureTest, ServerWithoutOpendirIsListedByHandleZero) {
  EXPECT_EQ(CaptureFake("no_opendir", {"--dir", "d"}).status, 0);
}

TEST_F(CaptureTest, HungServerIsKilledAndReported) {
  ExpectRefused("hang_in_init", {"INIT", "no reply in 300 ms", "killed"});
  ExpectRefused("hang", {"READDIR of 512 bytes at offset", "hangs", "killed"});
}

// Its packets never stop, but none of them is the reply.
TEST_F(CaptureTest, TheTimeoutHoldsAgainstAServerThatFloodsTheConnection) {
  const auto begin = std::chrono::steady_clock::now();
  ExpectRefused("flood", {"READDIR of 512 bytes", "no reply in 300 ms"});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(CaptureTest, HungServerIsGoneAfterwards) {
  const std::string script = "echo $$ >pid; exec " +
                             Runfile("tools/capture/fake_server") +
                             " hang_in_init $0";
  ExpectBadInput(Capture({"--timeout-ms", "300"}, {"sh", "-c", script, "@"}),
                 {"no reply", "killed"});
  const pid_t pid = std::stoi(MustReadFile(Path("pid")));
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_F(CaptureTest, CrashIsReportedWithTheServersLastLine) {
  ExpectRefused("crash_in_init", {"INIT", "died of SIGKILL", "planned crash"});
  ExpectRefused("crash", {"READDIR of 512", "died of SIGKILL"});
  ExpectRefused("exit", {"READDIR of 512", "exited with status 5"});
}

TEST_F(CaptureTest, ErrorReplyIsNamed) {
  ExpectRefused("error", {"READDIR of 512 bytes at offset 0", "EIO"});
}

TEST_F(CaptureTest, GarbageRepliesAreRefused) {
  ExpectRefused("short_frame", {"sent 7 bytes"});
  ExpectRefused("too_long", {"expected at most 528"});
  ExpectRefused("wrong_unique", {"answered request"});
  ExpectRefused("bad_records", {"no whole record"});
  ExpectRefused("endless", {"no end"});
  ExpectRefused("protocol_8", {"protocol 8.31", "expected 7"});
}

TEST_F(CaptureTest, DirectoryThatTheServerHasNot) {
  ExpectBadInput(CaptureFake("good", {"--dir", "absent"}),
                 {"LOOKUP of absent", "ENOENT"});
  ExpectBadInput(CaptureFake("good", {"--dir", "f"}),
                 {"LOOKUP of f", "no directory"});
  EXPECT_EQ(NamesIn(directory_), std::vector<std::string>{});
}

TEST_F(CaptureTest, EmptyDirectoryIsFilled) {
  fs::create_directory(Path("out"));
  EXPECT_EQ(CaptureFake("good").status, 0);
  ExpectProvenanceMatchesFiles(Path("out"));
}

TEST_F(CaptureTest, DirectoryWithFilesIsRefusedUnlessForced) {
  ASSERT_EQ(CaptureFake("good").status, 0);
  const std::vector<std::string> before = NamesIn(Path("out"));
  ExpectBadInput(CaptureFake("good", {"--name", "new"}),
                 {"--out out", "--force"});
  EXPECT_EQ(NamesIn(Path("out")), before);
  EXPECT_EQ(CaptureFake("good", {"--name", "new", "--force"}).status, 0);
  EXPECT_NE(NamesIn(Path("out")), before);
  ExpectProvenanceMatchesFiles(Path("out"));
  EXPECT_EQ(NamesIn(directory_), std::vector<std::string>{"out"});
}

TEST_F(CaptureTest, ForceReplacesNothingButACapture) {
  fs::create_directory(Path("out"));
  MustWriteFile(Path("out/thesis.txt"), "years of work");
  ExpectBadInput(CaptureFake("good", {"--force"}), {"--out out", "more than"});
  EXPECT_EQ(MustReadFile(Path("out/thesis.txt")), "years of work");
}

TEST_F(CaptureTest, FileInTheWayIsRefused) {
  MustWriteFile(Path("out"), "a file");
  ExpectBadInput(CaptureFake("good"),
                 {"--out out", "expected a new directory"});
  EXPECT_EQ(MustReadFile(Path("out")), "a file");
}

TEST_F(CaptureTest, MissingParentIsRefused) {
  ExpectBadInput(RunDirents({"capture", "--out", "a/b", "--",
                             Runfile("tools/capture/fake_server"), "good", "@"},
                            directory_),
                 {"--out a/b"});
  EXPECT_EQ(NamesIn(directory_), std::vector<std::string>{});
}

TEST_F(CaptureTest, RealServerIsCapturedWithoutRootOrMount) {
  fs::create_directories(Path("lower/many"));
  for (int i = 0; i < 50; ++i) {
    MustWriteFile(Path("lower/many/" + std::string(i + 1, 'x')), "");
  }
  const RunResult run =
      Capture({"--dir", "many", "--sizes", "512,65536"},
              {"fuse-overlayfs", "-f", "-o", "lowerdir=lower", "@"});
  ASSERT_EQ(run.status, 0) << run.err;
  ExpectProvenanceMatchesFiles(Path("out"));
  const RunResult dump =
      RunDirents({"dump", "out/many-65536-000.plus"}, directory_);
  EXPECT_NE(dump.out.find(": 52 records: "), std::string::npos) << dump.out;
}

}  // namespace
}  // namespace fuse_dirents
