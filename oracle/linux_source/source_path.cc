// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/source_path.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <span>

#include "base/check.h"
#include "oracle/linux_source/entry_before_name.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kFuseForget = 2, kFuseReaddir = 28, kFuseReaddirplus = 44;
constexpr uint32_t kFopenCacheDir = 1 << 3;
constexpr uint32_t kNoPoolPage = 0xffffffff;

dentry* ErrorDentry(int error) {
  return reinterpret_cast<dentry*>(static_cast<intptr_t>(error));
}
bool IsError(const void* pointer) {
  return reinterpret_cast<uintptr_t>(pointer) >= uintptr_t(-4095);
}
fuse_inode* FuseInode(inode* inode) {
  static_assert(offsetof(fuse_inode, inode) == 0);
  return reinterpret_cast<fuse_inode*>(inode);
}
FuseAttr AttrOf(const void* attr) {
  FuseAttr copy;
  std::memcpy(&copy, attr, sizeof copy);
  return copy;
}
timespec64 TimeOf(int64_t ns) {
  return {ns / 1000000000, static_cast<long>(ns % 1000000000)};
}

}  // namespace

struct SourcePath::Child {
  dentry d = {};
  std::string name;
  int refs = 1;
  bool named = false;  // In names_.
};

SourcePath::SourcePath(const ClientOptions& options, const Parts& parts)
    : options_(options),
      parts_(parts),
      ledger_(parts.server->ledger()),
      pool_pages_(parts.memory->pool.capacity()),
      mapped_(PAGE_SIZE) {
  FUSE_DIRENTS_CHECK(parts.memory->pool.page_size() == PAGE_SIZE);
  const RequestLimits& limits = options.limits;
  connection_.max_pages = limits.max_pages;
  connection_.max_read = limits.max_read;
  connection_.max_write = limits.max_write;
  connection_.name_max = parts.source->name_max;
  connection_.do_readdirplus = options.plus != PlusMode::kPlain;
  connection_.readdirplus_auto = options.plus == PlusMode::kAdaptive;
  connection_.auto_inval_data = true;
  mount_.fc = &connection_;
  super_.s_fs_info = &mount_;
  directory_.inode.i_sb = &super_;
  directory_.inode.i_mapping = &mapping_;
  directory_.inode.i_mode = S_IFDIR | 0755;
  directory_.nodeid = kListedNodeid;
  mapping_.host = &directory_.inode;
  root_.d_inode = &directory_.inode;
  file_.f_path.dentry = &root_;
  file_.f_inode = &directory_.inode;
  file_.f_mapping = &mapping_;
  file_.private_data = &open_;
  open_.nodeid = kListedNodeid;
  open_.open_flags = parts.cached ? kFopenCacheDir : 0;
  for (size_t i = 0; i < pool_pages_.size(); ++i) {
    pool_pages_[i].page.number = static_cast<uint32_t>(i);
    pool_pages_[i].page.address =
        parts.memory->pool.direct(static_cast<uint32_t>(i));
  }
}

SourcePath::~SourcePath() {
  for (const void* memory : allocated_) std::free(const_cast<void*>(memory));
}

int SourcePath::Readdir(ReaddirCaller* caller) {
  caller_ = caller;
  taken_ = 0;
  request_.reset();
  dir_context ctx = {static_cast<loff_t>(pos_), caller->count()};
  int error;
  {
    const EnteredWorld entered(this);
    error = parts_.source->fuse_readdir(&file_, &ctx);
  }
  pos_ = static_cast<uint64_t>(ctx.pos);
  if (request_ && format_ == RecordFormat::kDirentplus && ledger_ != nullptr) {
    ledger_->ExcuseReply(*request_, parts_.server->SentBy(*request_), taken_);
  }
  if (parts_.trace != nullptr) parts_.trace->AddReturn(error, pos_);
  if (error > 0) problems_ += "fuse_readdir() returns more than 0\n";
  if (directory_.rdc.lock.held || open_.readdir.lock.held) {
    problems_ += "a lock stays held\n";
  }
  caller_ = nullptr;
  return error;
}

void SourcePath::AdviseReaddirplus() {
  directory_.state |= 1ul << FUSE_I_ADVISE_RDPLUS;
}

void SourcePath::SetDirVersion(const DirVersion& version) {
  directory_.inode.i_mtime = TimeOf(version.mtime);
  directory_.inode.i_version = version.iversion;
}

std::string SourcePath::Problems() const {
  std::string problems = problems_;
  if (!allocated_.empty()) {
    problems += std::to_string(allocated_.size()) + " allocations leak\n";
  }
  if (parts_.memory->pool.pages_in_use() != 0) {
    problems +=
        std::to_string(parts_.memory->pool.pages_in_use()) + " pages leak\n";
  }
  if (view_ != nullptr) problems += "a mapping leaks\n";
  for (const auto& [index, page] : cache_) {
    if (page->head.refs != 1 || page->head.locked) {
      problems += "page " + std::to_string(index) +
                  " of the cache stays locked or in use\n";
    }
  }
  for (const auto& [dentry, child] : children_) {
    if (child->refs != 0) {
      problems += "dentry \"" + child->name + "\" stays in use\n";
    }
  }
  return problems;
}

