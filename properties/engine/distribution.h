// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_DISTRIBUTION_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_DISTRIBUTION_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "differential/case.h"
#include "properties/engine/property.h"

namespace fuse_dirents {

// What the cases of a run were like.  A run that saw too little of what makes
// the property interesting has shown nothing.
class Distribution {
 public:
  // Counts the cases of each of `kinds`, which are borrowed, too.
  explicit Distribution(std::span<const CaseKind> kinds = {})
      : kinds_(kinds), of_kind_(kinds.size()) {}

  // Counts `c`, laying it out on `runner` to see where its seams fall.
  void Add(const Case& c, Runner* runner);

  size_t cases() const { return cases_; }
  // A record lies in more than one segment.
  size_t straddling() const { return straddling_; }
  // The reply ends inside a record.
  size_t cut_mid_record() const { return cut_mid_record_; }
  // All of the segmented, the linear and the mapped view can be shown.
  size_t mappable() const { return mappable_; }
  size_t direntplus() const { return direntplus_; }
  // At least two whole records.
  size_t several_records() const { return several_records_; }

  // "2000 cases: 1234 straddle a seam, ..."
  std::string ToText() const;

  // Which floor is not reached, or nothing.  Of all cases a third must straddle
  // a seam, `min_cut_percent` in a hundred be cut inside a record, a third have
  // several records, and a tenth be mappable; where the client asks for both
  // formats, a quarter must be of each; and of each kind there must be as many
  // as it wants.
  std::optional<std::string> Lacks(unsigned min_cut_percent,
                                   bool both_formats) const;

 private:
  std::span<const CaseKind> kinds_;
  std::vector<size_t> of_kind_;
  size_t cases_ = 0;
  size_t straddling_ = 0;
  size_t cut_mid_record_ = 0;
  size_t mappable_ = 0;
  size_t direntplus_ = 0;
  size_t several_records_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_DISTRIBUTION_H_
