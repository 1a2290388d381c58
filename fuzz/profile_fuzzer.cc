// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// All parsers agree with the reference on any bytes under any rules.
//
// The rules are those of Choices::profile, each changed as the bits of
// Choices::extra say, from the lowest: the reply is one to READDIRPLUS (1 bit);
// the switches of a profile (7); its name_max (2); its rules for what may be
// accepted, each shifted through the actions (8 of 2); those for how a reply
// ends (2); and its uses of lookups, shifted likewise (2 of 2).

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "fuzz/engine/parsers_agree.h"

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

// Rules of one profile have different errors, so that a trace shows which of
// them spoke.
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

// Takes 31 bits.
Profile Changed(const Profile& base, Bits bits) {
  Profile profile = base;
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

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Comparer& comparer = *new Comparer;  // Not destroyed: slow.
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  Choices& choices = input.choices;
  Bits bits(choices.extra);
  const RecordFormat format =
      bits.Take(1) != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  const Profile profile = Changed(*choices.profile, bits);
  choices.profile = &profile;
  CheckParsersAgree(format, input, &comparer);
  choices.profile = &LinuxProfile();
  return 0;
}
