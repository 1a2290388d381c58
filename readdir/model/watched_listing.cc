// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model/watched_listing.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <utility>

#include "base/check.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPathMax = 4096;

std::string EntryText(const ModelEntry& entry) {
  return "\"" + entry.name + "\", ino " + std::to_string(entry.ino) +
         ", type " + std::to_string(entry.type) + ", off " +
         std::to_string(entry.off);
}

std::string RequestText(const std::optional<ReaddirRequest>& request) {
  if (!request) return "none";
  return std::string(request->format == RecordFormat::kDirent ? "READDIR"
                                                              : "READDIRPLUS") +
         " of " + std::to_string(request->size) + " bytes at off " +
         std::to_string(request->off);
}

}  // namespace

WatchedListing::WatchedListing(const RigOptions& options,
                               const CallerPlan& caller, ListingRig* rig)
    : getdents_(0),
      keeping_(0),
      cache_(0, 0),
      lookups_(*options.client.profile, 0) {
  Reset(options, caller, rig);
}

void WatchedListing::Reset(const RigOptions& options, const CallerPlan& caller,
                           ListingRig* rig) {
  options_ = &options;
  caller_ = caller;
  rig_ = rig;
  getdents_.Reset(caller.by_getdents ? static_cast<size_t>(caller.count) : 0);
  keeping_.Reset(caller.count, caller.max_entries);
  listing_.Clear();
  cache_.Renew(options.client.limits.page_size, options.cache_pages);
  lookups_.Reset(*options.client.profile, options.server.forgets_read);
  place_ = {};
  dir_version_ = {};
  pos_ = 0;
  advised_ = advised_in_call_ = false;
  hidden_.clear();
  hindrance_ = "";
  end_seen_ = false;
}

void WatchedListing::Seek(uint64_t pos) {
  rig_->path->Seek(pos);
  pos_ = pos;
}

void WatchedListing::Reopen(bool keep_cache) {
  rig_->path->Reopen(keep_cache);
  pos_ = 0;
  place_ = {};
  if (options_->cached && !keep_cache) cache_.DropPages();
}

std::string WatchedListing::Settle() {
  lookups_.Drop();
  return rig_->Settle();
}

void WatchedListing::AdviseReaddirplus() {
  rig_->path->AdviseReaddirplus();
  advised_in_call_ = true;
}

void WatchedListing::SetDirVersion(const DirVersion& version) {
  rig_->path->SetDirVersion(version);
  dir_version_ = version;
}

void WatchedListing::DropCachePage(size_t index) {
  rig_->path->DropCachePage(index);
  cache_.DropPage(index);
}

// Whether `point` is the one that failed in this call.
bool WatchedListing::Failed(FaultPoint point) const {
  const std::vector<FaultPoint>& passed = rig_->faults.passed();
  const size_t failing = options_->failing_point;
  return failing >= before_.faults && failing < passed.size() &&
         passed[failing] == point;
}

// By SIZING.md; of unsigned 32-bit numbers, as the kernel's.
uint64_t WatchedListing::WantedBytes(int32_t count) const {
  const RequestLimits& limits = options_->client.limits;
  const SizingRuleFacts& facts = FactsOf(options_->client.sizing);
  if (!facts.by_count) return limits.page_size;
  uint64_t high = uint64_t{limits.max_pages} * limits.page_size & 0xffffffff;
  if (facts.capped_by_max_write)
    high = std::min<uint64_t>(high, limits.max_write);
  if (facts.capped_by_max_read)
    high = std::min<uint64_t>(high, limits.max_read);
  const uint64_t wanted = static_cast<uint32_t>(count);
  if (wanted >= high) return high;
  return std::max<uint64_t>(wanted, limits.page_size);
}

