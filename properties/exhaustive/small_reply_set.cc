// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every reply of up to two records over a small alphabet, whole and one byte
// short, for every caller's buffer with every set of links that can fail.

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "parser/dirent_writer.h"
#include "properties/exhaustive/sets.h"

namespace fuse_dirents {
namespace {

using std::string_view_literals::operator""sv;

// Names by what rules ask of them: too short, plain, dots, refused bytes, and
// no padding.
constexpr std::string_view kNames[] = {
    ""sv, "a"sv, "."sv, ".."sv, "/"sv, "\0"sv, "\xff"sv, "\\"sv, "eightbyt"sv};
// Wrong values of the field: 0, into the padding, into the next record, above
// every name_max, and one that wraps.
constexpr uint32_t kLies[] = {0, 8, 9, 4096, 0xffffffe8};
constexpr uint64_t kOffs[] = {1, 0x8000000000000000};
constexpr uint32_t kTypes[] = {8, 256};

constexpr std::string_view kPlusNames[] = {"a"sv, ".."sv, "/"sv, "eightbyt"sv};
constexpr uint64_t kNodeids[] = {0, 1, 2};
constexpr uint32_t kModes[] = {0100644, 0644};
constexpr uint64_t kSizes[] = {0, 0x8000000000000000};

std::vector<RecordFields> DirentAlphabet() {
  std::vector<RecordFields> letters;
  for (const std::string_view name : kNames) {
    for (const uint64_t off : kOffs) {
      for (const uint32_t type : kTypes) {
        RecordFields fields;
        fields.ino = 1;
        fields.off = off;
        fields.type = type;
        fields.name = name;
        letters.push_back(fields);
        for (const uint32_t lie : kLies) {
          fields.namelen = lie;
          letters.push_back(fields);
        }
      }
    }
  }
  return letters;
}

std::vector<RecordFields> DirentplusAlphabet() {
  std::vector<RecordFields> letters;
  for (const std::string_view name : kPlusNames) {
    for (const uint64_t nodeid : kNodeids) {
      for (const uint32_t mode : kModes) {
        for (const uint64_t size : kSizes) {
          RecordFields fields;
          fields.ino = 1;
          fields.off = 1;
          fields.type = 8;
          fields.name = name;
          fields.entry_out.nodeid = nodeid;
          fields.entry_out.attr.mode = mode;
          fields.entry_out.attr.size = size;
          letters.push_back(fields);
          fields.namelen = 0;
          letters.push_back(fields);
        }
      }
    }
  }
  return letters;
}

std::vector<RecordFields> AlphabetOf(RecordFormat format) {
  return format == RecordFormat::kDirent ? DirentAlphabet()
                                         : DirentplusAlphabet();
}

// The buffer takes all, one entry or none; and the first link, the second one,
// both or neither fails.
constexpr uint32_t kCapacities[] = {SinkPlan().capacity, 1, 0};
constexpr uint32_t kFailingLinks[] = {0, 1, 2, 3};
// The whole reply is one from the start; what is a byte short is not.
constexpr uint64_t kStartOffs[] = {0, 0x8000000000000005};
// Seams in the middle of what two records have in common.
constexpr size_t kSeams = 1;

// READDIR has no links.
constexpr size_t PlansOf(RecordFormat format) {
  return std::size(kCapacities) *
         (format == RecordFormat::kDirent ? 1 : std::size(kFailingLinks));
}

// Prime to the sizes of both alphabets.
constexpr size_t kThinnedLetters = 11;

void RunReply(RecordFormat format, const std::string& bytes,
              CaseRunner* runner) {
  for (size_t i = 0; i < PlansOf(format); ++i) {
    const SinkPlan plan = {
        .capacity = kCapacities[i % std::size(kCapacities)],
        .failing_links = kFailingLinks[i / std::size(kCapacities)]};
    for (const size_t missing : {0, 1}) {
      const size_t size = bytes.size() - std::min(missing, bytes.size());
      runner->Reply(format, bytes.substr(0, size), plan, std::nullopt,
                    kStartOffs[missing]);
      const size_t lengths[] = {size / 2};
      runner->InPieces(lengths);
    }
  }
}

void RunSmallReplies(Extent extent, RecordFormat format, unsigned,
                     CaseRunner* runner) {
  const std::vector<RecordFields> alphabet = AlphabetOf(format);
  RunReply(format, "", runner);
  for (size_t first = 0; first < alphabet.size();
       first += Stride(extent, kThinnedLetters)) {
    DirentWriter one(format);
    one.Append(alphabet[first]);
    RunReply(format, one.bytes(), runner);
    for (const RecordFields& second : alphabet) {
      DirentWriter two = one;
      two.Append(second);
      RunReply(format, two.bytes(), runner);
    }
  }
}

// With an alphabet of A letters, F of which come first: 1 + F + F*A replies,
// each by every plan, whole and short, in a buffer and in two pieces.
uint64_t SmallReplyCases(Extent extent, RecordFormat format) {
  const uint64_t letters = AlphabetOf(format).size();
  const uint64_t stride = Stride(extent, kThinnedLetters);
  const uint64_t first = (letters + stride - 1) / stride;
  return (1 + first + first * letters) * PlansOf(format) * 2 * (1 + kSeams);
}

}  // namespace

ExhaustiveSet SmallReplies() {
  return {"small_replies",
          "every reply of up to two records over an alphabet of 216 records "
          "(96 with attributes), whole and one byte short, for every caller's "
          "buffer with every set of links that can fail",
          1, &SmallReplyCases, &RunSmallReplies};
}

}  // namespace fuse_dirents
