// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/kernel/calls.h"

#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "oracle/linux_source/kernel/world.h"

namespace fuse_dirents {
namespace {

thread_local World* current = nullptr;

World& Current() {
  FUSE_DIRENTS_CHECK(current != nullptr);
  current->Called();
  return *current;
}

}  // namespace

EnteredWorld::EnteredWorld(World* world) : outer_(current) { current = world; }
EnteredWorld::~EnteredWorld() { current = outer_; }

// What a parser alone never calls.
void World::Warn(const char* condition) {
  CheckFailed(condition, "readdir.c: WARN_ON", 0);
}
void World::Invalidate(dentry*) { FUSE_DIRENTS_CHECK(false); }
bool World::IsStale(const inode*, uint64_t, const void*) {
  FUSE_DIRENTS_CHECK(false);
}
void World::ChangeAttributes(inode*, const void*) { FUSE_DIRENTS_CHECK(false); }
int World::UpdateAttributes(inode*) { FUSE_DIRENTS_CHECK(false); }
void* World::Alloc(size_t, bool) { FUSE_DIRENTS_CHECK(false); }
void World::Free(const void*) { FUSE_DIRENTS_CHECK(false); }
unsigned long World::AllocPages(int, page**) { FUSE_DIRENTS_CHECK(false); }
void World::PutPage(page*) { FUSE_DIRENTS_CHECK(false); }
void* World::Map(page**, uint32_t) { FUSE_DIRENTS_CHECK(false); }
void World::Unmap(const void*, uint32_t) { FUSE_DIRENTS_CHECK(false); }
page* World::FindPage(pgoff_t) { FUSE_DIRENTS_CHECK(false); }
page* World::FindOrCreatePage(pgoff_t) { FUSE_DIRENTS_CHECK(false); }
void World::TruncatePages(loff_t) { FUSE_DIRENTS_CHECK(false); }

}  // namespace fuse_dirents

using fuse_dirents::Current;

extern "C" {

void kernel_broken(const char* belief, const char* file, int line) {
  fuse_dirents::CheckFailed(belief, file, line);
}

void kernel_warn(const char* condition) { Current().Warn(condition); }

bool dir_emit(dir_context* ctx, const char* name, int namelen, u64 ino,
              u64 type) {
  return Current().Emit(ctx, name, static_cast<uint32_t>(namelen), ino, type);
}

dentry* d_lookup(dentry* parent, const qstr* name) {
  return Current().LookUp(parent, *name);
}
dentry* d_alloc_parallel(dentry* parent, const qstr* name, wait_queue_head_t*) {
  return Current().AllocParallel(parent, *name);
}
dentry* d_splice_alias(inode* inode, dentry* dentry) {
  return Current().SpliceAlias(inode, dentry);
}
void d_invalidate(dentry* dentry) { Current().Invalidate(dentry); }
void dput(dentry* dentry) { Current().Put(dentry); }
inode* kernel_iget(super_block*, u64 nodeid, u64 generation, const void* attr) {
  return Current().Iget(nodeid, generation, attr);
}
bool kernel_stale_inode(const inode* inode, u64 generation, const void* attr) {
  return Current().IsStale(inode, generation, attr);
}
void kernel_change_attributes(inode* inode, const void* attr) {
  Current().ChangeAttributes(inode, attr);
}
int kernel_update_attributes(inode* inode) {
  return Current().UpdateAttributes(inode);
}
void kernel_entry_linked(dentry* dentry) { Current().Linked(dentry); }

ssize_t fuse_simple_request(fuse_mount*, fuse_args* args) {
  return Current().Request(args);
}

void* kernel_alloc(size_t bytes, bool zeroed) {
  return Current().Alloc(bytes, zeroed);
}
void kfree(const void* memory) { kvfree(memory); }
void kvfree(const void* memory) {
  if (memory != nullptr) Current().Free(memory);
}
page* alloc_page(gfp_t) {
  page* page = nullptr;
  return Current().AllocPages(1, &page) == 1 ? page : nullptr;
}
unsigned long alloc_pages_bulk(gfp_t, int count, page** pages) {
  return Current().AllocPages(count, pages);
}
void put_page(page* page) { Current().PutPage(page); }
void release_pages(page** pages, int count) {
  for (int i = 0; i < count; ++i) put_page(pages[i]);
}
void* vm_map_ram(page** pages, unsigned count, int) {
  return Current().Map(pages, count);
}
void vm_unmap_ram(const void* memory, unsigned count) {
  Current().Unmap(memory, count);
}

page* find_lock_page(address_space*, pgoff_t index) {
  page* page = Current().FindPage(index);
  if (page == nullptr) return nullptr;
  KERNEL_CHECK(!page->locked);
  page->locked = true;
  return page;
}
page* find_or_create_page(address_space*, pgoff_t index, gfp_t) {
  page* page = Current().FindOrCreatePage(index);
  if (page == nullptr) return nullptr;
  KERNEL_CHECK(!page->locked);
  page->locked = true;
  return page;
}
page* find_get_page_flags(address_space* mapping, pgoff_t index, int) {
  return find_lock_page(mapping, index);
}
void unlock_page(page* page) {
  KERNEL_CHECK(page->locked);
  page->locked = false;
}
void truncate_inode_pages(address_space*, loff_t start) {
  Current().TruncatePages(start);
}

}  // extern "C"
