// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/path/source_path.h"

#include <cerrno>

#include "base/check.h"
#include "oracle/linux_source/entry_before_name.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kFuseForget = 2, kFuseReaddir = 28, kFuseReaddirplus = 44;
constexpr uint32_t kFopenCacheDir = 1 << 3;

timespec64 TimeOf(int64_t ns) {
  return {ns / 1000000000, static_cast<long>(ns % 1000000000)};
}

// As ListingRig does.
FaultPoints* FaultsOf(const RigOptions& options, ListingRig* rig) {
  const bool passes =
      options.counts_faults || options.failing_point != FaultPoints::kNone;
  return passes ? &rig->faults : nullptr;
}

}  // namespace

SourcePath::SourcePath(const source_entry_points& source,
                       const RigOptions& options, ListingRig* rig,
                       std::span<const Rewrite> rewrites)
    : DentryWorld({.memory = &rig->memory,
                   .faults = FaultsOf(options, rig),
                   .cache_pages = options.cache_pages,
                   .rewrites = rewrites},
                  {&rig->ledger, &rig->trace}, &mount_),
      source_(source),
      options_(options),
      server_(&rig->server) {
  const ClientOptions& client = options.client;
  connection_.max_pages = client.limits.max_pages;
  connection_.max_read = client.limits.max_read;
  connection_.max_write = client.limits.max_write;
  connection_.name_max = source.name_max;
  connection_.do_readdirplus = client.plus != PlusMode::kPlain;
  connection_.readdirplus_auto = client.plus == PlusMode::kAdaptive;
  connection_.auto_inval_data = true;
  directory()->inode.i_mapping = &mapping_;
  mapping_.host = &directory()->inode;
  file_.f_path.dentry = root();
  file_.f_inode = &directory()->inode;
  file_.f_mapping = &mapping_;
  file_.private_data = &open_;
  open_.nodeid = kListedNodeid;
  open_.open_flags = options.cached ? kFopenCacheDir : 0;
}

int SourcePath::Readdir(ReaddirCaller* caller) {
  caller_ = caller;
  taken_ = 0;
  request_.reset();
  dir_context ctx = {static_cast<loff_t>(pos_), caller->count()};
  int error;
  {
    const EnteredWorld entered(this);
    error = source_.fuse_readdir(&file_, &ctx);
  }
  ForgetReply();
  if (hangs()) {
    books().ledger->Excuse(*request_, 0, KnownLeak::kCallHangs);
    return kCallHangs;
  }
  pos_ = static_cast<uint64_t>(ctx.pos);
  if (request_) {
    books().ledger->ExcuseReply(*request_, server_->SentBy(*request_), taken_);
  }
  books().trace->AddReturn(error, pos_);
  if (error > 0) Warn("fuse_readdir() returns more than 0");
  return error;
}

void SourcePath::Reopen(bool keep_cache) {
  pos_ = 0;
  open_.readdir = {};
  if (!keep_cache) DropPagesOfCache();
}

void SourcePath::AdviseReaddirplus() {
  directory()->state |= 1ul << FUSE_I_ADVISE_RDPLUS;
}

void SourcePath::SetDirVersion(const DirVersion& version) {
  directory()->inode.i_mtime = TimeOf(version.mtime);
  directory()->inode.i_version = version.iversion;
}

std::string SourcePath::Left() const {
  std::string left = MemoryLeft() + DentriesLeft();
  if (directory()->rdc.lock.held || open_.readdir.lock.held) {
    left += "a lock stays held\n";
  }
  return left;
}

std::string SourcePath::Problems() const {
  std::string problems = Left();
  for (const std::string& warning : warnings_) problems += warning + "\n";
  return problems;
}

bool SourcePath::Emit(dir_context* ctx, const char* name, uint32_t namelen,
                      uint64_t ino, uint64_t type) {
  if (hangs()) return false;
  if (reply_bytes() > 0 && !InReply(name, namelen)) {
    Warn("a name that ends past the reply is emitted");
    return false;
  }
  const dirents_entry entry = {ino, OffBefore(name),
                               static_cast<uint32_t>(type), namelen, name};
  if (options_.cached && reply_bytes() > 0) EndOfCaching();
  const bool taken = caller_->Take(entry, static_cast<uint64_t>(ctx->pos));
  books().trace->AddEmit(entry, taken);
  if (taken) {
    ++taken_;
    ctx->count = caller_->count();  // As filldir64() does.
  }
  return taken;
}

ssize_t SourcePath::Request(fuse_args* args) {
  if (args->opcode == kFuseForget) {
    SendForget(args->nodeid, server_);
    return 0;
  }
  const bool plus = args->opcode == kFuseReaddirplus;
  FUSE_DIRENTS_CHECK(plus || args->opcode == kFuseReaddir);
  FUSE_DIRENTS_CHECK(args->nodeid == kListedNodeid);
  static_assert(offsetof(fuse_io_args, ap) == 0 &&
                offsetof(fuse_args_pages, args) == 0);
  const auto& ia = *reinterpret_cast<const fuse_io_args*>(args);
  const Received received =
      Receive({plus ? RecordFormat::kDirentplus : RecordFormat::kDirent,
               ia.offset, ia.size},
              ia.ap, options_.client.transport, server_);
  by_pages_ = received.by_pages;
  const Arrived& arrived = received.arrived;
  if (arrived.error != 0) {
    if (arrived.served) {
      books().ledger->Excuse(arrived.request, 0, KnownLeak::kFailedMapping);
    }
    return arrived.error;
  }
  if (arrived.nbytes > 0 && plus) request_ = arrived.request;
  return static_cast<ssize_t>(arrived.nbytes);
}

void* SourcePath::Map(page** pages, uint32_t count) {
  void* const memory = MemoryWorld::Map(pages, count);
  if (memory == nullptr && request_) {
    books().ledger->Excuse(*request_, 0, KnownLeak::kFailedMapping);
    request_.reset();
  }
  return memory;
}

}  // namespace fuse_dirents
