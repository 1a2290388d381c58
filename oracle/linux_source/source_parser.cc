// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The parsers of readdir.c behind the C ABI.  No dentry is ever found, so each
// link asks the sink; what it answers is what the dentry cache answers.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/check.h"
#include "base/guarded_bytes.h"
#include "oracle/linux_source/entry_before_name.h"
#include "oracle/linux_source/entry_points.h"
#include "oracle/linux_source/kernel/world.h"
#include "parser/parser_under_test.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

class ParserWorld : public World {
 public:
  ParserWorld(const dirents_sink* sink, uint64_t pos) : sink_(sink) {
    ctx_.pos = static_cast<loff_t>(pos);
    super_.s_fs_info = &mount_;
    mount_.fc = &connection_;
    directory_.inode.i_sb = &super_;
    directory_.nodeid = 1;
    root_.d_inode = &directory_.inode;
    child_.d_inode = &file_inode_.inode;
    file_inode_.inode.i_sb = &super_;
    file_.f_path.dentry = &root_;
    file_.f_inode = &directory_.inode;
    file_.private_data = &open_;
  }

  fuse_inode* directory() { return &directory_; }
  fuse_file* open() { return &open_; }
  struct file* file() { return &file_; }
  dir_context* ctx() { return &ctx_; }

  bool Emit(dir_context*, const char* name, uint32_t namelen, uint64_t ino,
            uint64_t type) override {
    const dirents_entry entry = {ino, OffBefore(name),
                                 static_cast<uint32_t>(type), namelen, name};
    emitted_ = entry;
    return sink_->emit(sink_->ctx, &entry) != 0;
  }

  dentry* LookUp(dentry*, const qstr&) override { return nullptr; }

  dentry* AllocParallel(dentry*, const qstr& qstr) override {
    const char* name = reinterpret_cast<const char*>(qstr.name);
    // Where the record was emitted, its numbers are not fetched once more.
    dirents_entry entry = emitted_.name == name ? emitted_ : EntryBefore(name);
    entry.namelen = qstr.len;
    const int error =
        sink_->link(sink_->ctx, &entry, name - sizeof(FuseDirentplus));
    if (error != 0) {
      return reinterpret_cast<dentry*>(static_cast<intptr_t>(error));
    }
    child_.in_lookup = true;
    return &child_;
  }
  inode* Iget(uint64_t, uint64_t, const void*) override {
    return &file_inode_.inode;
  }
  dentry* SpliceAlias(inode*, dentry*) override { return nullptr; }
  void Put(dentry*) override {}

  ssize_t Request(fuse_args* args) override {
    FUSE_DIRENTS_CHECK(args->opcode == kFuseForget);
    sink_->forget(sink_->ctx, args->nodeid);
    return 0;
  }

 private:
  static constexpr uint32_t kFuseForget = 2;

  const dirents_sink* const sink_;
  dirents_entry emitted_ = {};  // Last.
  dir_context ctx_ = {};
  fuse_conn connection_ = {};
  fuse_mount mount_ = {};
  super_block super_ = {};
  fuse_inode directory_ = {};
  fuse_inode file_inode_ = {};
  dentry root_ = {};
  dentry child_ = {};
  struct file file_ = {};
  fuse_file open_ = {};
};

class CachedParserWorld : public ParserWorld {
 public:
  CachedParserWorld(const dirents_sink* sink, uint64_t pos)
      : ParserWorld(sink, pos) {
    open()->open_flags = kFopenCacheDir;
    directory()->rdc.pos = static_cast<loff_t>(pos);
  }

  page* FindPage(pgoff_t index) override {
    const auto at = pages_.find(index);
    if (at == pages_.end()) return nullptr;
    ++at->second.head.refs;
    return &at->second.head;
  }
  page* FindOrCreatePage(pgoff_t index) override {
    Page& page = pages_[index];
    if (page.bytes == nullptr) {
      page.bytes = std::make_unique<GuardedBytes>(std::string(PAGE_SIZE, '.'));
      page.head.address = page.bytes->data();
    }
    ++page.head.refs;
    return &page.head;
  }
  void PutPage(page* page) override { --page->refs; }

 private:
  static constexpr uint32_t kFopenCacheDir = 1 << 3;

  struct Page {
    page head = {};
    std::unique_ptr<GuardedBytes> bytes;
  };
  std::map<pgoff_t, Page> pages_;
};

int ParseIn(ParserWorld* world, const source_entry_points& source,
            const dirents_reply& reply, uint64_t* pos) {
  // An empty reply is the end; the source does not parse it.
  if (reply.nbytes == 0) return 0;
  FUSE_DIRENTS_CHECK(reply.num_segments == 1);
  const EnteredWorld entered(world);
  // The source never writes to the reply, though it asks for char*.
  char* const bytes =
      const_cast<char*>(static_cast<const char*>(reply.segments[0].base));
  const auto parse =
      reply.plus != 0 ? source.parse_dirplusfile : source.parse_dirfile;
  const int error = parse(bytes, reply.nbytes, world->file(), world->ctx());
  *pos = static_cast<uint64_t>(world->ctx()->pos);
  return error;
}

}  // namespace
}  // namespace fuse_dirents

int parse_with_source(const source_entry_points* source,
                      const dirents_reply* reply, const dirents_sink* sink,
                      uint64_t* pos) {
  fuse_dirents::ParserWorld world(sink, *pos);
  return ParseIn(&world, *source, *reply, pos);
}

int parse_with_cached_source(const source_entry_points* source,
                             const dirents_reply* reply,
                             const dirents_sink* sink, uint64_t* pos) {
  fuse_dirents::CachedParserWorld world(sink, *pos);
  return ParseIn(&world, *source, *reply, pos);
}
