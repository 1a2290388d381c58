// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The one generator of cases.  It knows where clients go wrong: at the edges of
// namelen, at dots, slashes and NULs, at numbers that change their sign, and
// where a seam falls on a chosen byte of a chosen record.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_GENERATORS_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_GENERATORS_H_

#include <cstdint>

#include "differential/case.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"
#include "properties/engine/chooser.h"

namespace fuse_dirents {

// Which cases a property is about.
struct CaseRules {
  // Only records that the profile accepts, whole, with nothing after them, and
  // a caller's buffer that takes them all.
  bool well_formed = false;
  // The parser's nbytes is smaller than the reply (layout.cut).
  bool always_cut = false;
  // Case::draws are drawn; else they are 0.
  bool has_draws = false;
  // Only clients that ask for READDIRPLUS, and only replies to that.
  // REQUIRES: a profile that is given does.
  bool plus_only = false;
  uint32_t max_namelen = kFuseNameMax + 1;
};

// Case::draws as one number of 32 bits, the first in its lowest bits.
constexpr uint32_t DrawnBits(const Case& c) {
  uint32_t bits = 0;
  for (size_t i = 0; i < c.draws.size(); ++i) {
    bits |= uint32_t{c.draws[i]} << (4 * i);
  }
  return bits;
}

// Whether `c` is a case that the rules allow: one that was read from a recipe
// or made simpler need not be.
bool FitsRules(const CaseRules& rules, const Case& c);

// Draws a case, which fits the rules.  Whatever is drawn, the case can be laid
// out and a trailer can hold its choices.  Every case makes the same choices in
// the same order, each meaning the same, so that one of them can be made
// simpler without another being read differently.
//
// `profile` is the client's; null: one of AllProfiles() is drawn.
Case DrawCase(const CaseRules& rules, const Profile* profile, Chooser* chooser);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_GENERATORS_H_
