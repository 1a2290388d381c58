// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_parser/random_set.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "differential/input.h"
#include "fuzz/mutator/record_mutator.h"

namespace fuse_dirents {
namespace {

// Two pages of 4 KiB, as for the fuzz targets: the longest record and a seam.
constexpr size_t kMaxBytes = 8192;
// Mutations of one input, each a case, before another input is taken.
constexpr size_t kWalk = 16;
// One walk in this many starts from records of two inputs.
constexpr uint64_t kCrossOneIn = 4;

class RandomWalks {
 public:
  RandomWalks(const Subject& subject, std::span<const InputFile> files,
              uint64_t seed)
      : profile_(subject.profile), random_(seed) {
    for (const InputFile& file : files) {
      if (!subject.Takes(file.format) || file.bytes.size() > kMaxBytes)
        continue;
      files_[Index(file.format)].push_back(&file);
      taken_.push_back(&file);
    }
    FUSE_DIRENTS_CHECK(!taken_.empty());
  }

  // The case of the next step; valid until the next call.
  const Case& Next() {
    if (steps_++ % kWalk == 0) Start();
    size_ = mutators_[Index(case_.format)].Mutate(data_, size_, kMaxBytes,
                                                  NextSeed());
    DecodeInput({reinterpret_cast<const char*>(data_), size_}, &input_);
    case_.raw = input_.reply;
    const Choices& choices = input_.choices;
    // The rest is about other oracles.
    case_.choices.layout = choices.layout;
    case_.choices.profile = profile_;
    case_.choices.plan = choices.plan;
    case_.choices.start_off = choices.start_off;
    return case_;
  }

 private:
  static size_t Index(RecordFormat format) {
    return format == RecordFormat::kDirent ? 0 : 1;
  }

  uint32_t NextSeed() { return static_cast<uint32_t>(random_.Next()); }

  const InputFile& Pick(const std::vector<const InputFile*>& files) {
    return *files[random_.Below(files.size())];
  }

  void Start() {
    const InputFile& file = Pick(taken_);
    case_.format = file.format;
    if (random_.Below(kCrossOneIn) == 0) {
      const size_t index = Index(file.format);
      size_ = mutators_[index].CrossOver(file.bytes, Pick(files_[index]).bytes,
                                         data_, kMaxBytes, NextSeed());
      return;
    }
    size_ = file.bytes.size();
    std::copy(file.bytes.begin(), file.bytes.end(), data_);
  }

  const Profile* const profile_;
  Random random_;
  std::vector<const InputFile*> files_[2], taken_;  // By format, and all.
  RecordMutator mutators_[2] = {{TargetFormat::kDirent, nullptr},
                                {TargetFormat::kDirentplus, nullptr}};
  size_t steps_ = 0;
  uint8_t data_[kMaxBytes];
  size_t size_ = 0;
  Input input_;
  Case case_;
};

}  // namespace

CaseSet RandomSet(const Subject& subject, std::span<const InputFile> files,
                  uint64_t seed, size_t runs) {
  return {.name = "random",
          .size = runs,
          .for_each = [&subject, files, seed, runs](const CaseVisitor& visit) {
            RandomWalks walks(subject, files, seed);
            for (size_t i = 0; i < runs; ++i) {
              if (!visit(walks.Next())) return;
            }
          }};
}

}  // namespace fuse_dirents
