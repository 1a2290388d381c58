// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <bit>

#include "differential/reduce/greedy.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// Every range of words is tried if there are at most this many.
constexpr size_t kMaxWordsForAnyRange = 32;

class BytesReducer final : public Greedy<std::string> {
 public:
  using Greedy::Greedy;

  Reduced<std::string> Run() {
    return Repeat([this] {
      const std::string before = least();
      CutTail();
      CutHead();
      // Halves are powers of two, because fields are aligned.
      const size_t size = least().size();
      DropParts(std::bit_floor(size), size / kMaxParts);
      DropAnyWords();
      ClearBits(0, least().size());
      // They take the most tries.
      if (least() == before) DropParts(size / kMaxParts, 1);
    });
  }

 private:
  // Drops as many words as can go, at once: a format that is read from front to
  // back may not allow to drop them one by one.
  void CutHead() {
    const size_t words = least().size() / kRecordAlign;
    const size_t step = kRecordAlign * (words / (8 * kMaxParts) + 1);
    for (size_t drop = least().size() / step * step; drop > 0; drop -= step) {
      if (TryWithout(0, drop)) return;
    }
  }

  void DropParts(size_t part, size_t smallest) {
    ForParts(least().size(), part, smallest,
             [this](size_t begin, size_t end) { TryWithout(begin, end); });
  }

  void DropAnyWords() {
    const auto words = [this] { return least().size() / kRecordAlign; };
    if (words() > kMaxWordsForAnyRange) return;
    for (size_t begin = 0; begin < words(); ++begin) {
      for (size_t end = words(); end > begin; --end) {
        if (TryWithout(begin * kRecordAlign, end * kRecordAlign)) {
          end = words() + 1;
        }
      }
    }
  }
};

class ItemReducer final : public Greedy<std::string> {
 public:
  ItemReducer(const ItemFormat& format, const std::string& bytes,
              size_t max_tries, const StillFails<std::string>& still_fails)
      : Greedy(bytes, max_tries, still_fails), format_(format) {}

  Reduced<std::string> Run() {
    return Repeat([this] {
      const auto places = [this] { return format_.places(least()); };
      ForRanges(places().size() - 1, 1, [&](size_t begin, size_t end) {
        const std::vector<size_t> now = places();
        if (end < now.size()) TryWithout(now[begin], now[end]);
      });
      ClearBits(0, least().size());
    });
  }

 private:
  bool Complete(std::string* candidate) const override {
    *candidate = format_.whole(*candidate);
    return candidate->size() <= least().size();
  }

  const ItemFormat& format_;
};

}  // namespace

Reduced<std::string> ReduceBytes(const std::string& bytes, size_t max_tries,
                                 const StillFails<std::string>& still_fails) {
  return BytesReducer(bytes, max_tries, still_fails).Run();
}

Reduced<std::string> ReduceItems(const ItemFormat& format,
                                 const std::string& bytes, size_t max_tries,
                                 const StillFails<std::string>& still_fails) {
  return ItemReducer(format, bytes, max_tries, still_fails).Run();
}

}  // namespace fuse_dirents
