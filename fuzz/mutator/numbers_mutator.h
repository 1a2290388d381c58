// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Mutations that know the numbers of an input (fuzz/inputs/input_format.h).
// Every choice comes from the seed: the same arguments give the same bytes.

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_NUMBERS_MUTATOR_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_NUMBERS_MUTATOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/mutator/byte_mutator.h"

namespace fuse_dirents {

enum class NumbersOperation : uint8_t {
  kSetHead,        // A number of the head, to any value.
  kResetHead,      // The same, to its least value.
  kInsertItem,     // Of any kind, some of its numbers at their least value.
  kDuplicateItem,  // To any place between two items.
  kDropItem,
  kDropItems,  // From any on.
  kSwapItems,
  kSetItem,   // A number of an item.
  kCopyItem,  // A number of an item, from another item of its kind.
};
inline constexpr size_t kNumbersOperations = 9;

class NumbersMutator {
 public:
  // `bytes` may be null: then a small byte mutation of our own stands in.
  // Borrows `format`.
  NumbersMutator(const InputFormat& format, ByteMutator bytes);

  // Mutates `data` in place and returns its new size: 1 to `max_size`.
  // REQUIRES: size <= max_size, max_size > 0.
  size_t Mutate(uint8_t* data, size_t size, size_t max_size, uint32_t seed);

  // Writes the head of one of both, items of `a` and then items of `b` to
  // `out`.  Returns the size: 1 to `max_size`.
  // REQUIRES: max_size > 0.
  size_t CrossOver(std::string_view a, std::string_view b, uint8_t* out,
                   size_t max_size, uint32_t seed);

  // Operations applied so far, by NumbersOperation.
  const std::array<uint64_t, kNumbersOperations>& applied() const {
    return applied_;
  }

 private:
  // Reads any bytes: what is missing of the head or of the last item is 0.
  void Read(std::string_view bytes);
  void FindItems();
  size_t Write(uint8_t* data, size_t max_size) const;

  // False, and nothing is done, if the input gives no place for it.
  bool Apply(NumbersOperation operation, Random* random);
  void SetAnyItem(size_t item, Random* random);
  bool CopyBetweenItems(Random* random);
  size_t AnyItem(Random* random) const { return random->Below(items()); }
  // Where any item begins, or the end.
  size_t AnyPlace(Random* random) const {
    return places_[random->Below(places_.size())];
  }
  size_t items() const { return places_.size() - 1; }
  std::string ItemBytes(size_t item) const {
    return input_.substr(places_[item], places_[item + 1] - places_[item]);
  }
  const InputItemKind& KindOf(size_t item) const;
  void SetField(const InputField& field, size_t at, Random* random);

  const InputFormat& format_;
  const ByteMutator bytes_;
  size_t head_bytes_ = 0;
  std::vector<size_t> kind_bytes_;  // By kind, with the byte that names it.
  std::string input_;               // A whole head and whole items.
  std::vector<size_t> places_;      // Where the items begin, and the end.
  // The numbers of the head, and the kinds, that the mutation under way sets
  // and inserts.
  std::vector<size_t> head_swarm_, kind_swarm_;
  std::array<uint64_t, kNumbersOperations> applied_ = {};
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_NUMBERS_MUTATOR_H_
