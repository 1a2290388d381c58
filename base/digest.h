// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The 128-bit digest that this project uses: XXH3 (xxHash 0.8, seed 0), as
// `xxhsum -H2` and `xxh128sum` print it.

#ifndef FUSE_DIRENTS_BASE_DIGEST_H_
#define FUSE_DIRENTS_BASE_DIGEST_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fuse_dirents {

struct Digest {
  uint64_t high = 0, low = 0;

  std::string ToText() const;  // 32 hexadecimal digits.
  friend bool operator==(const Digest&, const Digest&) = default;
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

Digest DigestOf(std::string_view bytes);

// The digest of bytes that arrive in pieces.
class DigestStream {
 public:
  DigestStream();
  ~DigestStream();
  DigestStream(const DigestStream&) = delete;
  DigestStream& operator=(const DigestStream&) = delete;

  void Add(std::string_view bytes);
  // Of everything added so far.
  Digest Get() const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_DIGEST_H_
