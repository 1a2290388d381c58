// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents capture` end to end, against a fake server that does one thing wrong
// and against real ones where they are installed.

#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
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

class CaptureTest : public DirentsTest {
 protected:
  static Words Arguments(const Words& options, const Words& server) {
    Words arguments = {"capture", "--out", "out"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back("--");
    arguments.insert(arguments.end(), server.begin(), server.end());
    return arguments;
  }

  static Words Fake(const std::string& mode, const Words& options = {}) {
    return Arguments(options,
                     {Runfile("tools/fake_server/fake_server"), mode, "@"});
  }

  // The server's fault is reported in one line, and nothing is written.
  void ExpectFault(const std::string& mode, const Words& parts) {
    ExpectRefused(Fake(mode, {"--dir", "d", "--timeout-ms", "300"}), parts);
  }

  // The fields of the lines of out/PROVENANCE.tsv, without its heading.
  std::vector<Words> Provenance() const {
    std::vector<Words> rows;
    for (const std::string& line :
         Split(MustReadFile(Path("out/PROVENANCE.tsv")), '\n')) {
      if (line.starts_with("#")) continue;
      const auto fields = ParseTsvLine(line);
      EXPECT_TRUE(fields && fields->size() == 10) << line;
      if (fields) rows.push_back(*fields);
    }
    EXPECT_FALSE(rows.empty());
    return rows;
  }

  // The files of a capture are those of its PROVENANCE.tsv, each with its
  // digest, and no two are equal.
  void ExpectProvenanceMatchesFiles() {
    Words files = {kProvenanceFile};
    std::set<std::string> payloads;
    for (const Words& row : Provenance()) {
      files.push_back(row[0]);
      const std::string text = MustReadFile(Path("out/" + row[0]));
      EXPECT_FALSE(text.empty());
      EXPECT_LE(text.size(), std::stoul(row[4]));
      EXPECT_EQ(row[3], row[0].ends_with(".plus") ? "READDIRPLUS" : "READDIR");
      EXPECT_EQ(row[8], DigestOf(text).ToText());
      EXPECT_TRUE(payloads.insert(row[3] + text).second) << row[0];
    }
    std::ranges::sort(files);
    EXPECT_EQ(NamesIn(Path("out")), files);
  }
};

TEST_F(CaptureTest, WritesEachDistinctReplyAndItsProvenance) {
  const RunResult run =
      Run(Fake("good", {"--dir", ".", "--dir", "d", "--sizes", "512,4096"}));
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(NamesIn(Path("")), Words{"out"});
  ExpectProvenanceMatchesFiles();
  const Words names = NamesIn(Path("out"));
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
  const auto rows = Provenance();
  EXPECT_EQ(rows[0][1], "fake_server");
  EXPECT_EQ(rows[0][2], "fake server 4.5, FUSE library version 3.0");
  EXPECT_EQ(rows[0][6], "1");
  EXPECT_EQ(rows[0][7], "7.31");
  EXPECT_EQ(rows[0][9].find("dirents capture --out out --sizes 512,4096 "
                            "--dir . --dir d -- "),
            0u);
}

// The fake server exits with status 3 if lookups remain.  A shell keeps its
// output and status.
TEST_F(CaptureTest, ForgetsEveryLookup) {
  const std::string script = Runfile("tools/fake_server/fake_server") +
                             " good $0 2>left; echo $? >status";
  const RunResult run =
      Run(Arguments({"--dir", "d"}, {"sh", "-c", script, "@"}));
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(MustReadFile(Path("left")), "0 lookups left\n");
  EXPECT_EQ(MustReadFile(Path("status")), "0\n");
}

TEST_F(CaptureTest, KeepTakesTheFirstRepliesAndTheLast) {
  const RunResult run = Run(Fake(
      "good", {"--dir", "d", "--sizes", "512", "--keep", "2", "--name", "it"}));
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(NamesIn(Path("out")),
            (Words{"PROVENANCE.tsv", "it-512-000.dirent", "it-512-000.plus",
                   "it-512-004.dirent", "it-512-017.plus",
                   "it-512-resumed.dirent", "it-512-resumed.plus"}));
  // So is the number of all replies.
  for (const Words& row : Provenance()) {
    EXPECT_EQ(row[6], row[0].ends_with(".plus") ? "18" : "5") << row[0];
  }
}

TEST_F(CaptureTest, OpcodesAreThoseThatAreAskedFor) {
  ASSERT_EQ(Run(Fake("good", {"--dir", "d", "--sizes", "4096", "--opcodes",
                              "READDIRPLUS", "--server-name", "fake"}))
                .status,
            0);
  for (const Words& row : Provenance()) {
    EXPECT_EQ(row[1], "fake");
    EXPECT_EQ(row[3], "READDIRPLUS");
    EXPECT_NE(row[9].find(" --opcodes READDIRPLUS "), std::string::npos);
  }
}

TEST_F(CaptureTest, NoNameOrVersionOfAServerBreaksTheTable) {
  const std::string odd = "a\tb\nc\\d 'e'";
  const RunResult run = Run(Fake(
      "good", {"--server-name", odd, "--server-version", odd, "--dir", "."}));
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(std::ranges::count(run.out, '\n'), 1) << run.out;
  ExpectProvenanceMatchesFiles();
  for (const Words& row : Provenance()) {
    EXPECT_EQ(row[1], odd);
    EXPECT_EQ(row[2], odd);
  }
}

TEST_F(CaptureTest, ServerWithoutReaddirplusGivesReaddirOnly) {
  const RunResult run = Run(Fake("no_plus"));
  ASSERT_EQ(run.status, 0) << run.err;
  for (const std::string& name : NamesIn(Path("out"))) {
    EXPECT_FALSE(name.ends_with(".plus")) << name;
  }
}

TEST_F(CaptureTest, ServerWithoutOpendirIsListedByHandleZero) {
  EXPECT_EQ(Run(Fake("no_opendir", {"--dir", "d"})).status, 0);
}

TEST_F(CaptureTest, FaultOfAServerIsOneLine) {
  const std::pair<const char*, Words> faults[] = {
      {"hang_in_init", {"INIT", "no reply in 300 ms", "killed"}},
      {"hang", {"READDIR of 512 bytes at offset", "hangs", "killed"}},
      {"crash_in_init", {"INIT", "died of SIGKILL", "planned crash"}},
      {"crash", {"READDIR of 512", "died of SIGKILL"}},
      {"exit", {"READDIR of 512", "exited with status 5"}},
      {"error", {"READDIR of 512 bytes at offset 0", "EIO"}},
      {"short_frame", {"sent 7 bytes"}},
      {"too_long", {"expected at most 528"}},
      {"wrong_unique", {"answered request"}},
      {"bad_records", {"no whole record"}},
      {"endless", {"no end"}},
      {"protocol_8", {"protocol 8.31", "expected 7"}},
  };
  for (const auto& [mode, parts] : faults) ExpectFault(mode, parts);
}

// Its packets never stop, but none of them is the reply.
TEST_F(CaptureTest, TheTimeoutHoldsAgainstAServerThatFloodsTheConnection) {
  const auto begin = std::chrono::steady_clock::now();
  ExpectFault("flood", {"READDIR of 512 bytes", "no reply in 300 ms"});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(CaptureTest, HungServerIsGoneAfterwards) {
  const std::string script = "echo $$ >pid; exec " +
                             Runfile("tools/fake_server/fake_server") +
                             " hang_in_init $0";
  ExpectBadInput(
      Run(Arguments({"--timeout-ms", "300"}, {"sh", "-c", script, "@"})),
      {"no reply", "killed"});
  const pid_t pid = std::stoi(MustReadFile(Path("pid")));
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_F(CaptureTest, WhatIsInTheWayOrMissingIsRefused) {
  ExpectRefused(Fake("good", {"--opcodes", "READ"}), {"--opcodes"});
  ExpectRefused(Fake("good", {"--dir", "absent"}),
                {"LOOKUP of absent", "ENOENT"});
  ExpectRefused(Fake("good", {"--dir", "f"}), {"LOOKUP of f", "no directory"});
  ExpectRefused({"capture", "--out", "a/b", "--",
                 Runfile("tools/fake_server/fake_server"), "good", "@"},
                {"--out a/b"});
  Write("out", "a file");
  ExpectRefused(Fake("good"), {"--out out", "expected a new directory"});
}

TEST_F(CaptureTest, OnlyForceReplacesAndNothingButACapture) {
  fs::create_directory(Path("out"));
  EXPECT_EQ(Run(Fake("good")).status, 0);
  ExpectProvenanceMatchesFiles();
  const Words before = NamesIn(Path("out"));
  ExpectRefused(Fake("good", {"--name", "new"}), {"--out out", "--force"});
  EXPECT_EQ(Run(Fake("good", {"--name", "new", "--force"})).status, 0);
  EXPECT_NE(NamesIn(Path("out")), before);
  ExpectProvenanceMatchesFiles();
  EXPECT_EQ(NamesIn(Path("")), Words{"out"});
  Write("out/thesis.txt", "years of work");
  ExpectRefused(Fake("good", {"--force"}), {"--out out", "more than"});
}

TEST_F(CaptureTest, RealServerIsCapturedWithoutRootOrMount) {
  fs::create_directories(Path("lower/many"));
  for (int i = 0; i < 50; ++i) {
    Write("lower/many/" + std::string(i + 1, 'x'), "");
  }
  const RunResult run =
      Run(Arguments({"--dir", "many", "--sizes", "512,65536"},
                    {"fuse-overlayfs", "-f", "-o", "lowerdir=lower", "@"}));
  ASSERT_EQ(run.status, 0) << run.err;
  ExpectProvenanceMatchesFiles();
  const RunResult dump = Run({"dump", "out/many-65536-000.plus"});
  EXPECT_NE(dump.out.find(": 52 records: "), std::string::npos) << dump.out;
}

}  // namespace
}  // namespace fuse_dirents
