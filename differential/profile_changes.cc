// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/profile_changes.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/check.h"
#include "base/text.h"

namespace fuse_dirents {
namespace {

template <typename T>
T Moved(T value, uint32_t by, uint32_t settings) {
  return static_cast<T>((static_cast<uint32_t>(value) + by) % settings);
}

template <bool Profile::* kSwitch>
void Flip(uint32_t, Profile* profile) {
  profile->*kSwitch = !(profile->*kSwitch);
}

// Each rule has an error of its own, so that a trace shows which of them spoke.
template <Rule Profile::* kRule, int kError>
void Move(uint32_t by, Profile* profile) {
  const Action action = Moved((profile->*kRule).action, by, 4);
  profile->*kRule = {action, action == Action::kError ? kError : 0};
}

// kStop and kError are all that the end of a reply allows.
template <Rule Profile::* kRule, int kError>
void Toggle(uint32_t, Profile* profile) {
  Rule& rule = profile->*kRule;
  rule = rule.action == Action::kStop ? Error(kError) : kStopQuietly;
}

template <LookupUse Profile::* kUse>
void MoveUse(uint32_t by, Profile* profile) {
  profile->*kUse = Moved(profile->*kUse, by, 3);
}

struct Change {
  std::string_view name;
  unsigned bits;
  void (*apply)(uint32_t by, Profile* profile);  // `by` is not 0.
};

// In the order of their bits, from the lowest.  A new one goes to the end.
constexpr Change kChanges[] = {
    {"order", 1,
     [](uint32_t by, Profile* p) { p->order = Moved(p->order, by, 2); }},
    {"when_full", 1,
     [](uint32_t by, Profile* p) {
       p->when_full = Moved(p->when_full, by, 2);
     }},
    {"last_padding_required", 1, &Flip<&Profile::last_padding_required>},
    {"frames_first", 1, &Flip<&Profile::frames_first>},
    {"bad_entry_forgotten", 1, &Flip<&Profile::bad_entry_forgotten>},
    {"failed_link_forgotten", 1, &Flip<&Profile::failed_link_forgotten>},
    {"forgets_after_error", 1, &Flip<&Profile::forgets_after_error>},
    {"name_max", 2,
     [](uint32_t by, Profile* p) {
       constexpr uint32_t kNameMaxes[] = {8, 1024, kNoNameMax};
       p->name_max = kNameMaxes[by - 1];
     }},
    {"empty_name", 2, &Move<&Profile::empty_name, EINVAL>},
    {"long_name", 2, &Move<&Profile::long_name, ENAMETOOLONG>},
    {"slash", 2, &Move<&Profile::slash, EACCES>},
    {"nul", 2, &Move<&Profile::nul, EBADMSG>},
    {"unprintable", 2, &Move<&Profile::unprintable, EPERM>},
    {"not_utf8", 2, &Move<&Profile::not_utf8, EILSEQ>},
    {"off_negative", 2, &Move<&Profile::off_negative, EOVERFLOW>},
    {"type_above_u8", 2, &Move<&Profile::type_above_u8, ERANGE>},
    {"short_record", 1, &Toggle<&Profile::short_record, ENODATA>},
    {"trailing", 1, &Toggle<&Profile::trailing, EPROTO>},
    {"lookups", 2, &MoveUse<&Profile::lookups>},
    {"dot_lookups", 2, &MoveUse<&Profile::dot_lookups>},
    {"lone_header_judged", 1, &Flip<&Profile::lone_header_judged>},
    {"type_of_8_bits", 1, &Flip<&Profile::type_of_8_bits>},
    {"nodeid0_linked", 1, &Flip<&Profile::nodeid0_linked>},
    {"dots_end_at_nul", 1, &Flip<&Profile::dots_end_at_nul>},
    {"not_utf8_forgotten", 1, &Flip<&Profile::not_utf8_forgotten>},
    {"unpadded_forgotten", 1, &Flip<&Profile::unpadded_forgotten>},
    {"emit_time", 2,
     [](uint32_t by, Profile* p) {
       p->emit_time = Moved(p->emit_time, by, 3);
     }},
    {"efi_attr", 2, &Move<&Profile::efi_attr, EXDEV>},
};
static_assert(std::size(kChanges) == kProfileChanges);

constexpr unsigned FirstBit(size_t i) {
  unsigned first = 0;
  for (size_t before = 0; before < i; ++before) first += kChanges[before].bits;
  return first;
}

static_assert(FirstBit(kProfileChanges) == ProfileChanges::kBits);

}  // namespace

ProfileChanges ProfileChanges::FromBits(uint64_t bits) {
  ProfileChanges changes;
  changes.bits_ = bits & ((uint64_t{1} << FirstBit(kProfileChanges)) - 1);
  return changes;
}

uint32_t ProfileChanges::SettingsOf(size_t i) {
  FUSE_DIRENTS_CHECK(i < kProfileChanges);
  return uint32_t{1} << kChanges[i].bits;
}

uint32_t ProfileChanges::Get(size_t i) const {
  return static_cast<uint32_t>(bits_ >> FirstBit(i)) & (SettingsOf(i) - 1);
}

void ProfileChanges::Set(size_t i, uint32_t by) {
  FUSE_DIRENTS_CHECK(by < SettingsOf(i));
  bits_ ^= uint64_t{Get(i) ^ by} << FirstBit(i);
}

Profile ProfileChanges::Apply(const Profile& base) const {
  Profile profile = base;
  for (size_t i = 0; i < kProfileChanges; ++i) {
    if (const uint32_t by = Get(i)) kChanges[i].apply(by, &profile);
  }
  return profile;
}

std::string ProfileChanges::ToText() const {
  std::string text;
  for (size_t i = 0; i < kProfileChanges; ++i) {
    if (Get(i) == 0) continue;
    if (!text.empty()) text += ",";
    text += std::string(kChanges[i].name) + ":" + std::to_string(Get(i));
  }
  return text;
}

std::optional<ProfileChanges> ProfileChanges::FromText(std::string_view text) {
  ProfileChanges changes;
  while (true) {
    const std::string_view word = text.substr(0, text.find(','));
    const size_t colon = word.find(':');
    const auto found =
        std::ranges::find(kChanges, word.substr(0, colon), &Change::name);
    if (colon == word.npos || found == std::end(kChanges)) return std::nullopt;
    const auto i = static_cast<size_t>(found - std::begin(kChanges));
    const auto by = ParseNumber(word.substr(colon + 1), SettingsOf(i) - 1);
    if (!by || *by == 0 || changes.Get(i) != 0) return std::nullopt;
    changes.Set(i, static_cast<uint32_t>(*by));
    if (word.size() == text.size()) return changes;
    text.remove_prefix(word.size() + 1);
  }
}

}  // namespace fuse_dirents