// The size of the request; nothing where there is no memory for it.
std::optional<uint32_t> WatchedListing::AllocatedBytes(int32_t count) const {
  const uint64_t wanted = WantedBytes(count);
  const uint64_t page_size = options_->client.limits.page_size;
  if (options_->client.transport.kind == TransportKind::kBounced) {
    if (wanted == 0 || Failed(FaultPoint::kAllocBuffer)) return std::nullopt;
    return static_cast<uint32_t>(wanted);
  }
  if (Failed(FaultPoint::kAllocPageList)) return std::nullopt;
  const uint64_t needed = (wanted + page_size - 1) / page_size;
  uint64_t pages = needed;
  if (Failed(FaultPoint::kAllocPages)) pages = 0;
  if (Failed(FaultPoint::kShortPages)) --pages;
  for (const AllocFault& fault : options_->alloc_faults) {
    if (fault.call == before_.allocations) {
      pages -= std::min<uint64_t>(pages, fault.short_by);
    }
  }
  if (pages == 0) return std::nullopt;
  if (pages == needed) return static_cast<uint32_t>(wanted);
  if (!FactsOf(options_->client.sizing).short_allocation_shrinks) {
    return std::nullopt;
  }
  return static_cast<uint32_t>(pages * page_size);
}

bool WatchedListing::Take(const ModelEntry& entry, Expected* expected) const {
  size_t room = 1;
  if (caller_.by_getdents) {
    if (entry.name.empty() || entry.name.size() >= kPathMax ||
        entry.name.find('/') != entry.name.npos) {
      expected->refusal = -EIO;
      return false;
    }
    room = (19 + entry.name.size() + 1 + 7) / 8 * 8;
  }
  if (room > expected->left) {
    expected->refusal = -EINVAL;
    return false;
  }
  expected->left -= room;
  expected->entries.push_back(entry);
  return true;
}

void WatchedListing::ExpectUncached(Expected* expected) {
  const ClientOptions& client = options_->client;
  expected->error = -ENOMEM;
  const int32_t count = caller_.by_getdents
                            ? static_cast<int32_t>(expected->left)
                            : caller_.count;
  const std::optional<uint32_t> size = AllocatedBytes(count);
  if (!size) return;
  const bool plus =
      client.plus == PlusMode::kPlus ||
      (client.plus == PlusMode::kAdaptive && (advised_ || pos_ == 0));
  advised_ = false;
  if (client.transport.kind != TransportKind::kDevFuse) {
    const bool linear = client.transport.kind == TransportKind::kBounced;
    // fuse_read_in, and the reply where that is linear.
    const size_t argbuf = std::bit_ceil(40 + (linear ? size_t{*size} : 0));
    if (argbuf > client.transport.max_contiguous_bytes ||
        Failed(FaultPoint::kArgbuf)) {
      return;
    }
  }
  if (Failed(FaultPoint::kReply)) {
    expected->error = -EIO;
    return;
  }
  const Profile& profile = *client.profile;
  const bool plus_sent = plus ? profile.readdirplus : !profile.readdir;
  expected->request = {
      plus_sent ? RecordFormat::kDirentplus : RecordFormat::kDirent, pos_,
      *size};
  if (rig_->server.requests().size() == before_.requests) return;
  ExpectReply(*expected->request, expected);
}

