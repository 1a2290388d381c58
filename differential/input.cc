// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/input.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace fuse_dirents {
namespace {

// The default of each stands first, so that a trailer of zeros means it.
constexpr std::array<size_t, 3> kPageSizes = {4096, 16384, 65536};
constexpr std::array kOrders = {PageOrder::kSeeded, PageOrder::kAscending,
                                PageOrder::kDescending};
constexpr std::array kStales = {Stale::kZero, Stale::kOnes,
                                Stale::kPlausibleRecords};
constexpr uint32_t kFolioOrders = 5;

// Where each field of the trailer lies, in bytes from its start; numbers are
// little-endian.
//
//     0 page size   1 order   2 folio order   3 stale       (indices, 1 byte)
//     4 order seed             6 stale seed                 (2 bytes)
//     8 head                  12 desc_limit                 (3 bytes)
//    11 profile changes from bit 32 on, and 15 from bit 40 on
//    16 desc lengths, 6 of 2 bytes
//    28 count of desc lengths 29 profile      30 short descs: bits  31 format
//    32 cut       36 capacity 40 failing links              (4 bytes)
//    44 start_off (8 bytes)   52 profile changes            (4 bytes)
//    56 spoil_how 57 renews_at                58 by_reference
//    59 checks_recipe         60 magic
struct Field {
  size_t at, size;
};
constexpr Field kPageSize = {0, 1}, kOrder = {1, 1}, kFolioOrder = {2, 1},
                kStale = {3, 1}, kOrderSeed = {4, 2}, kStaleSeed = {6, 2},
                kHead = {8, 3}, kDescLimit = {12, 3}, kDescCount = {28, 1},
                kProfile = {29, 1}, kShortDescs = {30, 1}, kFormat = {31, 1},
                kCut = {32, 4}, kCapacity = {36, 4}, kFailingLinks = {40, 4},
                kStartOff = {44, 8}, kChanges = {52, 4}, kChanges32 = {11, 1},
                kChanges40 = {15, 1}, kSpoilHow = {56, 1}, kRenewsAt = {57, 1},
                kByReference = {58, 1}, kChecksRecipe = {59, 1};
constexpr size_t kDescLengthsAt = 16;
// A folio has 2^20 bytes at most, so three bytes hold a place in it.
static_assert(ProfileChanges::kBits <= 48);
// Bits of kShortDescs: whether desc_limit and the desc lengths count.  Without
// them nearly every trailer would lie in a layout that cannot be mapped.
constexpr uint64_t kHasDescLimit = 1, kHasDescLengths = 2;
// In the trailer, kCut holds this much more than the cut, so that 0 is none.
constexpr uint64_t kCutBias = 1;
// kRenewsAt likewise.
constexpr uint32_t kRenewsAtBias = 1;
// kChecksRecipe, modulo 8: few random trailers ask for as much work.
constexpr uint64_t kDoesCheckRecipe = 7;

uint64_t Get(std::string_view trailer, Field field) {
  uint64_t number = 0;
  for (size_t i = field.size; i > 0; --i) {
    number = number << 8 | static_cast<uint8_t>(trailer[field.at + i - 1]);
  }
  return number;
}

void Set(Field field, uint64_t number, std::string* trailer) {
  for (size_t i = 0; i < field.size; ++i) {
    (*trailer)[field.at + i] = static_cast<char>(number >> (8 * i) & 0xff);
  }
}

Field DescLength(size_t i) { return {kDescLengthsAt + 2 * i, 2}; }

template <typename Container, typename T>
uint64_t IndexOf(const Container& values, T value) {
  const auto it = std::find(values.begin(), values.end(), value);
  FUSE_DIRENTS_CHECK(it != values.end());
  return static_cast<uint64_t>(it - values.begin());
}

void DecodeChoices(std::string_view trailer, Choices* choices) {
  Layout& layout = choices->layout;
  layout.page_size = kPageSizes[Get(trailer, kPageSize) % kPageSizes.size()];
  layout.order = kOrders[Get(trailer, kOrder) % kOrders.size()];
  layout.order_seed = layout.order == PageOrder::kSeeded
                          ? Get(trailer, kOrderSeed) % kSeeds
                          : 0;
  layout.folio_order =
      static_cast<unsigned>(Get(trailer, kFolioOrder) % kFolioOrders);
  layout.stale = kStales[Get(trailer, kStale) % kStales.size()];
  layout.stale_seed = layout.stale == Stale::kPlausibleRecords
                          ? Get(trailer, kStaleSeed) % kSeeds
                          : 0;
  const size_t folio_bytes = layout.folio_bytes();
  layout.head = static_cast<uint32_t>(Get(trailer, kHead) % folio_bytes);
  const uint64_t short_descs = Get(trailer, kShortDescs);
  layout.desc_limit =
      short_descs & kHasDescLimit
          ? static_cast<uint32_t>(Get(trailer, kDescLimit) % folio_bytes)
          : 0;
  layout.desc_lengths.resize(short_descs & kHasDescLengths
                                 ? Get(trailer, kDescCount) %
                                       (kMaxDescLengths + 1)
                                 : 0);
  for (size_t i = 0; i < layout.desc_lengths.size(); ++i) {
    layout.desc_lengths[i] = static_cast<uint32_t>(Get(trailer, DescLength(i)));
  }
  const uint64_t cut = Get(trailer, kCut);
  layout.cut.reset();
  if (cut != 0) layout.cut = static_cast<uint32_t>(cut - kCutBias);

  const std::span<const Profile> profiles = AllProfiles();
  const size_t profile = Get(trailer, kProfile);
  choices->profile = &profiles[profile < profiles.size() ? profile : 0];
  choices->plan.capacity = ~static_cast<uint32_t>(Get(trailer, kCapacity));
  choices->plan.failing_links =
      static_cast<uint32_t>(Get(trailer, kFailingLinks));
  choices->start_off = Get(trailer, kStartOff);
  choices->format = Get(trailer, kFormat) % 2 != 0 ? RecordFormat::kDirentplus
                                                   : RecordFormat::kDirent;
  choices->changes = ProfileChanges::FromBits(Get(trailer, kChanges) |
                                              Get(trailer, kChanges32) << 32 |
                                              Get(trailer, kChanges40) << 40);
  choices->spoil_how =
      static_cast<uint32_t>(Get(trailer, kSpoilHow) % (kMaxSpoilHow + 1));
  const auto renews_at = static_cast<uint32_t>(
      Get(trailer, kRenewsAt) % (kMaxRenewsAt + 1 + kRenewsAtBias));
  choices->renews_at.reset();
  if (renews_at != 0) choices->renews_at = renews_at - kRenewsAtBias;
  choices->by_reference = Get(trailer, kByReference) % 2 != 0;
  choices->checks_recipe = Get(trailer, kChecksRecipe) % 8 == kDoesCheckRecipe;
}

std::string Unknown(std::string_view word, std::string_view expected) {
  return "'" + std::string(word) + "': expected " + std::string(expected);
}

}  // namespace

