// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents check-server` end to end, against servers that do one thing wrong,
// and against real ones.

#include <signal.h>

#include <cerrno>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

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

  // The same with the directory "tree" behind the server, as scratch, too.
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

}  // namespace
}  // namespace fuse_dirents
