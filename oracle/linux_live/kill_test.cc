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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "base/files.h"
#include "base/random.h"
#include "base/text.h"
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
const std::string kConnections = "/sys/fs/fuse/connections/";

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

// The mount namespace of a process, as the kernel names it; "" if it has ended.
std::string NamespaceOf(const std::string& pid) {
  std::error_code ended;
  return fs::read_symlink("/proc/" + pid + "/ns/mnt", ended);
}

// When the last of them has ended, other processes may get a namespace with
// this name.
std::set<std::string> ProcessesIn(const std::string& name_space) {
  std::set<std::string> pids;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != pid.npos) continue;
    if (NamespaceOf(pid) == name_space) pids.insert(pid);
  }
  return pids;
}

// The folder of a connection, and its inode: another mount may get the name at
// once, as it does while other tests run.
using Connection = std::pair<std::string, ino_t>;

std::optional<Connection> ConnectionAt(const std::string& folder) {
  struct stat status;
  if (stat(folder.c_str(), &status) != 0) return std::nullopt;
  return Connection(folder, status.st_ino);
}

// Those of the live mounts that a process sees.  None where fusectl is not
// mounted.
std::set<Connection> ConnectionsOf(pid_t pid) {
  std::set<Connection> connections;
  std::string problem;
  const auto mounts =
      ReadFile("/proc/" + std::to_string(pid) + "/mountinfo", &problem);
  for (const std::string& line : Split(mounts.value_or(""), '\n')) {
    if (line.find("fuse_dirents_live") == line.npos) continue;
    // The third word is 0:DEVICE.
    const std::string device(SplitWords(line).at(2).substr(2));
    if (const auto connection = ConnectionAt(kConnections + device)) {
      connections.insert(*connection);
    }
  }
  return connections;
}

bool IsThere(const Connection& connection) {
  return ConnectionAt(connection.first) == connection;
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
  for (int i = 0; i < 10; ++i) {
    const auto victim = StartVictim(i % 2 == 1);
    ASSERT_TRUE(victim);
    const pid_t ls = StartLs(*victim);
    // It is there, so this test can see it.
    const std::string pid = std::to_string(victim->pid);
    const std::string name_space = NamespaceOf(pid);
    EXPECT_NE(name_space, NamespaceOf("self"));
    const std::set<Connection> connections = ConnectionsOf(victim->pid);
    std::error_code ignored;
    EXPECT_EQ(connections.empty(), fs::is_empty(kConnections, ignored));
    std::this_thread::sleep_for(
        std::chrono::microseconds(random.InRange(0, 100000)));
    ASSERT_FALSE(HasEnded(ls));
    const std::set<std::string> processes = ProcessesIn(name_space);
    EXPECT_TRUE(processes.contains(pid));
    kill(victim->pid, SIGKILL);
    EXPECT_TRUE(Within([&] { return HasEnded(victim->pid); }))
        << "the killed program still waits";
    if (!Within([&] { return HasEnded(ls); })) {
      ADD_FAILURE() << "ls still waits";
      kill(ls, SIGKILL);
    }
    for (const std::string& process : processes) {
      EXPECT_TRUE(Within([&] { return NamespaceOf(process) != name_space; }));
    }
    for (const Connection& connection : connections) {
      EXPECT_TRUE(Within([&] { return !IsThere(connection); }));
      // Releases what waits.
      if (IsThere(connection)) WriteFile(connection.first + "/abort", "1");
    }
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace fuse_dirents
