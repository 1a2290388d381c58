// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A FUSE filesystem of our own on the running kernel.  It has one directory,
// whose READDIR replies are the bytes that the caller chose.
//
//     calling thread                      server thread
//     SetReply(bytes)
//     getdents64(dir(), ...)  ------->    READDIR: logs it, sends the bytes
//     Settle(names)           ------->    STATFS: asks which names have a
//                                         dentry, drops them, reads FORGETs
//
// The server thread has a file table of its own and alone holds the device. So
// if the process is killed, the device is closed although the calling thread
// waits for an answer, and the kernel ends the connection.  The mount is in a
// mount namespace of the process and goes with it.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_MOUNT_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_MOUNT_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

// Which of the two requests the kernel is allowed to make.
enum class Asks : uint8_t {
  kPlain,     // READDIR.
  kPlus,      // READDIRPLUS.
  kAdaptive,  // FUSE_READDIRPLUS_AUTO: the kernel chooses.
};
std::string_view AsksName(Asks asks);  // "plain", "plus", "adaptive".

// One READDIR or READDIRPLUS request as the server read it.
struct Request {
  RecordFormat format;
  uint64_t off;   // fuse_read_in::offset.
  uint32_t size;  // fuse_read_in::size, in bytes.

  friend bool operator==(const Request&, const Request&) = default;
};

// One FORGET, or one item of a BATCH_FORGET.
struct Forgotten {
  uint64_t nodeid, nlookup;

  friend auto operator<=>(const Forgotten&, const Forgotten&) = default;
};

class LiveMount {
 public:
  struct Options {
    Asks asks = Asks::kPlain;
    // fuse_open_out::open_flags of every OPENDIR.  With FOPEN_CACHE_DIR the
    // server refuses, by FUSE_DIRENTS_CHECK, to send a name above
    // kMaxCachedName: a kernel without the fix of CVE-2026-31694 would write
    // past a page.
    uint32_t open_flags = 0;
    // nodeid of the directory that is listed.  Unless that is the root, it is
    // a directory in the root, with generation 0.
    uint64_t dir_nodeid = kFuseRootId;
    // No operation takes longer, by CLOCK_MONOTONIC: then the connection is
    // aborted, and what waits gets an error.
    std::chrono::milliseconds patience{10000};
    // For tests: the server answers a READDIR so much later, or never.
    std::chrono::microseconds answer_after{0};
    bool is_mute = false;
    // After its reply to a READDIR the server reads nothing, until Resume() is
    // called or for so long.
    std::chrono::milliseconds pause_after_readdir{0};
  };
  static constexpr uint32_t kMaxCachedName = 4072;

  // Makes the mount.  Where that is not possible, returns null and says why in
  // one line.  The first call moves the process into a mount namespace of its
  // own, and into a user namespace unless it is root.  It must come before the
  // process has threads.
  static std::unique_ptr<LiveMount> Make(const Options& options,
                                         std::string* why_not);
  // Takes the mount down.  Aborts the connection if that is not enough.
  ~LiveMount();
  LiveMount(const LiveMount&) = delete;
  LiveMount& operator=(const LiveMount&) = delete;

  const std::string& path() const { return path_; }
  // The directory, open for reading.
  int dir() const { return dir_; }
  // Closes dir() and opens it again.  Returns whether that succeeded.
  bool Reopen();

  // The payload of the next reply to a request of `format`, cut to the size of
  // the request.  Borrowed until the next call.  Other replies are empty.
  void SetReply(RecordFormat format, std::string_view bytes);

  // Requests since the last call.
  std::vector<Request> TakeRequests();

  struct Settled {
    std::vector<Forgotten> before;  // FORGETs that were sent before.
    std::vector<bool> had_dentry;   // For each name.
    std::vector<Forgotten> after;   // FORGETs because dentries were dropped.
  };
  // Asks for each name whether the directory has a dentry of that name, and
  // drops it (FUSE_NOTIFY_INVAL_ENTRY: 0 or ENOENT).  Another result aborts.
  Settled Settle(std::span<const std::string_view> names);

  // Bounds what happens during its lifetime by the mount's patience.
  class Bounded {
   public:
    explicit Bounded(LiveMount* mount);
    ~Bounded();

   private:
    LiveMount* const mount_;
    const int64_t outer_;  // The deadline around this one.
  };

  // Ends the server's pause.  Returns whether it had not ended before.
  bool Resume();

  // Whether the connection was aborted because something took too long.
  bool aborted() const { return aborted_; }

 private:
  // How often a thread with nothing to do looks whether it should stop.
  static constexpr std::chrono::milliseconds kPulse{100};
  // At least a FUSE_WRITE of max_write bytes.
  static constexpr size_t kBufferBytes = 64 << 10;
  static constexpr char kDirName[] = "d";

  explicit LiveMount(const Options& options);
  bool Start(std::string* why_not);
  void Abort();
  std::string_view& ReplyTo(RecordFormat format) {
    return replies_[format == RecordFormat::kDirentplus ? 1 : 0];
  }

  // --- On the server thread: live_server.cc. ---
  void Serve();
  std::string Mount();
  // Reads and answers one request.  Returns false at the end of the connection.
  bool HandleOne();
  void Handle(const char* request, size_t size);
  void Answer(uint64_t unique, int error, std::string_view payload);
  void AnswerLookup(uint64_t unique, std::string_view name);
  void AnswerReaddir(const char* request);
  void AnswerStatfs(uint64_t unique);
  bool HasDentry(std::string_view name);
  // Handles what the kernel has to say now.
  void Drain();

  void Watch();

  const Options options_;
  const std::string path_;
  int dir_ = -1;
  int abort_ = -1;   // .../connections/N/abort.
  int device_ = -1;  // In the file table of the server thread.
  std::vector<char> buffer_;
  std::string notice_;

  std::mutex mutex_;  // Guards what follows.
  std::condition_variable changed_;
  enum { kStarting, kServing, kEnded } state_ = kStarting;
  std::string problem_;  // Why it could not be mounted.
  std::string_view replies_[2];
  bool pauses_ = false;
  std::vector<Request> requests_;
  std::vector<Forgotten> forgotten_;
  bool settling_ = false;
  std::span<const std::string_view> names_;
  Settled settled_;

  std::atomic<bool> stop_ = false, aborted_ = false;
  std::atomic<int64_t> deadline_ = 0;  // Of steady_clock; 0: none.
  std::thread server_, watchdog_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_MOUNT_H_
