// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/private_mounts.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/check.h"
#include "base/files.h"

namespace fuse_dirents {
namespace {

constexpr char kPlace[] = "/mnt";

std::string Enter() {
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  if (unshare(CLONE_NEWNS) != 0) {
    if (errno != EPERM) return ErrnoText("unshare(CLONE_NEWNS)");
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
      return ErrnoText("unshare(CLONE_NEWUSER | CLONE_NEWNS)");
    }
    const struct {
      const char* file;
      std::string text;
    } kMaps[] = {{"/proc/self/setgroups", "deny"},
                 {"/proc/self/uid_map", "0 " + std::to_string(uid) + " 1"},
                 {"/proc/self/gid_map", "0 " + std::to_string(gid) + " 1"}};
    for (const auto& [file, text] : kMaps) {
      const std::string problem = WriteFile(file, text);
      if (!problem.empty()) return problem;
    }
  }
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return ErrnoText("mount(/, MS_PRIVATE)");
  }
  if (mount("tmpfs", kPlace, "tmpfs", MS_NOSUID | MS_NODEV, nullptr) != 0) {
    return ErrnoText("mount(tmpfs on /mnt)");
  }
  // Without it a connection is still ended by closing its device.
  mount("fusectl", "/sys/fs/fuse/connections", "fusectl", 0, nullptr);
  return "";
}

}  // namespace

std::string ErrnoText(const std::string& what) {
  return what + ": " + std::generic_category().message(errno);
}

const std::string& EnterPrivateMounts() {
  static const std::string* const kProblem = new std::string(Enter());
  return *kProblem;
}

std::string NewMountPoint() {
  static int made = 0;
  const std::string path = std::string(kPlace) + "/" + std::to_string(made++);
  FUSE_DIRENTS_CHECK(mkdir(path.c_str(), 0755) == 0);
  return path;
}

}  // namespace fuse_dirents