// --- Faults. ---

bool SourcePath::IsFault(FaultPoint point, size_t nth) {
  const bool fails =
      parts_.fault && parts_.fault->point == point && parts_.fault->nth == nth;
  fired_ |= fails;
  return fails;
}

bool SourcePath::Fails(FaultPoint point) {
  return IsFault(point, passed_[static_cast<size_t>(point)]++);
}

void SourcePath::Warn(const char* condition) {
  problems_ += "WARN_ON(" + std::string(condition) + ")\n";
}

// --- The caller. ---

bool SourcePath::Emit(dir_context* ctx, const char* name, uint32_t namelen,
                      uint64_t ino, uint64_t type) {
  const dirents_entry entry = {ino, OffBefore(name),
                               static_cast<uint32_t>(type), namelen, name};
  const bool taken = caller_->Take(entry, static_cast<uint64_t>(ctx->pos));
  if (parts_.trace != nullptr) parts_.trace->AddEmit(entry, taken);
  if (taken) ++taken_;
  if (request_) ++offered_;
  return taken;
}

// --- Dentries and inodes. ---

SourcePath::Child* SourcePath::ChildOf(dentry* dentry) {
  const auto at = children_.find(dentry);
  FUSE_DIRENTS_CHECK(at != children_.end());
  return at->second.get();
}

void SourcePath::RecordLink(int error) {
  const dirents_entry entry = EntryBefore(link_name_);
  const void* const entry_out = link_name_ - sizeof(FuseDirentplus);
  FuseEntryOut out;
  std::memcpy(&out, entry_out, sizeof out);
  if (ledger_ != nullptr) {
    if (error == 0) {
      ledger_->Link(out.nodeid);
    } else {
      ledger_->LinkRefused(out.nodeid);
    }
  }
  if (parts_.trace != nullptr) parts_.trace->AddLink(entry, entry_out, error);
}

dentry* SourcePath::LookUp(dentry*, const qstr& name) {
  link_name_ = reinterpret_cast<const char*>(name.name);
  // Both ways to fail are tried: no dentry, and no inode.
  link_fails_ = Fails(FaultPoint::kLink);
  const auto at = names_.find(std::string(link_name_, name.len));
  if (at == names_.end()) return nullptr;
  known_link_failed_ |= link_fails_;
  ++at->second->refs;
  return &at->second->d;
}

dentry* SourcePath::AllocParallel(dentry* parent, const qstr& name) {
  if (link_fails_ && parts_.fault->nth % 2 == 0) {
    RecordLink(-ENOMEM);
    return ErrorDentry(-ENOMEM);
  }
  auto child = std::make_unique<Child>();
  child->name.assign(reinterpret_cast<const char*>(name.name), name.len);
  FUSE_DIRENTS_CHECK(!names_.contains(child->name));
  child->d.d_parent = parent;
  child->d.in_lookup = true;
  dentry* const made = &child->d;
  children_.emplace(made, std::move(child));
  return made;
}

inode* SourcePath::Iget(uint64_t nodeid, uint64_t generation,
                        const void* attr) {
  if (link_fails_) {
    RecordLink(-ENOMEM);
    return nullptr;
  }
  const FuseAttr read = AttrOf(attr);
  if (nodeid == kListedNodeid) {
    ++directory_.nlookup;
    return &directory_.inode;
  }
  for (auto at = inodes_.rbegin(); at != inodes_.rend(); ++at) {
    fuse_inode* const known = at->get();
    if (known->nodeid != nodeid) continue;
    if (IsStale(&known->inode, generation, attr)) {
      known->state |= 1ul << FUSE_I_BAD;
      break;
    }
    ++known->nlookup;
    return &known->inode;
  }
  auto made = std::make_unique<fuse_inode>();
  made->inode.i_sb = &super_;
  made->inode.i_mode = read.mode;
  made->inode.i_generation = static_cast<uint32_t>(generation);
  made->nodeid = nodeid;
  made->nlookup = 1;
  inodes_.push_back(std::move(made));
  return &inodes_.back()->inode;
}

bool SourcePath::IsStale(const inode* inode, uint64_t generation,
                         const void* attr) {
  return inode->i_generation != static_cast<uint32_t>(generation) ||
         ((inode->i_mode ^ AttrOf(attr).mode) & S_IFMT) != 0;
}

void SourcePath::ChangeAttributes(inode*, const void*) {}
int SourcePath::UpdateAttributes(inode*) { return 0; }

