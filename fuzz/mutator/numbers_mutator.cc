// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/mutator/numbers_mutator.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPageBytes = 4096;

// How often each operation is tried, by NumbersOperation.
constexpr std::array<uint64_t, kNumbersOperations> kWeights = {6, 1, 4, 2, 1,
                                                               2, 1, 3, 1};

NumbersOperation PickOperation(Random* random) {
  constexpr uint64_t kSum = [] {
    uint64_t sum = 0;
    for (const uint64_t weight : kWeights) sum += weight;
    return sum;
  }();
  uint64_t left = random->Below(kSum);
  size_t i = 0;
  for (; left >= kWeights[i]; ++i) left -= kWeights[i];
  return static_cast<NumbersOperation>(i);
}

// The bytes of `fields` before the one at `index`.
size_t OffsetOf(const std::vector<InputField>& fields, size_t index) {
  return BytesOf(std::span(fields).first(index));
}

// All of 0 to `n` - 1, or any of them.  Swarm testing (A. Groce and others,
// ISSTA 2012): what one number of the head or one kind of item hides, half of
// the mutations do without.
void PickSwarm(size_t n, Random* random, std::vector<size_t>* swarm) {
  FUSE_DIRENTS_CHECK(n <= 64);
  const uint64_t mask =
      random->Below(2) == 0 ? ~uint64_t{0} : random->Next() & random->Next();
  swarm->clear();
  for (size_t i = 0; i < n; ++i) {
    if ((mask >> i & 1) != 0) swarm->push_back(i);
  }
}

// What the bytes of `field` are to be.
uint64_t AnyValue(const InputField& field, Random* random) {
  if (!field.words.empty()) return random->Below(field.words.size());
  if (field.values != 0 && field.values <= 256) {
    return random->Below(field.values);
  }
  if (field.edges != 0 && random->Below(4) == 0) {
    return random->InRange(field.edges, 255);
  }
  if (field.bytes == 1) return random->Below(random->Below(3) == 0 ? 16 : 256);
  switch (random->Below(4)) {
    case 0:
      return random->Below(16);
    case 1:
      return (uint64_t{1} << random->Below(8 * field.bytes)) +
             random->InRange(0, 2) - 1;
    case 2:
      return kPageBytes * random->Below(17) + random->Below(65) - 32;
    default:
      return random->Next();
  }
}

}  // namespace

NumbersMutator::NumbersMutator(const InputFormat& format, ByteMutator bytes)
    : format_(format), bytes_(bytes), head_bytes_(BytesOf(format.head)) {
  for (const InputItemKind& kind : format.kinds) {
    kind_bytes_.push_back(1 + BytesOf(kind.fields));
  }
}

void NumbersMutator::Read(std::string_view bytes) {
  input_ = bytes;
  input_.resize(std::max(input_.size(), head_bytes_));
  // Without items the format says nothing of the bytes after the head.
  if (kind_bytes_.empty()) input_.resize(head_bytes_);
  FindItems();
  input_.resize(places_.back());
}

void NumbersMutator::FindItems() {
  places_.clear();
  size_t at = head_bytes_;
  for (; at < input_.size();
       at +=
       kind_bytes_[static_cast<uint8_t>(input_[at]) % kind_bytes_.size()]) {
    places_.push_back(at);
  }
  places_.push_back(at);
}

size_t NumbersMutator::Write(uint8_t* data, size_t max_size) const {
  const size_t size = std::min(input_.size(), max_size);
  std::memcpy(data, input_.data(), size);
  return size;
}

const InputItemKind& NumbersMutator::KindOf(size_t item) const {
  return format_.kinds[static_cast<uint8_t>(input_[places_[item]]) %
                       format_.kinds.size()];
}

void NumbersMutator::SetField(const InputField& field, size_t at,
                              Random* random) {
  const uint64_t value = AnyValue(field, random);
  for (size_t i = 0; i < field.bytes; ++i) {
    input_[at + i] = static_cast<char>(value >> (8 * i));
  }
}

void NumbersMutator::SetAnyItem(size_t item, Random* random) {
  const std::vector<InputField>& fields = KindOf(item).fields;
  const size_t chosen = random->Below(fields.size());
  SetField(fields[chosen], places_[item] + 1 + OffsetOf(fields, chosen),
           random);
}

