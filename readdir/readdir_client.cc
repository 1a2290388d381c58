// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/readdir_client.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>

#include "base/check.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

int64_t MtimeOf(const FuseAttr& attr) {
  return static_cast<int64_t>(attr.mtime * 1000000000 + attr.mtimensec);
}

}  // namespace

// What the callbacks of one parse work on.
struct ReaddirClient::ParseContext {
  ReaddirClient* client;
  ReaddirCaller* caller;
  bool fills_cache;
  uint64_t pos;               // Behind the last entry taken.
  uint64_t pos_before = pos;  // Before it.
  uint64_t taken = 0;         // Entries.
  std::optional<uint64_t> untaken_off = std::nullopt;

  int Emit(const dirents_entry& entry);
  int Link(const dirents_entry& entry, const void* entry_out);
  void Forget(uint64_t nodeid);
};

int ReaddirClient::ParseContext::Emit(const dirents_entry& entry) {
  if (client->hangs_) return 0;
  if (fills_cache && !client->Fails(FaultPoint::kCachePage)) {
    client->parts_.cache->Add(entry, pos);
  }
  const bool is_taken = caller->Take(entry, pos);
  client->parts_.trace.AddEmit(entry, is_taken);
  if (!is_taken) {
    untaken_off = entry.off;
    return 0;
  }
  pos_before = pos;
  pos = entry.off;
  ++taken;
  return 1;
}

int ReaddirClient::ParseContext::Link(const dirents_entry& entry,
                                      const void* entry_out) {
  if (client->hangs_) return 0;
  FuseEntryOut out;
  std::memcpy(&out, entry_out, sizeof out);
  LinkFailure failure = LinkFailure::kNone;
  if (out.nodeid != 0) {  // Of nodeid 0 no inode is kept: it cannot fail.
    if (client->parts_.faults != nullptr) client->parts_.faults->BeginLink();
    failure = client->dentries_.Link({entry.name, entry.namelen}, out,
                                     client->Fails(FaultPoint::kLink));
  }
  // fuse_iget() has updated the directory's attributes.
  if (failure == LinkFailure::kListedDirectory &&
      !IsPlanted(PathMutant::kLoopKeepsAttributes)) {
    client->dir_version_.mtime = MtimeOf(out.attr);
  }
  if (IsPlanted(PathMutant::kLoopLinked) &&
      failure == LinkFailure::kListedDirectory) {
    failure = LinkFailure::kNone;
  }
  const int error = ErrorOf(failure);
  if (error == 0) {
    client->ledger_.Link(out.nodeid);
    if (IsPlanted(PathMutant::kLinksTwice)) client->ledger_.Link(out.nodeid);
  } else {
    client->ledger_.LinkRefused(out.nodeid, failure);
  }
  client->parts_.trace.AddLink(entry, entry_out, error);
  return error;
}

void ReaddirClient::ParseContext::Forget(uint64_t nodeid) {
  if (client->hangs_ || IsPlanted(PathMutant::kForgetsNothing)) return;
  if (!client->transport_.Forget()) {
    client->hangs_ = true;
    return;
  }
  client->ledger_.Forget(nodeid);
  if (IsPlanted(PathMutant::kForgetsTwice)) client->ledger_.Forget(nodeid);
  client->parts_.trace.AddForget(nodeid);
}

ReaddirClient::ReaddirClient(const ClientOptions& options, const Parts& parts)
    : options_(options),
      parts_(parts),
      ledger_(parts.server.ledger()),
      transport_(options.transport, &parts.server, &parts.memory,
                 parts.faults) {
  FUSE_DIRENTS_CHECK(parts.memory.pool.page_size() == options.limits.page_size);
}

void ReaddirClient::Reset(const ClientOptions& options, DirentCache* cache,
                          FaultPoints* faults) {
  FUSE_DIRENTS_CHECK(parts_.memory.pool.page_size() ==
                     options.limits.page_size);
  options_ = options;
  parts_.cache = cache;
  parts_.faults = faults;
  transport_.Reset(options.transport, faults);
  page_list_.clear();
  Seek(0);
  last_reply_.clear();
  dentries_.Clear();
  hangs_ = false;
  advised_ = false;
  dir_version_ = {};
  place_ = {};
}

bool ReaddirClient::Fails(FaultPoint point) const {
  return parts_.faults != nullptr && parts_.faults->Fails(point);
}