dentry* SourcePath::SpliceAlias(inode* inode, dentry* dentry) {
  if (IsError(inode)) return reinterpret_cast<::dentry*>(inode);
  if (inode == &directory_.inode) {
    RecordLink(-ELOOP);
    return ErrorDentry(-ELOOP);
  }
  Child* const child = ChildOf(dentry);
  if (S_ISDIR(inode->i_mode)) {
    // A directory has one name: the old one moves.
    for (const auto& [name, known] : names_) {
      if (known->d.d_inode != inode) continue;
      names_.erase(name);
      known->name = child->name;
      names_[known->name] = known;
      ++known->refs;
      return &known->d;
    }
  }
  child->d.d_inode = inode;
  child->named = true;
  names_[child->name] = child;
  return nullptr;
}

void SourcePath::Invalidate(dentry* dentry) {
  Child* const child = ChildOf(dentry);
  if (!child->named) return;
  child->named = false;
  names_.erase(child->name);
}

void SourcePath::Put(dentry* dentry) {
  Child* const child = ChildOf(dentry);
  FUSE_DIRENTS_CHECK(child->refs > 0);
  if (--child->refs > 0 || child->named) return;
  inode* const inode = child->d.d_inode;
  children_.erase(dentry);
  if (inode == nullptr) return;
  const bool has_alias = std::ranges::any_of(
      children_,
      [inode](const auto& other) { return other.second->d.d_inode == inode; });
  if (!has_alias) Evict(FuseInode(inode));
}

void SourcePath::Evict(fuse_inode* inode) {
  if (ledger_ != nullptr && inode->nlookup > 0) {
    ledger_->Evict(inode->nodeid, inode->nlookup);
  }
  std::erase_if(inodes_, [inode](const auto& at) { return at.get() == inode; });
}

void SourcePath::Linked(dentry*) { RecordLink(0); }

void SourcePath::DropInodes() {
  names_.clear();
  children_.clear();
  while (!inodes_.empty()) Evict(inodes_.back().get());
}

// --- Requests. ---

ssize_t SourcePath::Request(fuse_args* args) {
  if (args->opcode == kFuseForget) {
    if (ledger_ != nullptr) ledger_->Forget(args->nodeid);
    if (parts_.trace != nullptr) parts_.trace->AddForget(args->nodeid);
    return 0;
  }
  FUSE_DIRENTS_CHECK(args->opcode == kFuseReaddir ||
                     args->opcode == kFuseReaddirplus);
  FUSE_DIRENTS_CHECK(args->nodeid == kListedNodeid);
  return Readdir(args);
}

ssize_t SourcePath::Readdir(fuse_args* args) {
  static_assert(offsetof(fuse_io_args, ap) == 0 &&
                offsetof(fuse_args_pages, args) == 0);
  const auto& ia = *reinterpret_cast<const fuse_io_args*>(args);
  const fuse_args_pages& ap = ia.ap;
  format_ = args->opcode == kFuseReaddirplus ? RecordFormat::kDirentplus
                                             : RecordFormat::kDirent;
  TransportOptions transport_options = options_.transport;
  uses_pages_ = args->out_pages;
  PageArray& pages = parts_.memory->pages;
  if (uses_pages_) {
    pages.Clear();
    const uint32_t count = ap.num_folios != 0 ? ap.num_folios : ap.num_pages;
    const fuse_folio_desc* const descs =
        ap.descs != nullptr ? ap.descs : ap.folio_descs;
    for (uint32_t i = 0; i < count; ++i) {
      const page& page =
          ap.folios != nullptr ? ap.folios[i]->page : *ap.pages[i];
      FUSE_DIRENTS_CHECK(page.refs > 0);
      pages.Append({.first_page = page.number},
                   {descs[i].offset, descs[i].length});
    }
    if (pages.desc_bytes() < ia.size) {
      problems_ += "the descs hold " + std::to_string(pages.desc_bytes()) +
                   " bytes, asked for are " + std::to_string(ia.size) + "\n";
      return -EIO;
    }
    FUSE_DIRENTS_CHECK(transport_options.kind != TransportKind::kBounced);
  } else {
    FUSE_DIRENTS_CHECK(args->out_args[0].value != nullptr);
    transport_options.kind = TransportKind::kBounced;
  }
  if (transport_options.kind != TransportKind::kDevFuse &&
      Fails(FaultPoint::kArgbuf)) {
    return -ENOMEM;
  }
  if (Fails(FaultPoint::kReply)) return -EIO;
  Transport transport(transport_options, parts_.server, parts_.memory,
                      /*faults=*/nullptr);
  const Arrived arrived = transport.RoundTrip({format_, ia.offset, ia.size});
  if (arrived.error != 0) {
    if (arrived.served && ledger_ != nullptr) {
      ledger_->Excuse(arrived.request, 0, KnownLeak::kFailedMapping);
    }
    return arrived.error;
  }
  nbytes_ = arrived.nbytes;
  if (nbytes_ > 0) request_ = arrived.request;
  if (transport.linear()) {
    std::memcpy(args->out_args[0].value, arrived.linear.data(), nbytes_);
    parts_.memory->linear.Hide();
  }
  return static_cast<ssize_t>(nbytes_);
}

