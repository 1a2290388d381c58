// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/live_mount.h"

#include <fcntl.h>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <utility>

#include "base/check.h"
#include "oracle/linux_live/private_mounts.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

int64_t Now() {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

}  // namespace

std::string_view AsksName(Asks asks) {
  switch (asks) {
    case Asks::kPlain:
      return "plain";
    case Asks::kPlus:
      return "plus";
    case Asks::kAdaptive:
      return "adaptive";
  }
  FUSE_DIRENTS_CHECK(false);
}

std::unique_ptr<LiveMount> LiveMount::Make(const Options& options,
                                           std::string* why_not) {
  *why_not = EnterPrivateMounts();
  if (!why_not->empty()) return nullptr;
  std::unique_ptr<LiveMount> mount(new LiveMount(options));
  if (!mount->Start(why_not)) return nullptr;
  return mount;
}

LiveMount::LiveMount(const Options& options)
    : options_(options), path_(NewMountPoint()), buffer_(kBufferBytes) {}

bool LiveMount::Start(std::string* why_not) {
  server_ = std::thread([this] { Serve(); });
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, options_.patience,
                      [this] { return state_ != kStarting; });
    if (state_ != kServing) {
      *why_not = problem_.empty() ? "the kernel sent no FUSE_INIT" : problem_;
      return false;
    }
  }
  watchdog_ = std::thread([this] { Watch(); });
  const Bounded bounded(this);
  struct stat root;
  if (!Reopen() || fstat(dir_, &root) != 0) {
    *why_not = ErrnoText(path_);
    return false;
  }
  const std::string control = "/sys/fs/fuse/connections/" +
                              std::to_string(minor(root.st_dev)) + "/abort";
  abort_ = open(control.c_str(), O_WRONLY | O_CLOEXEC);
  return true;
}

LiveMount::~LiveMount() {
  {
    // Until the watchdog is gone it bounds what close() waits for.
    const Bounded bounded(this);
    if (dir_ >= 0) close(dir_);
    umount2(path_.c_str(), MNT_DETACH);
  }
  stop_ = true;
  {
    std::unique_lock lock(mutex_);
    changed_.notify_all();
    const auto ended = [this] { return state_ == kEnded; };
    if (!changed_.wait_for(lock, options_.patience, ended)) {
      Abort();
      FUSE_DIRENTS_CHECK(changed_.wait_for(lock, options_.patience, ended));
    }
  }
  server_.join();
  if (watchdog_.joinable()) watchdog_.join();
  if (abort_ >= 0) close(abort_);
  rmdir(path_.c_str());
}

bool LiveMount::Reopen() {
  const Bounded bounded(this);
  if (dir_ >= 0) close(dir_);
  const std::string path =
      options_.dir_nodeid == FUSE_ROOT_ID ? path_ : path_ + "/" + kDirName;
  dir_ = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return dir_ >= 0;
}

void LiveMount::SetReply(RecordFormat format, std::string_view bytes) {
  if ((options_.open_flags & FOPEN_CACHE_DIR) != 0) {
    for (const RecordFrame& frame : FramesOf(format, bytes)) {
      FUSE_DIRENTS_CHECK(!frame.is_whole() || frame.namelen <= kMaxCachedName);
    }
  }
  const std::lock_guard lock(mutex_);
  replies_[0] = replies_[1] = {};
  ReplyTo(format) = bytes;
}

std::vector<Request> LiveMount::TakeRequests() {
  const std::lock_guard lock(mutex_);
  return std::exchange(requests_, {});
}

LiveMount::Settled LiveMount::Settle(std::span<const std::string_view> names) {
  const Bounded bounded(this);
  {
    const std::lock_guard lock(mutex_);
    settling_ = true;
    names_ = names;
    settled_ = {};
  }
  struct statfs unused;
  fstatfs(dir_, &unused);
  const std::lock_guard lock(mutex_);
  settling_ = false;
  return std::move(settled_);
}

LiveMount::Bounded::Bounded(LiveMount* mount)
    : mount_(mount), outer_(mount->deadline_) {
  if (outer_ != 0) return;
  mount_->deadline_ =
      Now() + std::chrono::nanoseconds(mount->options_.patience).count();
}

LiveMount::Bounded::~Bounded() { mount_->deadline_ = outer_; }

bool LiveMount::Resume() {
  const std::lock_guard lock(mutex_);
  changed_.notify_all();
  return std::exchange(pauses_, false);
}

void LiveMount::Abort() {
  aborted_ = true;
  changed_.notify_all();
  if (abort_ >= 0 && write(abort_, "1", 1) == 1) return;
  stop_ = true;  // The server thread closes the device.
}

void LiveMount::Watch() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    changed_.wait_for(lock, kPulse);
    const int64_t deadline = deadline_;
    if (deadline == 0 || Now() < deadline) continue;
    deadline_ = 0;
    Abort();
  }
}

}  // namespace fuse_dirents