int ReaddirClient::Readdir(ReaddirCaller* caller) {
  FUSE_DIRENTS_CHECK(!hangs_);
  if (dentries_.dir_is_bad()) {
    parts_.trace.AddReturn(-EIO, pos_);
    return -EIO;
  }
  int error = 0;
  bool served = false;
  if (parts_.cache != nullptr) {
    ParseContext context{this, caller, /*fills_cache=*/false, pos_};
    const DirentCache::Result result =
        parts_.cache->Read(dir_version_, &place_, SinkOf(&context), &pos_);
    served = result != DirentCache::Result::kUncached;
    if (result == DirentCache::Result::kError) error = -EIO;
  }
  if (!served) error = ReaddirUncached(caller);
  if (hangs_) return kCallHangs;
  if (IsPlanted(PathMutant::kErrorIsEnd)) error = 0;
  parts_.trace.AddReturn(error, pos_);
  return error;
}

bool ReaddirClient::UsesPlus() {
  bool plus = false;
  switch (options_.plus) {
    case PlusMode::kPlain:
      break;
    case PlusMode::kPlus:
      plus = true;
      break;
    case PlusMode::kAdaptive:
      plus = advised_ || pos_ == 0;
      advised_ = false;
      break;
  }
  const Profile& profile = *options_.profile;
  return plus ? profile.readdirplus : !profile.readdir;
}

bool ReaddirClient::Allocate(int32_t count, uint32_t* size) {
  const uint32_t page_size = options_.limits.page_size;
  size_t wanted = WantedBytes(options_.sizing, options_.limits, count);
  if (IsPlanted(PathMutant::kSizeUncapped)) {
    wanted = std::clamp<size_t>(static_cast<uint32_t>(count), page_size,
                                kMaxReplyBytes);
  } else if (IsPlanted(PathMutant::kSizeBelowAPage)) {
    wanted = std::min<size_t>(
        wanted, std::max<uint32_t>(static_cast<uint32_t>(count), 256));
  }
  FUSE_DIRENTS_CHECK(wanted > 0 && wanted <= kMaxReplyBytes);
  if (transport_.linear()) {
    if (Fails(FaultPoint::kAllocBuffer)) return false;
    *size = static_cast<uint32_t>(wanted);
    return true;
  }
  if (Fails(FaultPoint::kAllocPageList)) return false;
  size_t asked = PagesFor(wanted, page_size);
  page_list_.resize(asked);
  if (Fails(FaultPoint::kAllocPages)) {
    asked = 0;
  } else if (asked > 1 && Fails(FaultPoint::kShortPages)) {
    --asked;
  }
  page_list_.resize(
      parts_.memory.pool.AllocBulk(std::span(page_list_).first(asked)));
  const std::optional<RequestSize> request = SizeAfterAllocation(
      options_.sizing, wanted, page_list_.size(), page_size);
  if (!request) {
    FreePages();
    return false;
  }
  SetDescsFor(*request, page_size, &descs_);
  *size = request->bytes;
  if (IsPlanted(PathMutant::kShortAllocationKeepsSize)) {
    *size = static_cast<uint32_t>(wanted);
  } else if (IsPlanted(PathMutant::kLastDescWhole)) {
    descs_.back().length = page_size;
    *size = static_cast<uint32_t>(descs_.size() * page_size);
  }
  ListPages();
  return true;
}

void ReaddirClient::ListPages() {
  PageArray& pages = parts_.memory.pages;
  pages.Clear();
  for (size_t i = 0; i < descs_.size(); ++i) {
    pages.Append({.first_page = page_list_[i]}, descs_[i]);
  }
}

void ReaddirClient::FreePages() {
  if (IsPlanted(PathMutant::kPagesLeak)) page_list_.clear();
  for (const uint32_t page : page_list_) parts_.memory.pool.Free(page);
  page_list_.clear();
}

const MappedView* ReaddirClient::Map(size_t nbytes) {
  if (Fails(FaultPoint::kMap)) return nullptr;
  if (IsPlanted(PathMutant::kPagesSorted)) {
    std::ranges::sort(page_list_);
    ListPages();
  }
  return parts_.memory.views.Map(parts_.memory.pages, nbytes);
}

