// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A listing of which each call is held to a model.
//
// The model knows the client's profile and options, the caller, which faults
// came, and what the server says it sent (ModelServer::SentBy()).  From these
// it computes, call by call, which request must be made, which entries the
// caller must get, with which d_off, which error must come, where the listing
// must then stand, and which lookups must be held when it ends.  Nothing is
// excused: a bad record, a full buffer, a failed allocation each lead to one
// outcome.

#ifndef FUSE_DIRENTS_READDIR_MODEL_WATCHED_LISTING_H_
#define FUSE_DIRENTS_READDIR_MODEL_WATCHED_LISTING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "readdir/listing.h"
#include "readdir/listing_rig.h"
#include "readdir/model/cache_model.h"
#include "readdir/model/lookup_model.h"

namespace fuse_dirents {

// The hindrance of a listing that made as many calls as it may.
inline constexpr std::string_view kCallsUsedUp = "calls are used up";

// Who reads the directory.
struct CallerPlan {
  bool by_getdents = true;
  int32_t count = 4096;  // Bytes of buffer, or dir_context::count.
  // Most entries that a call of readdir takes; for getdents64(2) the buffer
  // decides.
  uint64_t max_entries = ~uint64_t{0};
};

class WatchedListing {
 public:
  // `rig` was made or reset with `options`, and nothing happened since.  Both
  // must outlive this object; rig->path is used through it alone.
  WatchedListing(const RigOptions& options, const CallerPlan& caller,
                 ListingRig* rig);
  // As a new one; keeps the memory.
  void Reset(const RigOptions& options, const CallerPlan& caller,
             ListingRig* rig);

  // Calls readdir until it returns 0 with no entry, as Listing does.  Returns
  // in which call something was otherwise than the model says, in what, and
  // what was expected; empty where all is as it must be.
  std::string List(const ListingOptions& options);
  // One call; moves *listing on.
  std::string Call(Listing* listing);

  // These happen to the path and to the model.
  void Seek(uint64_t pos);
  void Reopen(bool keep_cache);
  void AdviseReaddirplus();
  void SetDirVersion(const DirVersion& version);
  void DropCachePage(size_t index);
  // Drops the inodes.  Returns as ListingRig::Settle().
  std::string Settle();

  // What List() listed.
  const Listing& listing() const { return listing_; }
  // Where the listing stands.
  uint64_t pos() const { return pos_; }
  // What kept the last List() from its end, in a word or two; empty where
  // nothing did.
  std::string_view hindrance() const { return hindrance_; }
  // inos of records that were sent and that the profile hides.
  const std::vector<uint64_t>& hidden() const { return hidden_; }

 private:
  // What the model expects of one call.
  struct Expected {
    std::vector<ModelEntry> entries;  // That the caller takes.
    bool full = false;
    // getdents64(2): why the caller took no more; 0 or a negative errno value.
    int refusal = 0;
    size_t left = 0;  // Bytes or entries that the caller has room for.
    int error = 0;    // Of readdir.
    std::optional<ReaddirRequest> request;

    // As a new one; keeps the memory.
    void Reset(size_t room) {
      entries.clear();
      full = false;
      refusal = error = 0;
      left = room;
      request.reset();
    }
  };
  // What was seen before a call: counters.
  struct Before {
    size_t requests, faults, links, allocations;
  };

  bool Failed(FaultPoint point) const;
  uint64_t WantedBytes(int32_t count) const;
  std::optional<uint32_t> AllocatedBytes(int32_t count) const;
  bool Take(const ModelEntry& entry, Expected* expected) const;
  void ExpectUncached(Expected* expected);
  void ExpectReply(const ReaddirRequest& request, Expected* expected);
  void ExpectHang(uint64_t start, Expected* expected);
  // Which entry of this call that is offered to the cache finds no page, and
  // which link fails by a fault; nothing where none does.
  std::optional<size_t> OfferWithoutPage() const;
  std::optional<size_t> FailedLink() const;
  // The entry that the caller must get as number `i` of a call.
  std::string_view ExpectedName(const ModelEntry& entry) const;
  uint64_t ExpectedOff(const Expected& expected, size_t i) const;
  // `entries`: what the caller got of the call.
  std::string Compare(const Expected& expected,
                      std::span<const ListedEntry> entries, int error,
                      int64_t result) const;

  const RigOptions* options_;
  CallerPlan caller_;
  ListingRig* rig_;
  Getdents64 getdents_;
  KeepingCaller keeping_;
  Listing listing_;
  Before before_ = {};
  Expected expected_;  // Of the last call.
  CacheModel cache_;
  LookupModel lookups_;
  CachePlace place_;
  DirVersion dir_version_;
  uint64_t pos_ = 0;
  bool advised_ = false, advised_in_call_ = false;
  std::vector<uint64_t> hidden_;
  std::string_view hindrance_;
  bool end_seen_ = false;  // The last call met the end of the directory.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_MODEL_WATCHED_LISTING_H_