void DecodeInput(std::string_view bytes, Input* input) {
  if (bytes.size() < kTrailerBytes || !bytes.ends_with(kTrailerMagic)) {
    input->reply = bytes;
    input->choices = Choices();
    return;
  }
  const size_t nbytes = bytes.size() - kTrailerBytes;
  input->reply = bytes.substr(0, nbytes);
  DecodeChoices(bytes.substr(nbytes), &input->choices);
}

Input DecodeInput(std::string_view bytes) {
  Input input;
  DecodeInput(bytes, &input);
  return input;
}

bool IsEncodable(const Choices& choices) {
  const Layout& layout = choices.layout;
  return layout.desc_lengths.size() <= kMaxDescLengths &&
         std::all_of(layout.desc_lengths.begin(), layout.desc_lengths.end(),
                     [](uint32_t length) { return length <= UINT16_MAX; }) &&
         layout.order_seed < kSeeds && layout.stale_seed < kSeeds &&
         layout.desc_limit < layout.folio_bytes() &&
         (!layout.cut || *layout.cut < UINT32_MAX) &&
         choices.spoil_how <= kMaxSpoilHow &&
         choices.renews_at.value_or(0) <= kMaxRenewsAt;
}

std::string EncodeTrailer(const Choices& choices) {
  FUSE_DIRENTS_CHECK(IsEncodable(choices));
  const Layout& layout = choices.layout;
  std::string trailer(kTrailerBytes, '\0');
  Set(kPageSize, IndexOf(kPageSizes, layout.page_size), &trailer);
  Set(kOrder, IndexOf(kOrders, layout.order), &trailer);
  Set(kFolioOrder, layout.folio_order, &trailer);
  Set(kStale, IndexOf(kStales, layout.stale), &trailer);
  Set(kOrderSeed, layout.order_seed, &trailer);
  Set(kStaleSeed, layout.stale_seed, &trailer);
  Set(kHead, layout.head, &trailer);
  Set(kDescLimit, layout.desc_limit, &trailer);
  Set(kDescCount, layout.desc_lengths.size(), &trailer);
  Set(kShortDescs,
      (layout.desc_limit != 0 ? kHasDescLimit : 0) |
          (layout.desc_lengths.empty() ? 0 : kHasDescLengths),
      &trailer);
  for (size_t i = 0; i < layout.desc_lengths.size(); ++i) {
    Set(DescLength(i), layout.desc_lengths[i], &trailer);
  }
  // By name: rules that are set by an option belong to no index.
  const Profile* const named = FindProfile(choices.profile->name);
  Set(kProfile, static_cast<uint64_t>(named - AllProfiles().data()), &trailer);
  if (layout.cut) Set(kCut, *layout.cut + kCutBias, &trailer);
  Set(kCapacity, ~choices.plan.capacity, &trailer);
  Set(kFailingLinks, choices.plan.failing_links, &trailer);
  Set(kStartOff, choices.start_off, &trailer);
  Set(kFormat, choices.format == RecordFormat::kDirentplus, &trailer);
  Set(kChanges, choices.changes.bits(), &trailer);
  Set(kChanges32, choices.changes.bits() >> 32, &trailer);
  Set(kChanges40, choices.changes.bits() >> 40, &trailer);
  Set(kSpoilHow, choices.spoil_how, &trailer);
  if (choices.renews_at) {
    Set(kRenewsAt, *choices.renews_at + kRenewsAtBias, &trailer);
  }
  Set(kByReference, choices.by_reference, &trailer);
  if (choices.checks_recipe) Set(kChecksRecipe, kDoesCheckRecipe, &trailer);
  trailer.replace(kTrailerBytes - kTrailerMagic.size(), kTrailerMagic.size(),
                  kTrailerMagic);
  return trailer;
}

