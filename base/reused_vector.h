// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_REUSED_VECTOR_H_
#define FUSE_DIRENTS_BASE_REUSED_VECTOR_H_

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace fuse_dirents {

// A vector that destroys no element before it is destroyed itself.  So elements
// that own memory, such as strings, can be filled again without allocating.
// Like a vector's, elements move when it grows.
template <typename T>
class ReusedVector {
 public:
  // Appends an element.  It has the value that an element of an earlier use
  // left, so set all of it.
  T& Add() {
    if (size_ == elements_.size()) elements_.emplace_back();
    return elements_[size_++];
  }
  // The same, before element `place`.
  T& AddBefore(size_t place) {
    Add();
    std::rotate(begin() + static_cast<ptrdiff_t>(place), end() - 1, end());
    return elements_[place];
  }
  void Clear() { size_ = 0; }
  // Keeps the first `size` elements.  REQUIRES: size <= size().
  void Truncate(size_t size) { size_ = size; }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t i) { return elements_[i]; }
  const T& operator[](size_t i) const { return elements_[i]; }
  const T& front() const { return elements_.front(); }
  const T& back() const { return elements_[size_ - 1]; }
  auto begin() { return elements_.begin(); }
  auto end() { return elements_.begin() + static_cast<ptrdiff_t>(size_); }
  auto begin() const { return elements_.begin(); }
  auto end() const { return elements_.begin() + static_cast<ptrdiff_t>(size_); }
  std::span<const T> span() const { return std::span(elements_).first(size_); }

 private:
  std::vector<T> elements_;
  size_t size_ = 0;  // Of elements_; the rest is memory to use.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_REUSED_VECTOR_H_
