// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Kills a program that lists through a live mount, at random moments, while a
// loop of `ls` lists there too.  Nothing of it stays.

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "base/files.h"
#include "base/random.h"
#include "gtest/gtest.h"
#include "oracle/linux_live/live_fixture.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr uint64_t kSeed = 3;
constexpr char kVictim[] = "oracle/linux_live/benchmark";
constexpr milliseconds kPatience{5000};

// Polls until `done`, but not longer than kPatience.
template <typename Done>
bool Within(const Done& done) {
  const auto end = steady_clock::now() + kPatience;
  while (!done()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

bool HasEnded(pid_t child) { return waitpid(child, nullptr, WNOHANG) == child; }

std::set<std::string> Connections() {
  std::set<std::string> names;
  std::error_code ignored;
  for (const auto& entry :
       fs::directory_iterator("/sys/fs/fuse/connections", ignored)) {
    names.insert(entry.path().filename());
  }
  return names;
}

// Processes in another mount namespace that has a live mount.
std::set<std::string> ProcessesWithAMount() {
  std::set<std::string> pids;
  std::error_code ignored;
  const std::string ours = fs::read_symlink("/proc/self/ns/mnt", ignored);
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != pid.npos) continue;
    if (fs::read_symlink(entry.path() / "ns/mnt", ignored) == ours) continue;
    std::string problem;
    const auto mounts = ReadFile(entry.path() / "mountinfo", &problem);
    if (mounts && mounts->find("fuse_dirents_live") != mounts->npos) {
      pids.insert(pid);
    }
  }
  return pids;
}

// The program, and the mount that it says it has.
struct Victim {
  pid_t pid = 0;
  std::string mount;
};

std::optional<Victim> StartVictim(bool is_slow) {
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) return std::nullopt;
  Victim victim;
  victim.pid = fork();
  if (victim.pid == 0) {
    dup2(out[1], STDOUT_FILENO);
    // A slow one dies while its server holds a request, nearly always.
    execl(kVictim, kVictim, "--seconds=60",
          is_slow ? "--answer-after=10000" : "--answer-after=0",
          static_cast<char*>(nullptr));
    _exit(127);
  }
  close(out[1]);
  std::string line;
  pollfd ready = {out[0], POLLIN, 0};
  while (line.find('\n') == line.npos &&
         poll(&ready, 1, static_cast<int>(kPatience.count())) == 1) {
    char bytes[256];
    const ssize_t size = read(out[0], bytes, sizeof bytes);
    if (size <= 0) break;
    line.append(bytes, static_cast<size_t>(size));
  }
  close(out[0]);
  const size_t last = line.rfind(' ');
  if (line.find('\n') == line.npos || last == line.npos) return std::nullopt;
  victim.mount = line.substr(last + 1, line.find('\n') - last - 1);
  return victim;
}

// Runs `ls` in the mount namespace of `victim` until it fails.
pid_t StartLs(const Victim& victim) {
  const pid_t child = fork();
  if (child != 0) return child;
  const std::string ns = "/proc/" + std::to_string(victim.pid) + "/ns/mnt";
  const int fd = open(ns.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 || setns(fd, CLONE_NEWNS) != 0) _exit(126);
  const std::string loop =
      "while ls -U " + victim.mount + "; do :; done >/dev/null 2>&1";
  execl("/bin/sh", "sh", "-c", loop.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

using KillTest = LiveFixture;

TEST_F(KillTest, NothingStays) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(kSeed));
  kernel_ = nullptr;  // Its mounts would be counted.
  Random random(kSeed);
  const std::set<std::string> connections = Connections();
  const std::set<std::string> others = ProcessesWithAMount();
  for (int i = 0; i < 10; ++i) {
    const auto victim = StartVictim(i % 2 == 1);
    ASSERT_TRUE(victim);
    const pid_t ls = StartLs(*victim);
    // It is there, so this test can see it.
    EXPECT_TRUE(ProcessesWithAMount().contains(std::to_string(victim->pid)));
    std::this_thread::sleep_for(
        std::chrono::microseconds(random.InRange(0, 100000)));
    ASSERT_FALSE(HasEnded(ls));
    kill(victim->pid, SIGKILL);
    EXPECT_TRUE(Within([&] { return HasEnded(victim->pid); }))
        << "the killed program still waits";
    if (!Within([&] { return HasEnded(ls); })) {
      ADD_FAILURE() << "ls still waits";
      kill(ls, SIGKILL);
    }
    EXPECT_TRUE(Within([&] { return ProcessesWithAMount() == others; }));
    EXPECT_TRUE(Within([&] { return Connections() == connections; }));
    if (HasFailure()) break;
  }
  if (!HasFailure()) return;
  // Releases what waits.
  for (const std::string& name : Connections()) {
    if (!connections.contains(name)) {
      WriteFile("/sys/fs/fuse/connections/" + name + "/abort", "1");
    }
  }
}

}  // namespace
}  // namespace fuse_dirents