void WatchedListing::ExpectReply(const ReaddirRequest& request,
                                 Expected* expected) {
  const Profile& profile = *options_->client.profile;
  expected->error = rig_->server.ErrorOf(before_.requests);
  if (expected->error != 0) return;
  const auto records = rig_->server.SentBy(before_.requests);
  if (records.empty()) {
    end_seen_ = true;
    if (options_->cached) cache_.End(pos_);
    return;
  }
  if (Failed(FaultPoint::kMap)) {
    expected->error = -ENOMEM;
    return;
  }
  const ReplyOutcome outcome = OutcomeOf(profile, request.format, records);
  const std::optional<size_t> no_page = OfferWithoutPage();
  const std::optional<size_t> failed_link = FailedLink();
  const bool plus = request.format == RecordFormat::kDirentplus;
  const uint64_t start = pos_;
  size_t tried = 0;
  // False where the call hangs.
  const auto settles = [&](const SentRecord& record) {
    if (!plus) return true;
    LinkFailure fault = LinkFailure::kNone;
    if (lookups_.IsTried(record) && tried++ == failed_link) {
      fault = rig_->faults.failed_link()->step < 2 ? LinkFailure::kNoMemory
                                                   : LinkFailure::kBusyAlias;
    }
    return lookups_.Settle(record, fault);
  };
  const auto settles_rest = [&] {
    size_t end = outcome.read;
    if (plus && outcome.bad && outcome.error != 0 &&
        profile.forgets_after_error) {
      for (; end < outcome.framed; ++end) {
        if (!lookups_.Skip(records[end])) return false;
      }
    }
    return !plus || !outcome.unpadded || lookups_.Skip(records[end]);
  };
  const auto read = records.first(outcome.read);
  const bool after_reply = profile.emit_time == EmitTime::kAfterReply;
  if (after_reply) {
    if (!std::ranges::all_of(read, settles) || !settles_rest()) {
      return ExpectHang(start, expected);
    }
    expected->error = outcome.error;
    if (expected->error != 0) return;
  }
  uint64_t taken_to = pos_;  // What the cache goes by: the last entry taken.
  size_t offered = 0;
  for (const SentRecord& record : read) {
    if (profile.emit_time == EmitTime::kAfterLookup && !settles(record)) {
      return ExpectHang(start, expected);
    }
    const ModelEntry entry = {record.ino, record.off, record.type & 15,
                              record.name};
    const Rule offer = OfferRule(profile, record);
    if (!expected->full && Ends(offer)) {
      expected->error = -offer.err;
      return;
    }
    if (IsHidden(profile, record)) {
      hidden_.push_back(record.ino);
      if (!expected->full) pos_ = record.off;
    } else if (!expected->full) {
      if (options_->cached && offered++ != no_page) cache_.Add(entry, taken_to);
      expected->full = !Take(entry, expected);
      if (!expected->full) {
        pos_ = taken_to = record.off;
      } else if (after_reply) {
        pos_ = taken_to;
        return;
      } else if (!plus || profile.when_full == WhenFull::kStop) {
        return;
      }
    }
    if (profile.emit_time == EmitTime::kBeforeLookup && !settles(record)) {
      return ExpectHang(start, expected);
    }
  }
  expected->error = outcome.error;
  if (!after_reply && !settles_rest()) ExpectHang(start, expected);
}

// The call never returns, so its caller gets nothing.
void WatchedListing::ExpectHang(uint64_t start, Expected* expected) {
  pos_ = start;
  expected->entries.clear();
  expected->error = kCallHangs;
}

std::optional<size_t> WatchedListing::OfferWithoutPage() const {
  if (!Failed(FaultPoint::kCachePage)) return std::nullopt;
  const auto begin = rig_->faults.passed().begin();
  return std::count(begin + static_cast<ptrdiff_t>(before_.faults),
                    begin + static_cast<ptrdiff_t>(options_->failing_point),
                    FaultPoint::kCachePage);
}

std::optional<size_t> WatchedListing::FailedLink() const {
  if (!Failed(FaultPoint::kLink)) return std::nullopt;
  return rig_->faults.failed_link()->link - before_.links;
}

// getdents64(2) ends a name at its first NUL, and gives the position after what
// was hidden next to the last entry.
std::string_view WatchedListing::ExpectedName(const ModelEntry& entry) const {
  return caller_.by_getdents ? std::string_view(entry.name.c_str())
                             : std::string_view(entry.name);
}

uint64_t WatchedListing::ExpectedOff(const Expected& expected, size_t i) const {
  const bool is_last = i + 1 == expected.entries.size();
  return caller_.by_getdents && is_last ? pos_ : expected.entries[i].off;
}

std::string WatchedListing::Compare(const Expected& expected,
                                    std::span<const ListedEntry> entries,
                                    int error, int64_t result) const {
  const auto differs = [](std::string_view what, const std::string& got,
                          const std::string& wanted) {
    return std::string(what) + " is " + got + ", expected " + wanted;
  };
  const std::vector<ReaddirRequest>& requests = rig_->server.requests();
  if (requests.size() > before_.requests + 1) {
    return "more than one request is made";
  }
  std::optional<ReaddirRequest> request;
  if (requests.size() > before_.requests) request = requests.back();
  if (request != expected.request) {
    return differs("the request", RequestText(request),
                   RequestText(expected.request));
  }
  for (size_t i = 0; i < std::max(entries.size(), expected.entries.size());
       ++i) {
    const ListedEntry* const got = i < entries.size() ? &entries[i] : nullptr;
    const ModelEntry* const wanted =
        i < expected.entries.size() ? &expected.entries[i] : nullptr;
    if (got != nullptr && wanted != nullptr && got->ino == wanted->ino &&
        got->off == ExpectedOff(expected, i) && got->type == wanted->type &&
        got->name == ExpectedName(*wanted)) {
      continue;
    }
    return differs(
        "entry " + std::to_string(i) + " of the call",
        got == nullptr ? "missing"
                       : EntryText({got->ino, got->off, got->type, got->name}),
        wanted == nullptr
            ? "none"
            : EntryText({wanted->ino, ExpectedOff(expected, i), wanted->type,
                         std::string(ExpectedName(*wanted))}));
  }
  if (error != expected.error) {
    return differs("the result of readdir", std::to_string(error),
                   std::to_string(expected.error));
  }
  if (rig_->path->pos() != pos_) {
    return differs("pos", std::to_string(rig_->path->pos()),
                   std::to_string(pos_));
  }
  if (caller_.by_getdents && error <= 0 && expected.entries.empty()) {
    const int wanted = error < 0 ? error : expected.refusal;
    if (result != wanted) {
      return differs("the result of getdents64", std::to_string(result),
                     std::to_string(wanted));
    }
  }
  if (rig_->memory.pool.pages_in_use() != 0) return "pages stay in use";
  if (rig_->memory.views.live_views() != 0) return "a view stays mapped";
  return rig_->path->Problems();
}

