// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Mutants that fetch one field of each record twice, for tests of what finds
// them.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_DOUBLE_FETCH_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_DOUBLE_FETCH_H_

#include <string>
#include <vector>

#include "base/check.h"
#include "differential/mutants/mutants.h"
#include "readdir/hostile/field_places.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {

// By the rules of the mutant's profile.
inline BoundParser BoundMutant(const Mutant& mutant) {
  return [mutant](const dirents_reply& reply, const dirents_sink& sink,
                  uint64_t* pos) {
    return ParseMutant(mutant, mutant.profile_of(), reply, sink, pos);
  };
}

// A mutant beside those of the table.  Borrows `field`, as FieldPlace has it.
inline BoundParser FetchedTwice(Again again, std::string_view field) {
  return BoundMutant({.name = "fetched_twice",
                      .what = "Fetches a field twice.",
                      .again = again,
                      .field = field});
}

// The mutant of the table that frames all records before it fetches them.
inline BoundParser FramesTwice() {
  return
      [](const dirents_reply& reply, const dirents_sink& sink, uint64_t* pos) {
        const Mutant* const mutant = FindMutant("frames_fetched_twice");
        FUSE_DIRENTS_CHECK(mutant != nullptr);
        return ParseMutant(*mutant, mutant->profile_of(), reply, sink, pos);
      };
}

// All fields of a record that can be fetched twice, "name" the last.
inline std::vector<std::string> FieldsOf(RecordFormat format) {
  std::vector<std::string> fields;
  for (const FieldPlace& place :
       FieldPlaces(format, std::string(HeaderSize(format), '\0'))) {
    if (place.is_number) fields.emplace_back(place.field);
  }
  fields.emplace_back("name");
  return fields;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_DOUBLE_FETCH_H_
