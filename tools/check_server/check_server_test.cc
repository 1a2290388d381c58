// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents check-server` end to end, against servers that do one thing wrong,
// and against real ones.

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ending.h"
#include "base/files.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/check_server/rules.h"
#include "tools/fake_server/faults.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class CheckServerTest : public DirentsTest {
 protected:
  static Words Arguments(const Words& options, const Words& server) {
    Words arguments = {"check-server"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back("--");
    arguments.insert(arguments.end(), server.begin(), server.end());
    return arguments;
  }

  static Words Fake(std::string_view mode, const Words& options = {}) {
    return Arguments(options, {Runfile("tools/fake_server/fake_server"),
                               std::string(mode), "@"});
  }

  // The same server over the directory "tree", which is also the scratch.
  Words FakeMutable(std::string_view mode, const Words& options = {}) const {
    if (!fs::exists(Path("tree"))) {
      fs::create_directories(Path("tree/d"));
      for (int i = 0; i < 50; ++i) {
        Write("tree/d/" + std::string(i + 1, 'x'), "");
      }
    }
    Words words = {"--mutable", "tree/d", "--dir", "d"};
    words.insert(words.end(), options.begin(), options.end());
    Words arguments = Fake(mode, words);
    arguments.push_back("tree");
    return arguments;
  }

  // The ids of the rules with this result in the file "report".
  std::set<std::string> Rules(const std::string& result) const {
    std::set<std::string> ids;
    const Json report = Json::parse(MustReadFile(Path("report")));
    for (const Json& rule : report["rules"]) {
      if (rule["result"] == result) ids.insert(rule["id"]);
    }
    return ids;
  }
};

TEST_F(CheckServerTest, RightServerPassesEveryRule) {
  const RunResult run = Run(FakeMutable("good", {"--json", "report"}));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(Rules("pass").size(), kNumRules) << run.out;
  EXPECT_FALSE(fs::exists(Path("tree/d/dirents-check-scratch")));
}

TEST_F(CheckServerTest, EachFaultFailsItsRuleAndNoOther) {
  for (const Fault& fault : kFaults) {
    SCOPED_TRACE(fault.mode);
    const Words options = {"--json", "report"};
    const RunResult run =
        Run(fault.rule == "mutable"
                ? FakeMutable(fault.mode, options)
                : Fake(fault.mode, {"--dir", "d", "--json", "report"}));
    EXPECT_EQ(run.status, 1) << run.err;
    EXPECT_EQ(Rules("fail"), std::set<std::string>{std::string(fault.rule)})
        << run.out;
  }
}

TEST_F(CheckServerTest, EachRuleHasAServerThatBreaksIt) {
  std::set<std::string_view> broken, rules;
  for (const Fault& fault : kFaults) broken.insert(fault.rule);
  for (const RuleInfo& info : AllRules()) rules.insert(info.id);
  EXPECT_EQ(broken, rules);
}

// A server that cannot be checked: one line, exit status 2, no report.
TEST_F(CheckServerTest, WhatIsNoServerIsOneLine) {
  const std::pair<const char*, Words> faults[] = {
      {"hang_in_init", {"INIT", "no reply in 300 ms", "killed"}},
      {"hang", {"READDIR of 65536 bytes at offset 47", "hangs", "killed"}},
      {"crash_in_init", {"INIT", "died of SIGKILL", "planned crash"}},
      {"crash", {"READDIR of 65536 bytes at", "first listing", "SIGKILL"}},
      {"exit", {"READDIR of 65536 bytes", "exited with status 5"}},
      {"short_frame", {"sent 7 bytes"}},
      {"wrong_unique", {"answered request"}},
      {"answers_forget", {"answered request"}},
      {"answers_twice", {"answered request"}},
      {"flood", {"READDIR of 65536 bytes", "no reply in 300 ms"}},
      {"protocol_8", {"protocol 8.31", "expected 7"}},
  };
  for (const auto& [mode, parts] : faults) {
    ExpectRefused(Fake(mode, {"--dir", "d", "--timeout", "0.3", "--json",
                              "report", "--junit", "report.xml"}),
                  parts);
  }
}

