// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The operations on the trailer: how the reply lies, and how the client's side
// answers.

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "fuzz/mutator/record_mutator.h"

namespace fuse_dirents {
namespace {

// The pages of most machines most of the time, as small inputs then have seams.
size_t PickPageSize(Random* random) {
  constexpr size_t kSizes[] = {4096, 4096, 4096, 16384, 65536};
  return kSizes[random->Below(std::size(kSizes))];
}

// Keeps what depends on the size of a folio within it.
void FitFolio(Layout* layout) {
  const size_t folio = layout->folio_bytes();
  layout->head = static_cast<uint32_t>(layout->head % folio);
  layout->desc_limit = static_cast<uint32_t>(layout->desc_limit % folio);
}

// Lengths that put seams at up to kMaxDescLengths landmarks; sometimes two
// seams at one place, which is an empty segment.
std::vector<uint32_t> PickDescLengths(Random* random,
                                      const MutableInput& input) {
  std::vector<size_t> seams(1 + random->Below(3));
  for (size_t& seam : seams) seam = input.Landmark(random);
  // Two seams close to each other, with little or nothing between.
  if (random->Below(2) == 0) seams.push_back(seams[0] + random->Below(5));
  std::sort(seams.begin(), seams.end());
  std::vector<uint32_t> lengths;
  size_t before = 0;
  for (const size_t seam : seams) {
    lengths.push_back(
        static_cast<uint32_t>(std::min<size_t>(seam - before, UINT16_MAX)));
    before = seam;
  }
  FUSE_DIRENTS_CHECK(lengths.size() <= kMaxDescLengths);
  return lengths;
}

// Descs that a reply has with most limits.  A run takes as much longer as there
// are more of them.
constexpr size_t kUsualDescs = 32;

// Small enough for a record to have several seams, or a landmark.
uint32_t PickDescLimit(Random* random, const MutableInput& input) {
  size_t limit =
      random->Below(2) == 0 ? 1 + random->Below(64) : input.Landmark(random);
  if (random->Below(16) != 0) {
    limit = std::max(limit, input.reply.size() / kUsualDescs);
  }
  return static_cast<uint32_t>(limit % input.choices.layout.folio_bytes());
}

// Few enough to be reached.
uint32_t PickCapacity(Random* random, const MutableInput& input) {
  if (random->Below(4) == 0) return SinkPlan().capacity;
  return static_cast<uint32_t>(random->Below(input.frames().size() + 1));
}

uint64_t PickOff(Random* random) {
  constexpr uint64_t kOffs[] = {0, 1, (1ULL << 63) - 1, 1ULL << 63, ~0ULL};
  const uint64_t which = random->Below(std::size(kOffs) + 1);
  return which < std::size(kOffs) ? kOffs[which] : random->Next();
}

void EditSpoiling(Random* random, Choices* choices) {
  switch (random->Below(3)) {
    case 0:
      choices->spoil_how =
          static_cast<uint32_t>(random->Below(kMaxSpoilHow + 1));
      return;
    case 1:
      choices->renews_at.reset();
      if (random->Below(4) != 0) {
        choices->renews_at =
            static_cast<uint32_t>(random->Below(kMaxRenewsAt + 1));
      }
      return;
    default:
      choices->by_reference = !choices->by_reference;
      return;
  }
}

}  // namespace

void EditTrailerChoice(size_t choice, Random* random, MutableInput* input) {
  Choices& choices = input->choices;
  Layout& layout = choices.layout;
  switch (choice) {
    case 0:
      layout.page_size = PickPageSize(random);
      FitFolio(&layout);
      return;
    case 1:
      layout.order = static_cast<PageOrder>(random->Below(3));
      if (layout.order != PageOrder::kSeeded) layout.order_seed = 0;
      return;
    case 2:
      layout.order = PageOrder::kSeeded;
      layout.order_seed = random->Below(kSeeds);
      return;
    case 3:
      layout.folio_order = static_cast<unsigned>(
          random->Below(2) == 0 ? 0 : random->Below(kMaxFolioOrder + 1));
      FitFolio(&layout);
      return;
    case 4:
      layout.stale = static_cast<Stale>(random->Below(3));
      if (layout.stale != Stale::kPlausibleRecords) layout.stale_seed = 0;
      return;
    case 5:
      layout.stale = Stale::kPlausibleRecords;
      layout.stale_seed = random->Below(kSeeds);
      return;
    case 6:
      layout.head = static_cast<uint32_t>(
          random->Below(2) == 0 ? 0 : random->Below(layout.folio_bytes()));
      return;
    case 7:
      layout.desc_limit =
          random->Below(4) == 0 ? 0 : PickDescLimit(random, *input);
      return;
    case 8:
      layout.desc_lengths.clear();
      if (random->Below(4) != 0) {
        layout.desc_lengths = PickDescLengths(random, *input);
      }
      return;
    case 9:
      layout.cut.reset();
      if (random->Below(4) != 0) {
        layout.cut = static_cast<uint32_t>(input->Landmark(random));
      }
      return;
    case 10:
      choices.profile = &AllProfiles()[random->Below(AllProfiles().size())];
      return;
    case 11:
      choices.plan.capacity = PickCapacity(random, *input);
      return;
    case 12:
      choices.plan.failing_links = random->Below(2) == 0
                                       ? static_cast<uint32_t>(random->Next())
                                       : uint32_t{1} << random->Below(4);
      return;
    case 13:
      choices.start_off = PickOff(random);
      return;
    case 14:
      choices.format = choices.format == RecordFormat::kDirent
                           ? RecordFormat::kDirentplus
                           : RecordFormat::kDirent;
      return;
    case 15: {
      const size_t rule = random->Below(kProfileChanges);
      choices.changes.Set(rule, static_cast<uint32_t>(random->Below(
                                    ProfileChanges::SettingsOf(rule))));
      return;
    }
    case 16:
      EditSpoiling(random, &choices);
      return;
    case 17:
      choices.checks_recipe = random->Below(3) == 0;
      return;
  }
  FUSE_DIRENTS_CHECK(false);
}

void PutSeam(size_t at, Random* random, MutableInput* input) {
  Layout& layout = input->choices.layout;
  layout.desc_lengths.clear();
  layout.desc_limit = 0;
  if (random->Below(2) == 0 && at > 0 && at <= UINT16_MAX) {
    layout.desc_lengths.push_back(static_cast<uint32_t>(at));
    return;
  }
  // By head: the views that must be mapped can show it.
  layout.page_size = 4096;
  layout.folio_order = 0;
  const size_t folio = layout.folio_bytes();
  layout.head = static_cast<uint32_t>((folio - at % folio) % folio);
}

bool SeamByLayout(Random* random, MutableInput* input) {
  if (input->reply.empty()) return false;
  Layout& layout = input->choices.layout;
  switch (random->Below(4)) {
    case 0:
    case 1: {
      // By head: the views that must be mapped can show it.
      if (random->Below(2) == 0) {
        layout.page_size = 4096;
        layout.folio_order = 0;
      }
      const size_t folio = layout.folio_bytes();
      layout.head = static_cast<uint32_t>(
          (folio - input->Landmark(random) % folio) % folio);
      if (random->Below(2) == 0) {
        layout.desc_lengths.clear();
        layout.desc_limit = 0;
      }
      FitFolio(&layout);
      return true;
    }
    case 2:
      layout.desc_lengths = PickDescLengths(random, *input);
      return true;
    default:
      layout.desc_limit = PickDescLimit(random, *input);
      return true;
  }
}

}  // namespace fuse_dirents
