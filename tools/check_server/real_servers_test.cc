// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents check-server` against real servers: which rules they break, and how
// long it takes.

#include <chrono>
#include <filesystem>
#include <set>
#include <string>

#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::seconds;
using std::chrono::steady_clock;

using Rules = std::set<std::string>;

class RealServersTest : public DirentsTest {
 protected:
  // Makes the directory "tree/d" with names of 1 to 29 bytes.
  void MakeTree(int files) {
    fs::create_directories(Path("tree/d"));
    for (int i = 0; i < files; ++i) {
      Write("tree/d/" + std::to_string(i) + std::string(i % 25, 'x'), "");
    }
  }

  // The rules that a server breaks in "tree/d".
  Rules Broken(const Words& options, const Words& server) {
    Words arguments = {"check-server", "--dir", "d", "--json", "report"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back("--");
    arguments.insert(arguments.end(), server.begin(), server.end());
    const auto start = steady_clock::now();
    const RunResult run = Run(arguments);
    took_ = steady_clock::now() - start;
    EXPECT_LE(run.status, 1) << run.err;
    if (run.status > 1) return {};
    Rules broken;
    const json report = json::parse(MustReadFile(Path("report")));
    entries_ = report["directories"][0]["entries"];
    for (const json& rule : report["rules"]) {
      if (rule["result"] == "fail") broken.insert(rule["id"]);
    }
    return broken;
  }

  void MakeImage() {
    std::string problem;
    const auto run =
        RunProcess({.argv = {"mksquashfs", Path("tree"), Path("image"),
                             "-quiet", "-no-progress"},
                    .directory = Path("")},
                   &problem);
    ASSERT_TRUE(run && run->ending.ok()) << problem;
  }

  steady_clock::duration took_ = {};
  int entries_ = 0;
};

TEST_F(RealServersTest, ThreeHundredEntriesTakeUnderTenSeconds) {
  MakeTree(300);
  // It gives "." and ".." a nodeid in READDIRPLUS.
  EXPECT_EQ(Broken({}, {"fuse-overlayfs", "-f", "-o", "lowerdir=tree", "@"}),
            Rules{"dots_not_looked_up"});
  EXPECT_EQ(entries_, 302);
  EXPECT_LT(took_, seconds(10));

  MakeImage();
  EXPECT_EQ(Broken({}, {"squashfuse_ll", "-f", "image", "@"}), Rules{});
  EXPECT_EQ(entries_, 300);
  EXPECT_LT(took_, seconds(10));

  // Its second listing at offset 0 is empty.  Perhaps its handle of the sftp
  // server is at the end.
  const std::string sftp = Path(WriteScript(
      "sftp", "cd " + Path("tree") + " && exec /usr/lib/openssh/sftp-server"));
  const std::string options = "ssh_command=" + sftp + ",dir_cache=no";
  EXPECT_EQ(Broken({"--mutable", "tree/d"},
                   {"sshfs", "-f", "-o", options, "localhost:", "@"}),
            Rules{"rewind"});
  EXPECT_EQ(entries_, 303);
  EXPECT_LT(took_, seconds(10));
}

TEST_F(RealServersTest, TwentyThousandEntriesTakeUnderAMinute) {
  MakeTree(20000);
  MakeImage();
  EXPECT_EQ(Broken({}, {"squashfuse_ll", "-f", "image", "@"}), Rules{});
  EXPECT_EQ(entries_, 20000);
  EXPECT_LT(took_, seconds(60));
}

}  // namespace
}  // namespace fuse_dirents
