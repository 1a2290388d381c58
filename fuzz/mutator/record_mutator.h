// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Mutations that know records and the trailer.  Every choice comes from the
// seed: the same arguments give the same bytes.

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_RECORD_MUTATOR_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_RECORD_MUTATOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/random.h"
#include "fuzz/mutator/byte_mutator.h"
#include "fuzz/mutator/mutable_input.h"

namespace fuse_dirents {

// In the order of AllOperations().
enum class Operation : uint8_t {
  kInsertRecord,     // A fresh, well-formed one.
  kSetField,         // One number of a header, or the padding.
  kSetNamelen,       // To an edge; nothing moves, so it lies about the name.
  kResizeName,       // To an edge or nearby; what follows moves.
  kDuplicateRecord,  // To any place between two records.
  kDropRecord,
  kSwapRecords,
  kCutReply,      // At or around a seam between two fields.
  kEditNameEnd,   // A '/' or NUL at an end of the name, or within.
  kDotName,       // The name becomes ".", "..", or begins so.
  kOddName,       // Bytes that do not print, or are no UTF-8.
  kSetEntryOut,   // What a client judges, to an edge.  READDIRPLUS only.
  kSeamByLayout,  // A chosen byte begins a page or desc: by head or descs.
  kSeamByName,    // The same for a page, by resizing an earlier name.
  kSeamInField,   // In a number, or next to a '/' or dot, which it makes.
  kFullAtRecord,  // The caller's buffer, and what comes then is odd.
  kEditTrailer,   // One of the choices.
  kDropTrailer,   // All choices become the default ones.
};
inline constexpr size_t kOperations = 18;

struct OperationFacts {
  std::string_view name;
  uint64_t weight;  // How often it is tried, of the sum of all weights.
  // Returns false and does nothing if the input gives no place for it.
  bool (*apply)(Random* random, MutableInput* input);
};
std::span<const OperationFacts, kOperations> AllOperations();

// Applies `operation` somewhere, and frames the reply again.  Returns false and
// does nothing if the input gives no place for it.
bool ApplyOperation(Operation operation, Random* random, MutableInput* input);

// Changes one choice of the trailer.
inline constexpr size_t kTrailerChoices = 18;
void EditTrailerChoice(size_t choice, Random* random, MutableInput* input);
// A seam before the byte `at` of the reply, and no other desc lengths.
void PutSeam(size_t at, Random* random, MutableInput* input);
// See Operation.
bool SeamByLayout(Random* random, MutableInput* input);
bool OddName(Random* random, MutableInput* input);
bool SeamInField(Random* random, MutableInput* input);
bool FullAtRecord(Random* random, MutableInput* input);

class RecordMutator {
 public:
  // `bytes` may be null: then a small byte mutation of our own stands in.
  RecordMutator(TargetFormat format, ByteMutator bytes)
      : format_(format), bytes_(bytes) {}

  // Mutates `data` in place and returns its new size: 1 to `max_size`.
  // REQUIRES: size <= max_size, max_size > 0.
  size_t Mutate(uint8_t* data, size_t size, size_t max_size, uint32_t seed);

  // Writes records of `a`, then records of `b`, to `out`, under the choices of
  // one of them.  Returns the size: 1 to `max_size`.
  // REQUIRES: max_size > 0.
  size_t CrossOver(std::string_view a, std::string_view b, uint8_t* out,
                   size_t max_size, uint32_t seed);

  // Operations applied so far, by Operation; and calls left to bytes.
  const std::array<uint64_t, kOperations>& applied() const { return applied_; }
  uint64_t byte_mutations() const { return byte_mutations_; }

 private:
  size_t MutateBytes(uint8_t* data, size_t size, size_t max_size,
                     Random* random);

  const TargetFormat format_;
  const ByteMutator bytes_;
  MutableInput input_, other_;  // Their memory is kept from call to call.
  std::array<uint64_t, kOperations> applied_ = {};
  uint64_t byte_mutations_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_RECORD_MUTATOR_H_
