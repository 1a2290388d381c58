// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/two_clients.h"

#include <linux/fuse.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "parser/dirent_writer.h"
#include "readdir/readdir_caller.h"

namespace fuse_dirents {
namespace {

constexpr size_t kBuffer = 65536;
constexpr size_t kMaxCalls = 10;

RigOptions RigFor(const TwoClients::Options& options) {
  RigOptions rig = {.entries = 0};
  rig.client.plus = options.format == RecordFormat::kDirent ? PlusMode::kPlain
                                                            : PlusMode::kPlus;
  rig.client.sizing = SizingRule::kKvmalloc;
  rig.client.transport.kind = TransportKind::kBounced;
  rig.cached = options.cached;
  if (options.pause.count() > 0) rig.server.forgets_read = 0;
  return rig;
}

std::string Text(size_t requests, const std::vector<ListedEntry>& entries,
                 const std::string& end) {
  std::string text = std::to_string(requests) + " requests:";
  for (const ListedEntry& entry : entries) text += " " + entry.name;
  return text + end;
}

}  // namespace

TwoClients::TwoClients(const Options& options)
    : options_(options), rig_(RigFor(options)) {
  for (const std::string& name : rig_.server.names()) rig_.server.Remove(name);
}

std::unique_ptr<TwoClients> TwoClients::Make(const Options& options,
                                             std::string* why_not) {
  std::unique_ptr<TwoClients> both(new TwoClients(options));
  uint32_t flags = options.cached ? FOPEN_CACHE_DIR : 0;
  if (options.keep_cache) flags |= FOPEN_KEEP_CACHE;
  both->mount_ = LiveMount::Make(
      {.asks =
           options.format == RecordFormat::kDirent ? Asks::kPlain : Asks::kPlus,
       .open_flags = flags,
       .dir_nodeid = kListedNodeid,
       .patience = options.patience,
       .pause_after_readdir = options.pause},
      why_not);
  if (both->mount_ == nullptr) return nullptr;
  return both;
}

std::string TwoClients::ListByModel() {
  const size_t before = rig_.server.requests().size();
  const Listing listing = rig_.List(kBuffer, {.max_calls = kMaxCalls});
  std::string end;
  if (!listing.errors.empty()) end = " error " + ErrorText(listing.errors[0]);
  if (listing.hangs) end = " hangs";
  return Text(rig_.server.requests().size() - before, listing.entries, end);
}

std::string TwoClients::ListByKernel() {
  DirentWriter writer(options_.format);
  RecordFields record;
  for (const std::string& name : rig_.server.names()) {
    rig_.server.RecordOf(name, &record);
    writer.Append(record);
  }
  mount_->SetReply(options_.format, writer.bytes());
  const LiveMount::Bounded bounded(mount_.get());
  std::vector<ListedEntry> entries;
  std::string end;
  std::vector<std::byte> buffer(kBuffer);
  for (size_t call = 0; call < kMaxCalls && end.empty(); ++call) {
    const auto got =
        syscall(SYS_getdents64, mount_->dir(), buffer.data(), buffer.size());
    const int error = errno;
    if (options_.pause.count() > 0 && !mount_->Resume()) {
      return Text(mount_->TakeRequests().size(), {}, " hangs");
    }
    if (got == 0) break;
    if (got < 0) {
      end = " error " + ErrorText(-error);
    } else {
      ReadGetdents64(std::span(buffer).first(static_cast<size_t>(got)),
                     &entries);
    }
  }
  mount_->SetReply(options_.format, "");
  return Text(mount_->TakeRequests().size(), entries, end);
}

void TwoClients::Rewind() {
  rig_.client.Seek(0);
  FUSE_DIRENTS_CHECK(lseek(mount_->dir(), 0, SEEK_SET) == 0);
}

void TwoClients::Reopen() {
  rig_.client.Reopen(options_.keep_cache);
  FUSE_DIRENTS_CHECK(mount_->Reopen());
}

}  // namespace fuse_dirents
