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

// What cases a property is about.
struct CaseRules {
  // Only records that the profile accepts, whole, with nothing behind them, and
  // a caller's buffer that takes them all.
  bool well_formed = false;
  // The parser is told of fewer bytes than lie there (layout.cut).
  bool always_cut = false;
  // choices.extra is drawn, in 8 numbers of 4 bits that ExtraNibble() takes
  // apart; else it is 0.
  bool draws_extra = false;
  // Only clients that ask for READDIRPLUS, and only replies to that.
  // REQUIRES: a profile that is given does.
  bool plus_only = false;
  uint32_t max_namelen = kFuseNameMax + 1;
};

// The `i`-th (from 0) number of choices.extra, in [0, 15].
constexpr uint32_t ExtraNibble(const Case& c, unsigned i) {
  return c.choices.extra >> (4 * i) & 15;
}

// Draws a case.  Whatever is drawn, the case can be laid out and a trailer can
// hold its choices.  Every case makes the same choices in the same order, each
// meaning the same, so that one of them can be made simpler without another
// being read differently.
//
// `profile` is the client's; null: one of AllProfiles() is drawn.
Case DrawCase(const CaseRules& rules, const Profile* profile, Chooser* chooser);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_GENERATORS_H_
