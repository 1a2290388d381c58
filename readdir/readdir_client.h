// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One open directory of a FUSE client, read as the kernel reads it:
// fuse_readdir(), with its page cache, and fuse_readdir_uncached().
//
//     size -> allocate -> send -> receive -> map -> parse -> emit -> resume
//
// The steps are Linux's; the rules for records are those of any Profile.

#ifndef FUSE_DIRENTS_READDIR_READDIR_CLIENT_H_
#define FUSE_DIRENTS_READDIR_READDIR_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pagemap/view/mapped_view.h"
#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"
#include "readdir/dentry_table.h"
#include "readdir/dirent_cache.h"
#include "readdir/fault_points.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model_server.h"
#include "readdir/readdir_caller.h"
#include "readdir/readdir_path.h"
#include "readdir/request/readdir_request.h"
#include "readdir/transport.h"

namespace fuse_dirents {

// Which request is made.  A profile that knows one format only gets that one.
enum class PlusMode : uint8_t {
  kPlain,  // READDIR.
  kPlus,   // READDIRPLUS (FUSE_DO_READDIRPLUS).
  // READDIRPLUS at position 0 and after AdviseReaddirplus(), else READDIR
  // (FUSE_READDIRPLUS_AUTO).
  kAdaptive,
};

struct ClientOptions {
  const Profile* profile = &LinuxProfile();  // Must outlive the client.
  SizingRule sizing = SizingRule::kPaged;
  RequestLimits limits = {};
  TransportOptions transport = {};
  PlusMode plus = PlusMode::kPlain;
};

class ReaddirClient : public ReaddirPath {
 public:
  // What the client works with.  All must outlive it.
  struct Parts {
    ModelServer& server;
    ReaddirMemory& memory;
    Trace& trace;                   // Gets every event of every call.
    DirentCache* cache = nullptr;   // FOPEN_CACHE_DIR; null: no cache.
    FaultPoints* faults = nullptr;  // Null: no fault.
  };

  // Lookups are settled in the ledger of the server.
  // REQUIRES: memory.pool has pages of options.limits.page_size, and enough of
  // them for every request that `options` can lead to; no request is above
  // kMaxReplyBytes.
  ReaddirClient(const ClientOptions& options, const Parts& parts);

  ReaddirClient(const ReaddirClient&) = delete;
  ReaddirClient& operator=(const ReaddirClient&) = delete;

  // As a new client with the same parts, but for those named; keeps the memory.
  // REQUIRES: as the constructor.
  void Reset(const ClientOptions& options, DirentCache* cache,
             FaultPoints* faults);

  // The calls of ReaddirPath.
  int Readdir(ReaddirCaller* caller) override;
  uint64_t pos() const override { return pos_; }
  void Seek(uint64_t pos) override {
    pos_ = pos;
    assumed_end_.reset();
    taken_since_seek_ = 0;
  }
  void Reopen(bool keep_cache) override;
  void AdviseReaddirplus() override { advised_ = true; }
  void SetDirVersion(const DirVersion& version) override {
    dir_version_ = version;
  }
  void DropCachePage(size_t index) override {
    if (parts_.cache != nullptr) parts_.cache->DropPage(index);
  }
  void ForEachDentry(
      const std::function<void(std::string_view name)>& visit) const override {
    dentries_.ForEachName(visit);
  }
  void DropInodes() override { dentries_.DropAll(); }

 private:
  struct ParseContext;

  bool Fails(FaultPoint point) const;
  bool UsesPlus();
  int ReaddirUncached(ReaddirCaller* caller);
  // Allocates a buffer of at least a page: what is to be asked for, or nothing.
  bool Allocate(int32_t count, uint32_t* size);
  // Sets memory->pages to page_list_ and descs_.
  void ListPages();
  void FreePages();
  // Parses what arrived, at `segment`, for the caller.
  int Parse(RecordFormat format, const Segment& segment, const Arrived& arrived,
            ReaddirCaller* caller);
  // The planted bugs that resume at a wrong position.
  void MisplacePos(const ParseContext& context);
  void Excuse(const Arrived& arrived, KnownLeak leak);
  void Evict(uint64_t nodeid, uint64_t lookups);
  // Maps what arrived; null where that fails.
  const MappedView* Map(size_t nbytes);

  ClientOptions options_;
  Parts parts_;
  LookupLedger& ledger_;
  Transport transport_;
  std::vector<uint32_t> page_list_;
  std::vector<FolioDesc> descs_;
  uint64_t pos_ = 0;
  bool advised_ = false;
  DirVersion dir_version_;
  CachePlace place_;
  bool hangs_ = false;
  DentryTable dentries_{kListedNodeid, [this](uint64_t nodeid, uint64_t held) {
                          Evict(nodeid, held);
                        }};

  // State of planted bugs: see path_mutant.h.
  std::string last_reply_;               // kLastReplyParsed.
  std::optional<uint64_t> assumed_end_;  // kEndsAtShortReply.
  uint64_t taken_since_seek_ = 0;        // kResumesByCount.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_READDIR_CLIENT_H_
