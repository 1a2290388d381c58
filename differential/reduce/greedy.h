// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the reducers share: tries, and steps on bytes.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_REDUCE_GREEDY_H_
#define FUSE_DIRENTS_DIFFERENTIAL_REDUCE_GREEDY_H_

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "base/digest.h"
#include "differential/reduce/reduce.h"

namespace fuse_dirents {

// A range of bytes is halved until this many parts are tried: single bytes of a
// page would take thousands of tries.
inline constexpr size_t kMaxParts = 256;

// Calls `step` for ranges of [0, size): `part` bytes, then half as many, and so
// on, down to `smallest` bytes.  Each time from the end to the start, so that a
// step may drop its range.
template <typename Step>
void ForParts(size_t size, size_t part, size_t smallest, const Step& step) {
  for (; part > 0 && part >= smallest; part /= 2) {
    for (size_t end = size; end > 0;) {
      const size_t begin = end > part ? end - part : 0;
      step(begin, end);
      end = begin;
    }
  }
}

// The whole, then halves.
template <typename Step>
void ForRanges(size_t size, size_t smallest, const Step& step) {
  ForParts(size, size, std::max(smallest, size / kMaxParts), step);
}

// T is a Case or a string.
template <typename T>
class Greedy {
 public:
  Greedy(const T& start, size_t max_tries, const StillFails<T>& still_fails)
      : max_tries_(max_tries), still_fails_(still_fails) {
    result_.least = start;
    tried_.insert(KeyOf(start));
  }

 protected:
  ~Greedy() = default;

  // Completes what a step made.  False: it is no candidate.
  virtual bool Complete(T*) const { return true; }

  const T& least() const { return result_.least; }
  const std::string& bytes() const { return *BytesOf(&result_.least); }
  bool is_over() const { return is_over_; }

  // Runs `steps` again until it finds nothing simpler.
  template <typename Steps>
  Reduced<T> Repeat(const Steps& steps) {
    for (size_t before = SIZE_MAX; taken_ != before && !is_over_;) {
      before = taken_;
      steps();
    }
    result_.is_minimal = !is_over_;
    return std::move(result_);
  }

  // Tries `candidate`, and continues from it if it still fails.
  bool Try(T candidate) {
    if (is_over_ || !Complete(&candidate)) return false;
    const Digest key = KeyOf(candidate);
    if (tried_.contains(key)) return false;
    if (result_.tries == max_tries_) {
      is_over_ = true;
      return false;
    }
    tried_.insert(key);
    ++result_.tries;
    if (!still_fails_(candidate)) return false;
    result_.least = std::move(candidate);
    ++taken_;
    return true;
  }

  // Tries what `edit` makes of the least so far.
  template <typename Edit>
  bool TryEdit(const Edit& edit) {
    if (is_over_) return false;
    T candidate = least();
    edit(&candidate);
    return Try(std::move(candidate));
  }

  bool TryWithout(size_t begin, size_t end) {
    if (end > bytes().size()) return false;
    return TryEdit([&](T* to) { BytesOf(to)->erase(begin, end - begin); });
  }

  // Drops as much of the end as can go.
  void CutTail() {
    for (size_t drop = bytes().size(); drop > 0; drop /= 2) {
      for (size_t size = bytes().size(); size >= drop; size = bytes().size()) {
        if (!TryWithout(size - drop, size)) break;
      }
    }
  }

  // Sets as many bytes of [begin, end) to `byte` as can be.
  void SetBytes(size_t begin, size_t end, char byte) {
    ForRanges(end - begin, 1, [&](size_t from, size_t to) {
      if (begin + to > bytes().size()) return;
      TryEdit([&](T* candidate) {
        const auto start =
            BytesOf(candidate)->begin() + static_cast<ptrdiff_t>(begin);
        std::fill(start + static_cast<ptrdiff_t>(from),
                  start + static_cast<ptrdiff_t>(to), byte);
      });
    });
  }

  // Clears as many bits of [begin, end) as can be.
  void ClearBits(size_t begin, size_t end) {
    SetBytes(begin, end, '\0');
    for (size_t at = begin; at < end && !is_over_; ++at) {
      for (int bit = 7; bit >= 0; --bit) {
        if (at >= bytes().size() || (bytes()[at] & 1 << bit) == 0) continue;
        TryEdit([&](T* to) {
          char& byte = (*BytesOf(to))[at];
          byte = static_cast<char>(byte & ~(1 << bit));
        });
      }
    }
  }

 private:
  static std::string* BytesOf(std::string* bytes) { return bytes; }
  static const std::string* BytesOf(const std::string* bytes) { return bytes; }
  static std::string* BytesOf(Case* c) { return &c->raw; }
  static const std::string* BytesOf(const Case* c) { return &c->raw; }

  static Digest KeyOf(const std::string& bytes) { return DigestOf(bytes); }
  static Digest KeyOf(const Case& c) {
    DigestStream stream;
    stream.Add(std::string(1, static_cast<char>(c.format)));
    stream.Add({reinterpret_cast<const char*>(c.draws.data()), c.draws.size()});
    stream.Add(c.choices.ToText() + "\n");
    stream.Add(c.raw);
    return stream.Get();
  }

  const size_t max_tries_;
  const StillFails<T>& still_fails_;
  std::set<Digest> tried_;
  size_t taken_ = 0;
  bool is_over_ = false;
  Reduced<T> result_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_REDUCE_GREEDY_H_