TEST_F(CheckServerTest, WhatNeverStartsIsOneLine) {
  ExpectRefused(Arguments({}, {"./absent", "@"}), {"./absent"});
  ExpectRefused(
      Arguments({}, {"true", "@"}),
      {"true: INIT", "closed the connection", "exited with status 0"});
  ExpectRefused(Arguments({}, {"false"}), {"false", "expected @"});
}

TEST_F(CheckServerTest, HungServerIsGoneAfterwards) {
  const std::string script = "echo $$ >pid; exec " +
                             Runfile("tools/fake_server/fake_server") +
                             " hang_in_init $0";
  ExpectBadInput(
      Run(Arguments({"--timeout", "0.3"}, {"sh", "-c", script, "@"})),
      {"no reply", "killed"});
  const pid_t pid = std::stoi(MustReadFile(Path("pid")));
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_F(CheckServerTest, BothReportFilesOrNeither) {
  const Words both = {"--dir", "d", "--json", "report", "--junit", "r.xml"};
  EXPECT_EQ(Run(Fake("ino_0", both)).status, 1);
  const Json report = Json::parse(MustReadFile(Path("report")));
  EXPECT_EQ(report["directories"][0]["path"], "/d");
  EXPECT_EQ(report["directories"][0]["entries"], 47);
  EXPECT_EQ(report["clients"].size(), 10u);
  for (const Json& rule : report["rules"]) {
    if (rule["id"] != "ino_nonzero") continue;
    EXPECT_GT(rule["failures"], 3);
    EXPECT_EQ(rule["findings"].size(), 2u);
    EXPECT_EQ(rule["findings"][0]["call"], "READDIR");
    EXPECT_EQ(rule["findings"][0]["size"], 65536);
    EXPECT_EQ(rule["findings"][0]["offset"], 0);
  }
  const std::string xml = MustReadFile(Path("r.xml"));
  for (const char* part :
       {"tests=\"27\" failures=\"1\" errors=\"0\" skipped=\"1\"",
        "name=\"ino_nonzero\"><failure message=\"ino 0",
        "name=\"mutable\"><skipped", "name=\"rewind\"/>", "&quot;file_2"}) {
    EXPECT_NE(xml.find(part), xml.npos) << part << " is not in " << xml;
  }
  ExpectRefused(Fake("good", {"--dir", "d", "--json", "new", "--junit", "a/b"}),
                {"--junit a/b"});
  fs::create_directory(Path("dir"));
  ExpectRefused(Fake("good", {"--dir", "d", "--json", "new", "--junit", "dir"}),
                {"--junit dir"});
}

TEST_F(CheckServerTest, WhatIsMissingOrTooMuchIsRefused) {
  ExpectRefused(Fake("good", {"--dir", "absent"}),
                {"LOOKUP of absent", "ENOENT"});
  ExpectRefused(Fake("good", {"--dir", "f"}), {"LOOKUP of f", "no directory"});
  ExpectRefused({"check-server"}, {"expected one of"});
  ExpectRefused(Fake("good", {"--mount", "."}), {"expected one of"});
  ExpectRefused(Fake("good", {"--timeout", "0"}), {"--timeout"});
  ExpectRefused({"check-server", "--fd", "0"}, {"--fd 0", "SOCK_SEQPACKET"});
  ExpectRefused({"check-server", "--mount", "absent"},
                {"--mount absent", "No such file"});
  ExpectRefused({"check-server", "--mount", ".", "--mutable", "absent"},
                {"--mutable absent"});
  // The server does not show what is made there.
  fs::create_directory(Path("other"));
  Words elsewhere = FakeMutable("good");
  *std::ranges::find(elsewhere, "tree/d") = "other";
  ExpectRefused(elsewhere, {"dirents-check-scratch", "--mutable", "/d"});
}

// A server whose every answer to READDIR is ENOSYS, as libfuse allows where
// READDIRPLUS is always used.
TEST_F(CheckServerTest, ServerMayHaveReaddirplusAlone) {
  const RunResult run =
      Run(Fake("plus_only", {"--dir", "d", "--json", "report"}));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_EQ(
      Rules("not applicable"),
      (std::set<std::string>{"mutable", "plus_agrees", "shared_cookies"}));
}

TEST_F(CheckServerTest, ServerWithoutReaddirplusOrOpendirPasses) {
  EXPECT_EQ(Run(Fake("no_opendir", {"--dir", "d"})).status, 0);
  const RunResult run =
      Run(Fake("no_plus", {"--dir", "d", "--json", "report"}));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_EQ(Rules("not applicable"),
            (std::set<std::string>{"dots_not_looked_up", "mutable",
                                   "plus_agrees", "shared_cookies"}));
}

// The caller of --fd has started the server.
TEST_F(CheckServerTest, ServerOnADescriptorIsCheckedAlike) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
  // The kernel doubles it.  The server's answer to 1 MiB would not fit.
  const int buffer = 16384;
  for (const int end : ends) {
    ASSERT_EQ(setsockopt(end, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer),
              0);
  }
  const pid_t server = fork();
  ASSERT_GE(server, 0);
  const std::string program = Runfile("tools/fake_server/fake_server");
  const std::string mount_point = "/dev/fd/" + std::to_string(ends[1]);
  if (server == 0) {
    close(ends[0]);
    execl(program.c_str(), program.c_str(), "good", mount_point.c_str(),
          nullptr);
    _exit(127);
  }
  close(ends[1]);
  // A program that the test runs inherits nothing but what a shell passes on.
  const std::string command = Runfile("tools/dirents") +
                              " check-server --dir d --fd " +
                              std::to_string(ends[0]) + " >" + Path("out");
  EXPECT_EQ(std::system(command.c_str()), 0);
  close(ends[0]);
  EXPECT_EQ(Reap(server).status(), 0);  // All lookups were given back.
  const std::string out = MustReadFile(Path("out"));
  EXPECT_NE(out.find("\n/d: 47 entries\n"), out.npos);
  EXPECT_NE(out.find("\nNo request of more than 32720 bytes"), out.npos) << out;
}