std::string EncodeInput(std::string_view reply, const Choices& choices) {
  std::string bytes(reply);
  const Input plain = DecodeInput(reply);
  if (choices == Choices() && plain.reply.size() == reply.size()) return bytes;
  return bytes + EncodeTrailer(choices);
}

std::string Choices::ToText() const {
  const Choices defaults;
  std::string text = layout == defaults.layout ? "" : layout.ToText();
  const auto add = [&text](std::string_view word) {
    if (!text.empty()) text += " ";
    text += word;
  };
  if (profile != defaults.profile) {
    add("profile=" + std::string(profile->name));
  }
  if (plan.capacity != defaults.plan.capacity) {
    add("capacity=" + std::to_string(plan.capacity));
  }
  if (plan.failing_links != defaults.plan.failing_links) {
    add("failing_links=" + std::to_string(plan.failing_links));
  }
  if (start_off != 0) add("start_off=" + std::to_string(start_off));
  if (format != defaults.format) add("format=direntplus");
  if (changes != defaults.changes) add("changes=" + changes.ToText());
  if (spoil_how != 0) add("spoil_how=" + std::to_string(spoil_how));
  if (renews_at) add("renews_at=" + std::to_string(*renews_at));
  if (by_reference) add("by_reference=1");
  if (checks_recipe) add("checks_recipe=1");
  return text;
}

std::optional<Choices> Choices::FromText(std::string_view text,
                                         std::string* problem) {
  Choices choices;
  std::string layout_words;
  for (const std::string_view word : SplitWords(text)) {
    const auto [key, value] = SplitKeyValue(word);
    const auto number = ParseNumber(value);
    const bool small = number && *number <= UINT32_MAX;
    if (key == "profile") {
      choices.profile = FindProfile(value);
      if (choices.profile == nullptr) {
        *problem = Unknown(word, "the name of a profile");
        return std::nullopt;
      }
    } else if (key == "capacity" && small) {
      choices.plan.capacity = static_cast<uint32_t>(*number);
    } else if (key == "failing_links" && small) {
      choices.plan.failing_links = static_cast<uint32_t>(*number);
    } else if (key == "start_off" && number) {
      choices.start_off = *number;
    } else if (key == "format") {
      if (value != "dirent" && value != "direntplus") {
        *problem = Unknown(word, "dirent or direntplus");
        return std::nullopt;
      }
      choices.format =
          value == "dirent" ? RecordFormat::kDirent : RecordFormat::kDirentplus;
    } else if (key == "changes") {
      const auto changes = ProfileChanges::FromText(value);
      if (!changes) {
        *problem = Unknown(word, "RULE:N,... with rules of a profile");
        return std::nullopt;
      }
      choices.changes = *changes;
    } else if (key == "spoil_how" && small && *number <= kMaxSpoilHow) {
      choices.spoil_how = static_cast<uint32_t>(*number);
    } else if (key == "renews_at" && small && *number <= kMaxRenewsAt) {
      choices.renews_at = static_cast<uint32_t>(*number);
    } else if (key == "by_reference" && small && *number <= 1) {
      choices.by_reference = *number != 0;
    } else if (key == "checks_recipe" && small && *number <= 1) {
      choices.checks_recipe = *number != 0;
    } else {
      if (!layout_words.empty()) layout_words += " ";
      layout_words += word;
    }
  }
  if (layout_words.empty()) return choices;
  const auto layout = Layout::FromText(layout_words, problem);
  if (!layout) return std::nullopt;
  choices.layout = *layout;
  return choices;
}

}  // namespace fuse_dirents
