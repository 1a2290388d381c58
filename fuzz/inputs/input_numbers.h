// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A fuzz target's input, read as one number after the other.

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_INPUT_NUMBERS_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_INPUT_NUMBERS_H_

#include <cstddef>
#include <cstdint>

namespace fuse_dirents {

// Any bytes are numbers.  After the end of the input all of them are 0.
class InputNumbers {
 public:
  // Borrows `data`.
  InputNumbers(const uint8_t* data, size_t size) : data_(data), left_(size) {}

  // The next `bytes` bytes, little-endian.  REQUIRES: bytes <= 8.
  uint64_t Take(size_t bytes) {
    uint64_t number = 0;
    for (size_t i = 0; i < bytes && left_ > 0; ++i, ++data_, --left_) {
      number |= uint64_t{*data_} << (8 * i);
    }
    return number;
  }

  // The next byte, modulo `n`.  REQUIRES: 0 < n <= 256.
  size_t Below(size_t n) { return Take(1) % n; }

  // The next byte as one of `values`.
  template <typename T, size_t n>
  T OneOf(const T (&values)[n]) {
    return values[Below(n)];
  }

  bool AtEnd() const { return left_ == 0; }

 private:
  const uint8_t* data_;
  size_t left_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_INPUT_NUMBERS_H_
