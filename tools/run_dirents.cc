// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/run_dirents.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/check.h"
#include "gtest/gtest.h"

namespace fuse_dirents {

namespace fs = std::filesystem;

std::string Runfile(const std::string& path) {
  // Bazel starts tests in the workspace's folder of the runfiles.
  static const fs::path start = fs::current_path();
  return start / path;
}

std::string NewTempDirectory() {
  std::string path = testing::TempDir() + "/dirents.XXXXXX";
  FUSE_DIRENTS_CHECK(mkdtemp(path.data()) != nullptr);
  return path;
}

void WriteTextFile(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  FUSE_DIRENTS_CHECK(file.good());
}

std::string ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  FUSE_DIRENTS_CHECK(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::vector<std::string> NamesIn(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

RunResult RunDirents(const std::vector<std::string>& arguments,
                     const std::string& cwd) {
  const std::string program = Runfile("tools/dirents");
  const std::string scratch = NewTempDirectory();
  const std::string out = scratch + "/out", err = scratch + "/err";
  std::vector<char*> argv = {const_cast<char*>("dirents")};
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    unsetenv("BUILD_WORKING_DIRECTORY");
    dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    if (chdir(cwd.c_str()) == 0) execv(program.c_str(), argv.data());
    _exit(127);
  }
  int status;
  FUSE_DIRENTS_CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
  const RunResult result = {
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
      ReadTextFile(out), ReadTextFile(err)};
  fs::remove_all(scratch);
  return result;
}

void ExpectBadInput(const RunResult& run,
                    const std::vector<std::string>& parts) {
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(run.err.starts_with("dirents: ")) << run.err;
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  EXPECT_TRUE(run.err.ends_with("\n")) << run.err;
  for (const std::string& part : parts) {
    EXPECT_NE(run.err.find(part), std::string::npos)
        << "expected \"" << part << "\" in: " << run.err;
  }
}

}  // namespace fuse_dirents