TEST_F(CheckServerTest, DirectoryOfAMountIsChecked) {
  FakeMutable("good");  // Makes "tree".
  const RunResult run = Run({"check-server", "--mount", "tree", "--dir", "d",
                             "--mutable", "tree/d", "--json", "report"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  std::set<std::string> expected;
  for (const RuleInfo& info : AllRules()) {
    if (info.in_getdents) expected.insert(std::string(info.id));
  }
  EXPECT_EQ(Rules("pass"), expected) << run.out;
  EXPECT_EQ(run.out.find("edk2"), run.out.npos);
  EXPECT_EQ(NamesIn(Path("tree/d")).size(), 50u);
}

// The names that a client's rules lose are a row, and no failure.
TEST_F(CheckServerTest, NamesThatAClientLosesAreSaid) {
  fs::create_directories(Path("tree/d"));
  Write("tree/d/back\\slash", "");
  Write("tree/d/" + std::string(255, 'L'), "");
  Words arguments = Fake("good", {"--dir", "d", "--json", "report"});
  arguments.push_back("tree");
  const RunResult run = Run(arguments);
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  const Json report = Json::parse(MustReadFile(Path("report")));
  for (const Json& client : report["clients"]) {
    EXPECT_GT(client["replies"], 0);
    EXPECT_EQ(client["names_lost"], client["profile"] == "edk2" ? 1 : 0)
        << client["text"];
  }
  EXPECT_NE(run.out.find("edk2                loses 1 name, such as "
                         "\"back\\\\slash\": "),
            run.out.npos)
      << run.out;
}

TEST_F(CheckServerTest, PageHasTheTableOfRulesAndTheExample) {
  const std::string page =
      MustReadFile(Runfile("tools/check_server/README.md"));
  EXPECT_NE(page.find(RulesTable()), page.npos)
      << "expected what `dirents check-server --rules` prints";
  EXPECT_EQ(Run({"check-server", "--rules"}).out, RulesTable());
  fs::create_symlink(Runfile("tools/fake_server/fake_server"),
                     Path("fake_server"));
  const std::vector<Example> examples = ExamplesOf(page);
  ASSERT_EQ(examples.size(), 1u);
  EXPECT_EQ(RunExample(examples[0]).out, examples[0].output);
}

}  // namespace
}  // namespace fuse_dirents
