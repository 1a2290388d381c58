// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The running kernel as a judge: asks it questions and says what it showed.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_KERNEL_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_KERNEL_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/guarded_bytes.h"
#include "oracle/linux_live/live_mount.h"
#include "oracle/linux_live/sight.h"
#include "parser/profile/profile.h"
#include "readdir/request/readdir_request.h"

namespace fuse_dirents {

// What was found by asking.
struct KernelFacts {
  const Profile* profile = nullptr;  // linux, or linux_before_6_15.
  SizingRule sizing = SizingRule::kOnePage;
  RequestLimits limits;
  uint64_t dir_nodeid = kFuseRootId;  // As in LiveMount::Options.

  // The size of a request for getdents64() with `count` bytes.
  size_t RequestBytes(uint32_t count) const;
};

// `uname -r`.
std::string KernelRelease();

// The largest third argument of getdents64() in a Question.
inline constexpr uint32_t kMaxCount = 2 << 20;

class LiveKernel {
 public:
  // One mount for each kind of asking.  Where that is not possible, returns
  // null and says why in one line.  `options`: of each, but for asks.
  static std::unique_ptr<LiveKernel> Make(std::string* why_not,
                                          LiveMount::Options options = {});

  const KernelFacts& facts() const { return facts_; }

  // Lists once.  REQUIRES: room <= count <= kMaxCount.
  Sight Look(const Question& question);

  // Calls getdents64() as `question` says, and nothing more.  Returns what it
  // returned.  The directory must be at start_off.
  int64_t List(const Question& question);

  LiveMount& mount(Asks asks) { return *mounts_[static_cast<size_t>(asks)]; }

 private:
  LiveKernel() = default;
  void FindFacts();
  // Sets the position of the open directory, also to one that lseek() refuses.
  void SeekTo(uint64_t off, LiveMount* mount);
  void ReadEntries(std::string_view bytes, Sight* sight);

  std::array<std::unique_ptr<LiveMount>, 3> mounts_;
  KernelFacts facts_;
  GuardedBytes room_{kMaxCount};
  // Where the last buffer is: its bytes, and how many were patterned.
  std::string_view buffer_;
};

// Reads the entries that getdents64() put into a buffer of kPattern bytes.
// Returns "", or what the kernel must never write.
std::string ParseGetdents64(std::string_view bytes,
                            std::vector<SeenEntry>* entries);
inline constexpr char kPattern = '\xa5';

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_KERNEL_H_
