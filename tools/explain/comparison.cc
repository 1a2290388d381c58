// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/explain/comparison.h"

#include <algorithm>

#include "base/check.h"
#include "parser/profile/profile_rows.h"

namespace fuse_dirents {
namespace {

// Whether two verdicts agree about `record`, or about the end if there is none.
bool AgreeAt(std::optional<size_t> record, const Verdict& a, const Verdict& b) {
  if (record) {
    return a.entries[*record] == b.entries[*record] &&
           a.lookups[*record] == b.lookups[*record];
  }
  return a.error == b.error && a.pos == b.pos;
}

std::optional<size_t> FirstRecordThatDiffers(const Verdict& a,
                                             const Verdict& b) {
  for (size_t i = 0; i < a.entries.size(); ++i) {
    if (!AgreeAt(i, a, b)) return i;
  }
  return std::nullopt;
}

}  // namespace

bool SameOutcome(const Verdict& a, const Verdict& b) {
  return a.asks == b.asks && a.entries == b.entries && a.lookups == b.lookups &&
         AgreeAt(std::nullopt, a, b);
}

std::vector<Group> GroupsOf(std::span<const Verdict> verdicts) {
  std::vector<Group> groups;
  for (size_t i = 0; i < verdicts.size(); ++i) {
    if (!verdicts[i].asks) continue;
    const auto same = std::ranges::find_if(groups, [&](const Group& group) {
      return SameOutcome(verdicts[group.front()], verdicts[i]);
    });
    if (same == groups.end()) {
      groups.push_back({i});
    } else {
      same->push_back(i);
    }
  }
  return groups;
}

VerdictDifference DifferenceOf(const NumberedReply& reply, const Verdict& a,
                               const Verdict& b) {
  FUSE_DIRENTS_CHECK(a.asks && b.asks && !SameOutcome(a, b));
  VerdictDifference difference = {FirstRecordThatDiffers(a, b), {}};

  const std::vector<RowDifference> differing =
      DifferingRows(*a.profile, *b.profile);
  using Rows = std::vector<const ProfileRow*>;
  Rows rows;
  for (const ProfileRow& row : ProfileRows()) {
    if (std::ranges::find(differing, row.title, &RowDifference::title) !=
        differing.end()) {
      rows.push_back(&row);
    }
  }
  const auto suffice = [&](const Rows& some) {
    Profile profile = *a.profile;
    for (const ProfileRow* row : some) row->copy(*b.profile, &profile);
    const Verdict moved = reply.VerdictOf(profile);
    return moved.asks && AgreeAt(difference.record, moved, b);
  };
  FUSE_DIRENTS_CHECK(suffice(rows));
  // One row nearly always suffices.
  for (const ProfileRow* row : rows) {
    if (suffice({row})) {
      rows = {row};
      break;
    }
  }
  for (size_t i = 0; i < rows.size() && rows.size() > 1;) {
    Rows fewer = rows;
    fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
    if (suffice(fewer)) {
      rows = fewer;
    } else {
      ++i;
    }
  }
  for (const ProfileRow* row : rows) {
    difference.rules.push_back(
        *std::ranges::find(differing, row->title, &RowDifference::title));
  }
  return difference;
}

}  // namespace fuse_dirents