int ReaddirClient::ReaddirUncached(ReaddirCaller* caller) {
  if (assumed_end_ == pos_) return 0;
  ReaddirRequest request;
  if (!Allocate(caller->count(), &request.size)) return -ENOMEM;
  request.format =
      UsesPlus() ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  request.off = pos_;
  Arrived arrived = transport_.RoundTrip(request);
  int error = arrived.error;
  if (error != 0) {
    if (arrived.served) Excuse(arrived, KnownLeak::kFailedMapping);
  } else if (arrived.nbytes == 0) {
    if (parts_.cache != nullptr) parts_.cache->End(pos_);
  } else if (transport_.linear()) {
    const Segment segment = {arrived.linear.data(), arrived.linear.size()};
    error = Parse(request.format, segment, arrived, caller);
    parts_.memory.linear.Hide();
  } else {
    if (IsPlanted(PathMutant::kOnePageMapped)) {
      arrived.nbytes =
          std::min<size_t>(arrived.nbytes, options_.limits.page_size);
    } else if (IsPlanted(PathMutant::kStaleTailParsed)) {
      arrived.nbytes = parts_.memory.pages.desc_bytes();
    }
    const MappedView* view = Map(arrived.nbytes);
    if (view == nullptr) {
      Excuse(arrived, KnownLeak::kFailedMapping);
      if (IsPlanted(PathMutant::kPagesLeakOnFailedMap)) page_list_.clear();
      error = -ENOMEM;
    } else {
      error = Parse(request.format, view->segment(), arrived, caller);
      parts_.memory.views.Unmap(view);
    }
  }
  if (IsPlanted(PathMutant::kEndsAtShortReply) && arrived.nbytes > 0 &&
      arrived.nbytes < request.size / 2) {
    assumed_end_ = pos_;
  }
  FreePages();
  return error;
}

int ReaddirClient::Parse(RecordFormat format, const Segment& segment,
                         const Arrived& arrived, ReaddirCaller* caller) {
  ParseContext context{this, caller, parts_.cache != nullptr, pos_};
  const bool plus = format == RecordFormat::kDirentplus;
  Segment parsed = segment;
  dirents_reply reply = {plus ? 1 : 0, pos_, &parsed, 1, arrived.nbytes};
  std::string held;
  if (IsPlanted(PathMutant::kLastReplyParsed)) {
    held = last_reply_;
    last_reply_.assign(static_cast<const char*>(segment.base), arrived.nbytes);
    if (!held.empty()) {
      parsed = {held.data(), held.size()};
      reply.nbytes = held.size();
    }
  } else if (IsPlanted(PathMutant::kFormatNotKept) &&
             options_.plus == PlusMode::kAdaptive) {
    reply.plus = 0;
  }
  const uint64_t start = pos_;
  const int error =
      ParseWithReader(*options_.profile, reply, SinkOf(&context), &pos_);
  if (hangs_) {
    pos_ = start;
    Excuse(arrived, KnownLeak::kCallHangs);
    return 0;
  }
  taken_since_seek_ += context.taken;
  MisplacePos(context);
  if (plus) {
    ledger_.ExcuseReply(arrived.request, parts_.server.SentBy(arrived.request),
                        context.taken);
  }
  return error;
}

void ReaddirClient::MisplacePos(const ParseContext& context) {
  if (IsPlanted(PathMutant::kResumesAtStart)) pos_ = 0;
  if (IsPlanted(PathMutant::kResumesByCount)) pos_ = taken_since_seek_;
  if (IsPlanted(PathMutant::kResumesAt32Bits)) pos_ &= 0xffffffff;
  if (IsPlanted(PathMutant::kResumesPastUntaken) && context.untaken_off) {
    pos_ = *context.untaken_off;
  }
  if (IsPlanted(PathMutant::kResumesBeforeLast) && context.taken > 1) {
    pos_ = context.pos_before;
  }
}

void ReaddirClient::Excuse(const Arrived& arrived, KnownLeak leak) {
  ledger_.Excuse(arrived.request, 0, leak);
}

void ReaddirClient::Evict(uint64_t nodeid, uint64_t lookups) {
  ledger_.Evict(nodeid, IsPlanted(PathMutant::kEvictsOneLookup) ? 1 : lookups);
}

void ReaddirClient::Reopen(bool keep_cache) {
  Seek(0);
  place_ = {};
  if (parts_.cache != nullptr && !keep_cache) parts_.cache->DropPages();
}

}  // namespace fuse_dirents