bool NumbersMutator::CopyBetweenItems(Random* random) {
  const size_t from = AnyItem(random);
  const size_t to = AnyItem(random);
  if (from == to || KindOf(from).name != KindOf(to).name) return false;
  const std::vector<InputField>& fields = KindOf(to).fields;
  const size_t chosen = random->Below(fields.size());
  const size_t at = 1 + OffsetOf(fields, chosen);
  input_.replace(places_[to] + at, fields[chosen].bytes, input_,
                 places_[from] + at, fields[chosen].bytes);
  return true;
}

bool NumbersMutator::Apply(NumbersOperation operation, Random* random) {
  switch (operation) {
    case NumbersOperation::kSetHead:
    case NumbersOperation::kResetHead: {
      if (head_swarm_.empty()) return false;
      const size_t chosen = head_swarm_[random->Below(head_swarm_.size())];
      const InputField& field = format_.head[chosen];
      const size_t at = OffsetOf(format_.head, chosen);
      if (operation == NumbersOperation::kSetHead) {
        SetField(field, at, random);
      } else {
        input_.replace(at, field.bytes, field.bytes, '\0');
      }
      return true;
    }
    case NumbersOperation::kInsertItem: {
      if (kind_swarm_.empty()) return false;
      const size_t kind = kind_swarm_[random->Below(kind_swarm_.size())];
      std::string item(kind_bytes_[kind], '\0');
      item[0] = static_cast<char>(kind);
      const size_t at = AnyPlace(random);
      input_.insert(at, item);
      FindItems();
      const size_t inserted = static_cast<size_t>(
          std::ranges::lower_bound(places_, at) - places_.begin());
      const size_t fields = format_.kinds[kind].fields.size();
      for (size_t i = random->Below(fields + 1); i > 0; --i) {
        SetAnyItem(inserted, random);
      }
      return true;
    }
    case NumbersOperation::kDuplicateItem:
      if (items() == 0) return false;
      input_.insert(AnyPlace(random), ItemBytes(AnyItem(random)));
      break;
    case NumbersOperation::kDropItem: {
      if (items() == 0) return false;
      const size_t item = AnyItem(random);
      input_.erase(places_[item], places_[item + 1] - places_[item]);
      break;
    }
    case NumbersOperation::kDropItems:
      if (items() == 0) return false;
      input_.resize(places_[AnyItem(random)]);
      break;
    case NumbersOperation::kSwapItems: {
      if (items() < 2) return false;
      const size_t first = random->Below(items() - 1);
      const size_t second = random->InRange(first + 1, items() - 1);
      const std::string a = ItemBytes(first);
      const std::string b = ItemBytes(second);
      input_.replace(places_[second], b.size(), a);
      input_.replace(places_[first], a.size(), b);
      break;
    }
    case NumbersOperation::kSetItem:
      if (items() == 0) return false;
      SetAnyItem(AnyItem(random), random);
      return true;
    case NumbersOperation::kCopyItem:
      return items() >= 2 && CopyBetweenItems(random);
  }
  FindItems();
  return true;
}

size_t NumbersMutator::Mutate(uint8_t* data, size_t size, size_t max_size,
                              uint32_t seed) {
  FUSE_DIRENTS_CHECK(max_size > 0 && size <= max_size);
  Random random(seed);
  if (random.Below(kBytesOneIn) == 0) {
    size = ChangeBytes(bytes_, data, size, max_size, &random);
    if (size == 0) data[size++] = '\n';
    return size;
  }
  Read({reinterpret_cast<const char*>(data), size});
  const size_t depth = size_t{1} << random.Below(7);
  PickSwarm(format_.head.size(), &random, &head_swarm_);
  PickSwarm(format_.kinds.size(), &random, &kind_swarm_);
  for (size_t applied = 0, tries = 0; applied < depth && tries < 256; ++tries) {
    const NumbersOperation operation = PickOperation(&random);
    if (!Apply(operation, &random)) continue;
    ++applied_[static_cast<size_t>(operation)];
    ++applied;
  }
  return Write(data, max_size);
}

size_t NumbersMutator::CrossOver(std::string_view a, std::string_view b,
                                 uint8_t* out, size_t max_size, uint32_t seed) {
  FUSE_DIRENTS_CHECK(max_size > 0);
  Random random(seed);
  Read(b);
  const std::string head = input_.substr(0, head_bytes_);
  const std::string items = input_.substr(AnyPlace(&random));
  Read(a);
  input_.resize(AnyPlace(&random));
  input_ += items;
  if (random.Below(2) == 0) input_.replace(0, head.size(), head);
  return Write(out, max_size);
}

}  // namespace fuse_dirents
