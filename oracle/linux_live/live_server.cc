// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The server thread of a LiveMount.

#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "oracle/linux_live/live_mount.h"
#include "oracle/linux_live/private_mounts.h"

namespace fuse_dirents {
namespace {

// The kernel wants room for its largest write, which is max_write bytes.
constexpr uint32_t kMaxWrite = 4096;
constexpr uint16_t kMaxPages = 256;

template <typename T>
T ReadAs(const char* from) {
  T out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

template <typename T>
std::string_view BytesOf(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

fuse_init_out InitReply(const fuse_init_in& in, Asks asks) {
  uint32_t flags = FUSE_MAX_PAGES | FUSE_PARALLEL_DIROPS;
  if (asks != Asks::kPlain) flags |= FUSE_DO_READDIRPLUS;
  if (asks == Asks::kAdaptive) flags |= FUSE_READDIRPLUS_AUTO;
  fuse_init_out out = {};
  out.major = FUSE_KERNEL_VERSION;
  out.minor = std::min<uint32_t>(in.minor, FUSE_KERNEL_MINOR_VERSION);
  out.flags = in.flags & flags;
  out.max_write = kMaxWrite;
  out.max_pages = kMaxPages;
  return out;
}

constexpr uint64_t kValidSeconds = 3600;

fuse_attr DirAttributes(uint64_t nodeid) {
  fuse_attr attr = {};
  attr.ino = nodeid;
  attr.mode = S_IFDIR | 0755;
  attr.nlink = 2;
  return attr;
}

}  // namespace

void LiveMount::Serve() {
  std::string problem = Mount();
  {
    const std::lock_guard lock(mutex_);
    problem_ = std::move(problem);
    if (!problem_.empty()) state_ = kEnded;
  }
  if (problem_.empty()) {
    while (!stop_ && HandleOne()) {
    }
  }
  if (device_ >= 0) close(device_);
  const std::lock_guard lock(mutex_);
  state_ = kEnded;
  changed_.notify_all();
}

std::string LiveMount::Mount() {
  if (unshare(CLONE_FILES) != 0) return ErrnoText("unshare(CLONE_FILES)");
  device_ = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  if (device_ < 0) return ErrnoText("/dev/fuse");
  const std::string data =
      "fd=" + std::to_string(device_) +
      ",rootmode=40000,user_id=" + std::to_string(geteuid()) +
      ",group_id=" + std::to_string(getegid());
  if (mount("fuse_dirents_live", path_.c_str(), "fuse", MS_NOSUID | MS_NODEV,
            data.c_str()) != 0) {
    return ErrnoText("mount(fuse)");
  }
  return "";
}

bool LiveMount::HandleOne() {
  pollfd ready = {device_, POLLIN, 0};
  const int count = poll(&ready, 1, static_cast<int>(kPulse.count()));
  if (count == 0 || (count < 0 && errno == EINTR)) return true;
  const ssize_t size = read(device_, buffer_.data(), buffer_.size());
  if (size < 0) {
    // ENOENT: the request was withdrawn.
    return errno == EINTR || errno == EAGAIN || errno == ENOENT;
  }
  Handle(buffer_.data(), static_cast<size_t>(size));
  return true;
}

void LiveMount::Drain() {
  pollfd ready = {device_, POLLIN, 0};
  while (poll(&ready, 1, 0) == 1 && HandleOne()) {
  }
}

void LiveMount::Handle(const char* request, size_t size) {
  FUSE_DIRENTS_CHECK(size >= sizeof(fuse_in_header));
  const auto in = ReadAs<fuse_in_header>(request);
  const char* const body = request + sizeof in;
  switch (in.opcode) {
    case FUSE_INIT: {
      const auto out = InitReply(ReadAs<fuse_init_in>(body), options_.asks);
      Answer(in.unique, 0, BytesOf(out));
      const std::lock_guard lock(mutex_);
      state_ = kServing;
      changed_.notify_all();
      return;
    }
    case FUSE_GETATTR:
      if (in.nodeid == FUSE_ROOT_ID || in.nodeid == options_.dir_nodeid) {
        fuse_attr_out out = {};
        out.attr_valid = kValidSeconds;
        out.attr = DirAttributes(in.nodeid);
        return Answer(in.unique, 0, BytesOf(out));
      }
      return Answer(in.unique, -ENOENT, "");
    case FUSE_OPENDIR: {
      fuse_open_out out = {};
      out.open_flags = options_.open_flags;
      return Answer(in.unique, 0, BytesOf(out));
    }
    case FUSE_READDIR:
    case FUSE_READDIRPLUS:
      return AnswerReaddir(request);
    case FUSE_RELEASEDIR:
    case FUSE_ACCESS:
    case FUSE_DESTROY:
      return Answer(in.unique, 0, "");
    case FUSE_STATFS:
      return AnswerStatfs(in.unique);
    case FUSE_LOOKUP:
      return AnswerLookup(in.unique, body);
    case FUSE_FORGET: {
      const std::lock_guard lock(mutex_);
      forgotten_.push_back({in.nodeid, ReadAs<fuse_forget_in>(body).nlookup});
      return;
    }
    case FUSE_BATCH_FORGET: {
      const uint32_t count = ReadAs<fuse_batch_forget_in>(body).count;
      const std::lock_guard lock(mutex_);
      for (uint32_t i = 0; i < count; ++i) {
        const auto one = ReadAs<fuse_forget_one>(
            body + sizeof(fuse_batch_forget_in) + i * sizeof(fuse_forget_one));
        forgotten_.push_back({one.nodeid, one.nlookup});
      }
      return;
    }
    case FUSE_INTERRUPT:
      return;
    default:
      return Answer(in.unique, -ENOSYS, "");
  }
}

void LiveMount::Answer(uint64_t unique, int error, std::string_view payload) {
  fuse_out_header out = {};
  out.len = static_cast<uint32_t>(sizeof out + payload.size());
  out.error = error;
  out.unique = unique;
  const iovec parts[] = {
      {&out, sizeof out},
      {const_cast<char*>(payload.data()), payload.size()},
  };
  // It fails if the request was withdrawn or the connection is gone.
  [[maybe_unused]] const ssize_t sent =
      writev(device_, parts, payload.empty() ? 1 : 2);
}

void LiveMount::AnswerLookup(uint64_t unique, std::string_view name) {
  if (options_.dir_nodeid == FUSE_ROOT_ID || name != kDirName) {
    return Answer(unique, -ENOENT, "");
  }
  fuse_entry_out out = {};
  out.nodeid = options_.dir_nodeid;
  out.entry_valid = out.attr_valid = kValidSeconds;
  out.attr = DirAttributes(out.nodeid);
  Answer(unique, 0, BytesOf(out));
}

void LiveMount::AnswerReaddir(const char* request) {
  const auto in = ReadAs<fuse_in_header>(request);
  const auto read = ReadAs<fuse_read_in>(request + sizeof in);
  const RecordFormat format = in.opcode == FUSE_READDIRPLUS
                                  ? RecordFormat::kDirentplus
                                  : RecordFormat::kDirent;
  std::string_view reply;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back({format, read.offset, read.size});
    reply = std::exchange(ReplyTo(format), {});
    pauses_ = options_.pause_after_readdir.count() > 0;
  }
  if (options_.is_mute) return;
  if (options_.answer_after.count() > 0) {
    std::this_thread::sleep_for(options_.answer_after);
  }
  Answer(in.unique, 0, reply.substr(0, read.size));
  if (options_.pause_after_readdir.count() == 0) return;
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, options_.pause_after_readdir,
                    [this] { return !pauses_ || stop_ || aborted_; });
  pauses_ = false;
}

void LiveMount::AnswerStatfs(uint64_t unique) {
  std::unique_lock lock(mutex_);
  if (std::exchange(settling_, false)) {
    const std::span<const std::string_view> names = names_;
    lock.unlock();
    Drain();
    lock.lock();
    settled_.before = std::exchange(forgotten_, {});
    lock.unlock();
    std::vector<bool> had_dentry;
    for (const std::string_view name : names) {
      had_dentry.push_back(HasDentry(name));
    }
    Drain();
    lock.lock();
    settled_.had_dentry = std::move(had_dentry);
    settled_.after = std::exchange(forgotten_, {});
  }
  lock.unlock();
  Answer(unique, 0, BytesOf(fuse_statfs_out{}));
}

bool LiveMount::HasDentry(std::string_view name) {
  fuse_notify_inval_entry_out notify = {};
  notify.parent = options_.dir_nodeid;
  notify.namelen = static_cast<uint32_t>(name.size());
  fuse_out_header out = {};
  out.len = static_cast<uint32_t>(sizeof out + sizeof notify + name.size() + 1);
  out.error = FUSE_NOTIFY_INVAL_ENTRY;
  notice_.assign(BytesOf(out));
  notice_ += BytesOf(notify);
  notice_ += name;
  notice_ += '\0';
  if (write(device_, notice_.data(), notice_.size()) >= 0) return true;
  FUSE_DIRENTS_CHECK(errno == ENOENT || errno == ENODEV || errno == ENOTCONN);
  return false;
}

}  // namespace fuse_dirents
