// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/mutator/record_mutator.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {
namespace {

Operation PickOperation(Random* random) {
  static const uint64_t sum = [] {
    uint64_t weights = 0;
    for (const OperationFacts& facts : AllOperations()) weights += facts.weight;
    return weights;
  }();
  uint64_t left = random->Below(sum);
  size_t i = 0;
  for (; left >= AllOperations()[i].weight; ++i) {
    left -= AllOperations()[i].weight;
  }
  return static_cast<Operation>(i);
}

// From an empty corpus most bugs of differential/mutants/ are found in half the
// runs by up to 64 operations at once, compared with up to five.
size_t PickDepth(Random* random) { return size_t{1} << random->Below(7); }

}  // namespace

size_t RecordMutator::MutateBytes(uint8_t* data, size_t size, size_t max_size,
                                  Random* random) {
  ++byte_mutations_;
  // Half of the time the trailer stays as it is, where it is.
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t reply = DecodeInput(bytes).reply.size();
  std::string trailer;
  if (reply < size && reply > 0 && random->Below(2) == 0) {
    trailer = bytes.substr(reply);
  }
  const size_t most = max_size - trailer.size();
  size = ChangeBytes(bytes_, data, size - trailer.size(), most, random);
  std::copy(trailer.begin(), trailer.end(), data + size);
  size += trailer.size();
  if (size == 0) data[size++] = '\n';
  return size;
}

size_t RecordMutator::Mutate(uint8_t* data, size_t size, size_t max_size,
                             uint32_t seed) {
  FUSE_DIRENTS_CHECK(max_size > 0 && size <= max_size);
  Random random(seed);
  if (random.Below(kBytesOneIn) == 0) {
    return MutateBytes(data, size, max_size, &random);
  }
  input_.Read(format_, std::string_view(reinterpret_cast<char*>(data), size),
              max_size);
  size_t applied = 0;
  const size_t depth = PickDepth(&random);
  // More tries than it ever takes: kInsertRecord finds a place in any input
  // that is not full, kDropRecord or kCutReply in those.
  for (int tries = 0; applied < depth && tries < 256; ++tries) {
    const Operation operation = PickOperation(&random);
    if (!ApplyOperation(operation, &random, &input_)) continue;
    ++applied_[static_cast<size_t>(operation)];
    ++applied;
  }
  return input_.Write(data);
}

size_t RecordMutator::CrossOver(std::string_view a, std::string_view b,
                                uint8_t* out, size_t max_size, uint32_t seed) {
  Random random(seed);
  input_.Read(format_, a, max_size);
  other_.Read(format_, b, max_size);
  // Choices first: the format of both may hang on them.
  if (random.Below(2) == 0) input_.choices = other_.choices;
  other_.choices = input_.choices;
  input_.Frame();
  other_.Frame();
  const auto seam = [&random](const MutableInput& input) {
    const size_t record = random.Below(input.frames().size() + 1);
    return record < input.frames().size() ? input.frames()[record].pos
                                          : input.reply.size();
  };
  input_.reply.resize(seam(input_));
  input_.reply += other_.reply.substr(seam(other_));
  return input_.Write(out);
}

}  // namespace fuse_dirents
