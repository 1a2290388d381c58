// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/profile_check.h"

#include <array>
#include <cerrno>
#include <utility>

namespace fuse_dirents {
namespace {

class Bits {
 public:
  explicit Bits(uint32_t bits) : left_(bits) {}

  uint32_t Take(unsigned n) {
    const uint32_t taken = left_ & ((1u << n) - 1);
    left_ >>= n;
    return taken;
  }

 private:
  uint32_t left_;
};

void Shift(uint32_t by, int error, Rule* rule) {
  if (by == 0) return;
  const auto action =
      static_cast<Action>((static_cast<uint32_t>(rule->action) + by) % 4);
  *rule = {action, action == Action::kError ? error : 0};
}

// kStop and kError are all that the end of a reply allows.
void Flip(uint32_t flip, int error, Rule* rule) {
  if (flip == 0) return;
  *rule = rule->action == Action::kStop ? Error(error) : kStopQuietly;
}

LookupUse Shifted(LookupUse use, uint32_t by) {
  return static_cast<LookupUse>((static_cast<uint32_t>(use) + by) % 3);
}

}  // namespace

Profile ChangedProfile(const Profile& base, uint32_t choices) {
  Bits bits(choices);
  Profile profile = base;
  // A reply of a format that the client does not ask for would test no rule.
  profile.readdir = profile.readdirplus = true;
  if (bits.Take(1) != 0) {
    profile.order = profile.order == CheckOrder::kNamelenFirst
                        ? CheckOrder::kRecordFirst
                        : CheckOrder::kNamelenFirst;
  }
  if (bits.Take(1) != 0) {
    profile.when_full = profile.when_full == WhenFull::kStop
                            ? WhenFull::kKeepLinking
                            : WhenFull::kStop;
  }
  for (bool* flag :
       {&profile.last_padding_required, &profile.frames_first,
        &profile.bad_entry_forgotten, &profile.failed_link_forgotten,
        &profile.forgets_after_error}) {
    if (bits.Take(1) != 0) *flag = !*flag;
  }
  const std::array<uint32_t, 4> name_maxes = {base.name_max, 8, 1024,
                                              kNoNameMax};
  profile.name_max = name_maxes[bits.Take(2)];
  Shift(bits.Take(2), EINVAL, &profile.empty_name);
  Shift(bits.Take(2), ENAMETOOLONG, &profile.long_name);
  Shift(bits.Take(2), EACCES, &profile.slash);
  Shift(bits.Take(2), EBADMSG, &profile.nul);
  Shift(bits.Take(2), EPERM, &profile.unprintable);
  Shift(bits.Take(2), EILSEQ, &profile.not_utf8);
  Shift(bits.Take(2), EOVERFLOW, &profile.off_negative);
  Shift(bits.Take(2), ERANGE, &profile.type_above_u8);
  Flip(bits.Take(1), ENODATA, &profile.short_record);
  Flip(bits.Take(1), EPROTO, &profile.trailing);
  profile.lookups = Shifted(profile.lookups, bits.Take(2));
  profile.dot_lookups = Shifted(profile.dot_lookups, bits.Take(2));
  return profile;
}

std::optional<std::string> ProfileCheck::Check(RecordFormat format,
                                               const Input& input) {
  const Profile profile =
      ChangedProfile(*input.choices.profile, input.choices.extra >> 1);
  changed_ = input;
  changed_.choices.profile = &profile;
  auto difference = comparer_.Compare(format, changed_);
  if (!difference) return std::nullopt;
  return std::move(difference->report);
}

}  // namespace fuse_dirents
