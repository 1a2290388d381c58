// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_HASH_CHAINS_H_
#define FUSE_DIRENTS_BASE_HASH_CHAINS_H_

#include <array>
#include <cstddef>
#include <deque>

#include "base/check.h"

namespace fuse_dirents {

// Items that are found by a hash and a predicate, the newest first.  Items
// never move, and none is destroyed before all are.  So items that own memory,
// such as strings, can be filled again without allocating.
//
// The order in which items are visited depends on what was added and removed,
// and on no hash.
template <typename T>
class HashChains {
 public:
  HashChains() = default;
  HashChains(const HashChains&) = delete;
  HashChains& operator=(const HashChains&) = delete;

  // Adds an item.  It has the value that an earlier item left, so set all of
  // it.
  T& Add(size_t hash) {
    Node* node = free_;
    if (node != nullptr) {
      free_ = node->next;
    } else {
      if (num_used_ == nodes_.size()) nodes_.emplace_back();
      node = &nodes_[num_used_++];
    }
    node->hash = hash;
    node->is_held = true;
    node->next = HeadOf(hash);
    HeadOf(hash) = node;
    ++size_;
    return node->item;
  }

  // The newest item with that hash that `matches`, or null.
  template <typename Matches>
  T* Find(size_t hash, const Matches& matches) {
    for (Node* node = HeadOf(hash); node != nullptr; node = node->next) {
      if (node->hash == hash && matches(node->item)) return &node->item;
    }
    return nullptr;
  }
  template <typename Matches>
  const T* Find(size_t hash, const Matches& matches) const {
    return const_cast<HashChains*>(this)->Find(hash, matches);
  }

  // Removes an item that was added with that hash.  Its value stays until the
  // next Add().
  void Remove(size_t hash, const T* item) {
    Node** link = &HeadOf(hash);
    while (*link != nullptr && &(*link)->item != item) link = &(*link)->next;
    Node* const node = *link;
    FUSE_DIRENTS_CHECK(node != nullptr);
    *link = node->next;
    node->is_held = false;
    node->next = free_;
    free_ = node;
    --size_;
  }

  // Calls visit(item) for each item, which may remove that item.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < num_used_; ++i) {
      if (nodes_[i].is_held) visit(nodes_[i].item);
    }
  }

  void Clear() {
    heads_.fill(nullptr);
    free_ = nullptr;
    num_used_ = size_ = 0;
  }

  size_t size() const { return size_; }

 private:
  struct Node {
    T item = {};
    size_t hash = 0;
    bool is_held = false;
    Node* next = nullptr;  // With a hash of the same chain, or free.
  };

  Node*& HeadOf(size_t hash) { return heads_[hash % heads_.size()]; }

  std::array<Node*, 256> heads_ = {};
  std::deque<Node> nodes_;
  size_t num_used_ = 0;  // Of nodes_; the rest is memory to use.
  Node* free_ = nullptr;
  size_t size_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_HASH_CHAINS_H_