std::string WatchedListing::Call(Listing* listing) {
  before_ = {.requests = rig_->server.requests().size(),
             .faults = rig_->faults.passed().size(),
             .links = rig_->faults.links(),
             .allocations = rig_->memory.pool.alloc_calls()};
  advised_ |= std::exchange(advised_in_call_, false);
  ++listing->calls;
  std::vector<ListedEntry>& listed = listing->entries;
  const size_t begin = listed.size();
  int error = 0;
  int64_t result = 0;
  if (caller_.by_getdents) {
    getdents_.Reset();
    error = rig_->path->Readdir(&getdents_);
    if (error != kCallHangs) {
      result = getdents_.Finish(error, rig_->path->pos());
    }
    ReadGetdents64(getdents_.bytes(), &listed);
  } else {
    keeping_.Reset();
    error = result = rig_->path->Readdir(&keeping_);
    listed.insert(listed.end(), keeping_.entries().begin(),
                  keeping_.entries().end());
  }
  if (error == kCallHangs) listed.resize(begin);
  const std::span<const ListedEntry> entries = std::span(listed).subspan(begin);
  if (error == kCallHangs) {
    listing->hangs = true;
  } else if (caller_.by_getdents ? result < 0 : error < 0) {
    listing->errors.push_back(static_cast<int>(result));
  } else if (entries.empty()) {
    listing->ended = true;
  }

  end_seen_ = false;
  Expected& expected = expected_;
  expected.Reset(caller_.by_getdents ? static_cast<size_t>(caller_.count)
                                     : caller_.max_entries);
  auto served = DirentCache::Result::kUncached;
  if (lookups_.dir_is_bad()) {
    served = DirentCache::Result::kError;
  } else if (options_->cached) {
    served = cache_.Read(
        dir_version_, &place_, &pos_,
        [&](const ModelEntry& entry) { return Take(entry, &expected); });
  }
  switch (served) {
    case DirentCache::Result::kServed:
      end_seen_ = true;
      break;
    case DirentCache::Result::kError:
      expected.error = -EIO;
      break;
    case DirentCache::Result::kUncached:
      ExpectUncached(&expected);
      break;
  }
  if (const auto seconds = lookups_.TakeDirMtime()) {
    dir_version_.mtime = static_cast<int64_t>(*seconds * 1000000000);
  }
  const std::string problem = Compare(expected, entries, error, result);
  if (problem.empty()) return "";
  return "call " + std::to_string(listing->calls) + ": " + problem;
}

std::string WatchedListing::List(const ListingOptions& options) {
  listing_.Clear();
  hindrance_ = "";
  while (!listing_.ended && !listing_.hangs &&
         listing_.calls < options.max_calls &&
         listing_.errors.size() <= options.retries) {
    const std::string problem = Call(&listing_);
    if (!problem.empty()) return problem;
  }
  if (listing_.hangs) {
    hindrance_ = "a FORGET that is not read";
  } else if (!listing_.ended) {
    hindrance_ =
        listing_.errors.size() > options.retries ? "errors" : kCallsUsedUp;
  } else if (!end_seen_) {
    hindrance_ = "a reply of which no entry is taken";
  }
  return lookups_.Compare(rig_->ledger, *rig_->path);
}

}  // namespace fuse_dirents
