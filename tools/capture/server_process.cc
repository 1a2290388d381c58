// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/server_process.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/check.h"
#include "base/process.h"

namespace fuse_dirents {
namespace {

// Bytes kept of the end of a server's output.
constexpr off_t kMaxOutput = 64 << 10;

std::string ReadBack(int output_fd) {
  const off_t end = lseek(output_fd, 0, SEEK_END);
  const off_t start = std::max<off_t>(0, end - kMaxOutput);
  std::string text(static_cast<size_t>(end - start), '\0');
  const ssize_t got = pread(output_fd, text.data(), text.size(), start);
  text.resize(got < 0 ? 0 : static_cast<size_t>(got));
  return text;
}

// `word` as a POSIX shell reads it back.
std::string Quoted(const std::string& word) {
  constexpr char kPlain[] =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      "@%+=:,./-_";
  if (!word.empty() && word.find_first_not_of(kPlain) == word.npos) return word;
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

}  // namespace

std::string MountPointProblem(const std::vector<std::string>& command) {
  if (std::count(command.begin() + 1, command.end(), kMountPoint) > 0) {
    return "";
  }
  return command[0] +
         ": expected @ among the server's arguments, where its mount point "
         "belongs";
}

std::string ShellText(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + Quoted(word);
  }
  return text;
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) Stop(/*patience_ms=*/0);
  if (output_fd_ >= 0) close(output_fd_);
}

bool ServerProcess::Start(const std::vector<std::string>& command,
                          std::string* problem) {
  FUSE_DIRENTS_CHECK(pid_ < 0);
  FUSE_DIRENTS_CHECK(std::count(command.begin(), command.end(), kMountPoint) >
                     0);
  int ends[2];
  output_fd_ = memfd_create("server output", MFD_CLOEXEC);
  if (output_fd_ < 0 ||
      socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    *problem =
        std::string("cannot make a socket pair: ") + std::strerror(errno);
    return false;
  }
  // A packet must fit the buffer of its sender.  Ours is made as large, so that
  // FuseClient::MaxReply() knows the server's.
  const int bytes = 4 << 20;
  for (const int end : ends) {
    if (setsockopt(end, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) !=
        0) {
      setsockopt(end, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    }
  }
  std::vector<std::string> words = command;
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i] == kMountPoint) {
      words[i] = "/dev/fd/" + std::to_string(ends[1]);
    }
  }
  pid_ = Spawn({.argv = words}, output_fd_, output_fd_, ends[1], problem);
  close(ends[1]);
  if (pid_ < 0) {
    close(ends[0]);
    *problem += "; expected a FUSE server";
    return false;
  }
  fd_ = ends[0];
  return true;
}

std::string ServerProcess::Stop(int patience_ms) {
  FUSE_DIRENTS_CHECK(pid_ > 0);
  close(fd_);
  fd_ = -1;
  const auto ending = WaitFor(pid_, std::chrono::milliseconds(patience_ms));
  if (!ending) Kill(pid_);
  pid_ = -1;
  return ending ? ending->ToText() : "was killed";
}

std::string ServerProcess::StopAfter(const std::string& problem, bool closed) {
  const std::string ending = Stop(closed ? kPatienceMs : /*patience_ms=*/0);
  const std::string last_words = LastWords();
  return problem + "; it " + ending +
         (last_words.empty() ? "" : "; its last line: " + last_words);
}

std::string ServerProcess::LastWords() const {
  std::string text = ReadBack(output_fd_);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace fuse_dirents
