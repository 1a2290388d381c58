// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules about listings, for any way to list a directory.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_LISTING_RULES_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_LISTING_RULES_H_

#include <cstdint>
#include <functional>
#include <string_view>

#include "tools/check_server/directory_reader.h"
#include "tools/check_server/listing.h"
#include "tools/check_server/results.h"

namespace fuse_dirents {

// The largest request, in bytes.
inline constexpr uint32_t kLargestRequest = 1 << 20;

// Checks one directory, listed in one way.
class ListingRules {
 public:
  // All must outlive this object.
  ListingRules(DirectoryReader* reader, Results* results,
               const OnProgress* progress)
      : reader_(*reader), results_(*results), progress_(*progress) {}

  // Checks every rule about listings but kMutable.  Returns false if nothing
  // can be asked any more, or if the first listing failed: each rule that needs
  // it is then blocked.
  bool Run();

  // The first listing, after Run() returned true.
  const Listing& first() const { return first_; }

 private:
  // Lists the directory from `handle` and `offset` to its end.  Calls `take`
  // with each reply.  Blocks `rule` and returns false if a request fails or the
  // listing does not end.
  bool List(RuleId rule, uint64_t handle, uint64_t offset, uint32_t size,
            const std::function<void(const Batch&)>& take);
  // A listing that must have the names of the first, after its first `skip`.
  bool Compare(RuleId rule, uint64_t handle, uint64_t offset, uint32_t size,
               size_t skip);
  // `size`, but no more than MaxBytes() and no less than the longest record.
  uint32_t AtLeast(uint32_t size) const;
  bool Block(RuleId rule);

  void CheckDots();
  bool CheckEnd(uint64_t handle);
  bool CheckSameNames();
  bool CheckCookies();
  bool CheckSeekBack(uint64_t handle);
  bool CheckRewind(uint64_t handle);
  bool CheckTwoHandles();
  bool CheckSmallRequest();
  // Whether the reply at the off of entry `i` starts with the entry after it.
  bool ResumesAfter(RuleId rule, size_t i, const Batch& batch);

  DirectoryReader& reader_;
  Results& results_;
  const OnProgress& progress_;
  Listing first_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_LISTING_RULES_H_
