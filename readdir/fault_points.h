// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The points of the readdir path where the kernel's can fail, counted, so that
// a test can make each of them fail in turn.

#ifndef FUSE_DIRENTS_READDIR_FAULT_POINTS_H_
#define FUSE_DIRENTS_READDIR_FAULT_POINTS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace fuse_dirents {

enum class FaultPoint : uint8_t {
  kAllocBuffer,    // The one linear buffer: kvmalloc().
  kAllocPageList,  // The array of page pointers and the descs: kvcalloc().
  kAllocPages,     // alloc_pages_bulk() yields none.
  kShortPages,     // It yields one page less than asked, of at least two.
  kArgbuf,         // virtiofs: the linear buffer of a request's arguments.
  kReply,          // The server answers the request with an error: -EIO.
  kMap,            // vm_map_ram().
  kLink,           // READDIRPLUS: an inode or dentry cannot be allocated.
  kCachePage,      // A page of the dirent cache cannot be allocated.
};

constexpr std::string_view FaultPointName(FaultPoint point) {
  constexpr std::string_view kNames[] = {
      "alloc_buffer", "alloc_page_list", "alloc_pages", "short_pages",
      "argbuf",       "reply",           "map",         "link",
      "cache_page"};
  return kNames[static_cast<size_t>(point)];
}

// Counts the points that a run passes and makes at most one of them fail.
class FaultPoints {
 public:
  static constexpr size_t kNone = std::numeric_limits<size_t>::max();

  // The `failing`-th point passed, from 0, fails.  kNone: none does.
  explicit FaultPoints(size_t failing = kNone) : failing_(failing) {}

  // Makes it a new one; keeps the memory.
  void Reset(size_t failing) {
    failing_ = failing;
    passed_.clear();
    links_ = 0;
    failed_link_.reset();
  }

  // A link begins: the kLink points until the next one are its own.
  void BeginLink() {
    ++links_;
    steps_ = 0;
  }

  // Passes a point.  Returns whether it is the one that fails.
  bool Fails(FaultPoint point) {
    passed_.push_back(point);
    const bool fails = passed_.size() - 1 == failing_;
    const size_t step = point == FaultPoint::kLink ? steps_++ : 0;
    if (fails && point == FaultPoint::kLink) failed_link_ = {links_ - 1, step};
    return fails;
  }

  // The link that failed, from 0, and at which of its points, from 0: dentry,
  // inode, d_splice_alias().
  struct FailedLink {
    size_t link, step;
  };
  const std::optional<FailedLink>& failed_link() const { return failed_link_; }
  size_t links() const { return links_; }  // That began so far.

  // Every point passed so far, in order.
  const std::vector<FaultPoint>& passed() const { return passed_; }
  bool fired() const { return failing_ < passed_.size(); }

 private:
  size_t failing_;
  std::vector<FaultPoint> passed_;
  size_t links_ = 0;
  size_t steps_ = 0;  // kLink points of the last link.
  std::optional<FailedLink> failed_link_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_FAULT_POINTS_H_