// --- Memory. ---

void* SourcePath::Alloc(size_t bytes, bool zeroed) {
  const bool is_list = bytes < PAGE_SIZE || zeroed;
  if (Fails(is_list ? FaultPoint::kAllocPageList : FaultPoint::kAllocBuffer)) {
    return nullptr;
  }
  void* const memory = std::malloc(bytes);
  FUSE_DIRENTS_CHECK(memory != nullptr);
  // Stale, as what an allocator hands out again.
  std::memset(memory, zeroed ? 0 : 0xa5, bytes);
  allocated_.insert(memory);
  return memory;
}

void SourcePath::Free(const void* memory) {
  FUSE_DIRENTS_CHECK(allocated_.erase(memory) == 1);
  std::free(const_cast<void*>(memory));
}

unsigned long SourcePath::AllocPages(int count, page** pages) {
  FUSE_DIRENTS_CHECK(count > 0);
  uint32_t asked = static_cast<uint32_t>(count);
  if (Fails(FaultPoint::kAllocPages)) {
    asked = 0;
  } else if (asked > 1 && Fails(FaultPoint::kShortPages)) {
    --asked;
  }
  std::vector<uint32_t> numbers(asked);
  const uint32_t got = parts_.memory->pool.AllocBulk(numbers);
  for (uint32_t i = 0; i < got; ++i) {
    pages[i] = &pool_pages_[numbers[i]].page;
    FUSE_DIRENTS_CHECK(pages[i]->refs == 0);
    pages[i]->refs = 1;
  }
  return got;
}

void SourcePath::PutPage(page* page) {
  FUSE_DIRENTS_CHECK(page->refs > 0);
  if (--page->refs == 0 && page->number != kNoPoolPage) {
    parts_.memory->pool.Free(page->number);
  }
}

void* SourcePath::Map(page** pages, uint32_t count) {
  FUSE_DIRENTS_CHECK(view_ == nullptr);
  mapped_.Clear();
  for (uint32_t i = 0; i < count; ++i) {
    FUSE_DIRENTS_CHECK(pages[i]->refs > 0);
    mapped_.Append({.first_page = pages[i]->number},
                   {0, static_cast<uint32_t>(PAGE_SIZE)});
  }
  FUSE_DIRENTS_CHECK(nbytes_ <= mapped_.desc_bytes());
  if (!Fails(FaultPoint::kMap)) {
    view_ = parts_.memory->views.Map(mapped_, nbytes_);
  }
  if (view_ == nullptr) {
    if (ledger_ != nullptr) {
      ledger_->Excuse(*request_, 0, KnownLeak::kFailedMapping);
    }
    return nullptr;
  }
  return const_cast<void*>(view_->segment().base);
}

void SourcePath::Unmap(const void* memory, uint32_t count) {
  FUSE_DIRENTS_CHECK(view_ != nullptr && view_->segment().base == memory);
  FUSE_DIRENTS_CHECK(count == mapped_.size());
  parts_.memory->views.Unmap(view_);
  view_ = nullptr;
}

// --- The page cache. ---

page* SourcePath::FindPage(pgoff_t index) {
  // While a reply is parsed, the page is looked for to add an entry.
  if (request_ && IsFault(FaultPoint::kCachePage, offered_)) return nullptr;
  const auto at = cache_.find(index);
  if (at == cache_.end()) return nullptr;
  ++at->second->head.refs;
  return &at->second->head;
}

page* SourcePath::FindOrCreatePage(pgoff_t index) {
  if (IsFault(FaultPoint::kCachePage, offered_)) return nullptr;
  if (index >= parts_.cache_pages) return nullptr;
  auto& page = cache_[index];
  if (page == nullptr) {
    page = std::make_unique<CachePage>();
    page->bytes = std::make_unique<GuardedBytes>(std::string(PAGE_SIZE, '.'));
    page->head = {.address = page->bytes->data(),
                  .number = kNoPoolPage,
                  .refs = 1,
                  .uptodate = false,
                  .locked = false};
  }
  ++page->head.refs;
  return &page->head;
}

void SourcePath::TruncatePages(loff_t start) {
  std::erase_if(cache_, [start](const auto& at) {
    return at.first >= static_cast<pgoff_t>(start) >> PAGE_SHIFT;
  });
}

void SourcePath::DropCachePage(size_t index) { cache_.erase(index); }

}  // namespace fuse_dirents
