// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The calls of the page patch, in a World of three scattered pages: what they
// mean, and that each of them can fail and leaves nothing behind.

#include "oracle/linux_source/patch_calls.h"

#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "oracle/linux_source/kernel/world.h"

namespace fuse_dirents {
namespace {

class ThreePages : public World {
 public:
  // The n-th of Alloc(), AllocPages(), Request() and Map(), from 0, fails.
  explicit ThreePages(int failing = -1) : failing_(failing) {
    for (size_t i = 0; i < folios_.size(); ++i) {
      folios_[i].page.address = bytes_[i].data();
    }
  }

  bool Emit(dir_context*, const char*, uint32_t, uint64_t, uint64_t) override {
    return false;
  }
  dentry* LookUp(dentry*, const qstr&) override { return nullptr; }
  dentry* AllocParallel(dentry*, const qstr&) override { return nullptr; }
  dentry* SpliceAlias(inode*, dentry*) override { return nullptr; }
  void Put(dentry*) override {}
  inode* Iget(uint64_t, uint64_t, const void*) override { return nullptr; }

  ssize_t Request(fuse_args* args) override {
    if (Fails()) return -EIO;
    const auto& ap = *reinterpret_cast<const fuse_args_pages*>(args);
    EXPECT_TRUE(args->out_pages);
    size_t room = 0;
    for (uint32_t i = 0; i < ap.num_folios; ++i) {
      std::memset(ap.folios[i]->page.address, 'a' + static_cast<int>(i),
                  ap.descs[i].length);
      room += ap.descs[i].length;
    }
    EXPECT_EQ(room, args->out_args[0].size);
    return static_cast<ssize_t>(room);
  }
  void* Alloc(size_t bytes, bool zeroed) override {
    if (Fails()) return nullptr;
    void* const memory = zeroed ? std::calloc(1, bytes) : std::malloc(bytes);
    live_.insert(memory);
    return memory;
  }
  void Free(const void* memory) override {
    EXPECT_EQ(live_.erase(memory), 1u);
    std::free(const_cast<void*>(memory));
  }
  unsigned long AllocPages(int count, page** pages) override {
    if (Fails()) return 0;
    unsigned long got = 0;
    // From the last down.
    for (size_t i = folios_.size(); i > 0 && count > 0; --i, --count) {
      pages[got] = &folios_[i - 1].page;
      pages[got++]->refs = 1;
    }
    return got;
  }
  void PutPage(page* page) override {
    EXPECT_EQ(page->refs, 1);
    page->refs = 0;
  }
  void* Map(page** pages, uint32_t count) override {
    if (Fails()) return nullptr;
    for (uint32_t i = 0; i < count; ++i) {
      const char* const from = static_cast<const char*>(pages[i]->address);
      mapped_.insert(mapped_.end(), from, from + PAGE_SIZE);
    }
    return mapped_.data();
  }
  void Unmap(const void* memory, uint32_t count) override {
    EXPECT_EQ(memory, mapped_.data());
    EXPECT_EQ(mapped_.size(), count * PAGE_SIZE);
    mapped_.clear();
  }

  bool LeavesNothing() const {
    for (const folio& folio : folios_) {
      if (folio.page.refs != 0) return false;
    }
    return live_.empty() && mapped_.empty();
  }

 private:
  bool Fails() { return calls_++ == failing_; }

  const int failing_;
  int calls_ = 0;
  std::array<folio, 3> folios_ = {};
  std::array<std::array<char, PAGE_SIZE>, 3> bytes_ = {};
  std::set<const void*> live_;
  std::vector<char> mapped_;
};

struct Result {
  int sum;
  size_t asked;
};

Result MakeCalls(ThreePages* world, int count) {
  fuse_conn connection = {};
  connection.max_pages = 8;
  fuse_mount mount = {&connection};
  size_t asked = 0;
  const EnteredWorld entered(world);
  const int sum = make_patch_calls(&mount, count, &asked);
  return {sum, asked};
}

TEST(PatchCalls, GiveABufferOfTheCallersCount) {
  ThreePages world;
  const Result result = MakeCalls(&world, 5000);
  EXPECT_EQ(result.asked, 5000u);
  EXPECT_EQ(result.sum, 'a' + 'b');
  EXPECT_TRUE(world.LeavesNothing());
}

TEST(PatchCalls, ShrinkWhereThereAreFewerPages) {
  ThreePages world;
  const Result result = MakeCalls(&world, 0x7fffffff);
  EXPECT_EQ(result.asked, 3 * PAGE_SIZE);
  EXPECT_EQ(result.sum, 'a' + 'c');
  EXPECT_TRUE(world.LeavesNothing());
}

TEST(PatchCalls, AskForAPageWhereTheCountIsUnknown) {
  ThreePages world;
  EXPECT_EQ(MakeCalls(&world, 0).asked, PAGE_SIZE);
  EXPECT_TRUE(world.LeavesNothing());
}

TEST(PatchCalls, LeaveNothingWhereOneFails) {
  const int errors[] = {-ENOMEM, -ENOMEM, -ENOMEM, -ENOMEM, -EIO, -ENOMEM};
  int failing = 0;
  for (const int error : errors) {
    ThreePages world(failing++);
    EXPECT_EQ(MakeCalls(&world, 5000).sum, error) << failing;
    EXPECT_TRUE(world.LeavesNothing()) << failing;
  }
}

}  // namespace
}  // namespace fuse_dirents
