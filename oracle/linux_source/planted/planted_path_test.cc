// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// readdir.c with each uncached step passes the checks of the path; with a
// planted edit it is found, and the finding names what is wrong.

#include <cstdint>
#include <cstdio>
#include <string>

#include "gtest/gtest.h"
#include "oracle/linux_source/path/source_sessions.h"
#include "oracle/linux_source/planted/planted_edits.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 31694;

using Judge = std::string (*)(const SourceKind&, std::string_view, PathTally*);

// The first finding in `sessions` sessions, or nothing.
std::string FirstFinding(Judge judge, enum planted_edit edit,
                         enum planted_step step, uint64_t sessions) {
  planted_edit = PLANTED_none;
  planted_step = step;
  static PathTally tally;
  const SourceKind kind = KindOf(planted_entry_points);
  planted_edit = edit;
  std::string finding;
  uint64_t seed = kSeed;
  while (finding.empty() && seed < kSeed + sessions) {
    finding = judge(kind, SessionBytes(seed++), &tally);
  }
  planted_edit = PLANTED_none;
  planted_step = PLANTED_STEP_OWN;
  if (!finding.empty()) {
    std::printf("session %llu: %s\n",
                static_cast<unsigned long long>(seed - kSeed),
                finding.substr(0, finding.find("\nclient:")).c_str());
  }
  return finding;
}

TEST(PlantedPath, EveryUncachedStepPassesWithoutAnEdit) {
  for (const enum planted_step step :
       {PLANTED_STEP_OWN, PLANTED_STEP_KVMALLOC, PLANTED_STEP_PAGES}) {
    SCOPED_TRACE(step);
    EXPECT_EQ(FirstFinding(&JudgeSource, PLANTED_none, step, 1000), "");
    EXPECT_EQ(FirstFinding(&JudgeUnderFaults, PLANTED_none, step, 50), "");
    EXPECT_EQ(FirstFinding(&JudgeUnderRewrites, PLANTED_none, step, 1000), "");
  }
}

struct Edit {
  const char* name;
  enum planted_edit edit;
  enum planted_step step;
  Judge judge;
  const char* finding;  // What it names.
};

class PlantedPathEdit : public testing::TestWithParam<Edit> {};

TEST_P(PlantedPathEdit, IsFoundAndNamed) {
  const Edit& edit = GetParam();
  const std::string finding =
      FirstFinding(edit.judge, edit.edit, edit.step, 3000);
  EXPECT_NE(finding.find(edit.finding), std::string::npos) << finding;
}

#define FUSE_DIRENTS_EDIT(name, step, judge, finding) \
  Edit { #name, PLANTED_##name, PLANTED_STEP_##step, &judge, finding }

INSTANTIATE_TEST_SUITE_P(
    Edits, PlantedPathEdit,
    testing::Values(
        FUSE_DIRENTS_EDIT(slash_taken, OWN, JudgeSource, "result of readdir"),
        FUSE_DIRENTS_EDIT(pos_before_emit, OWN, JudgeSource, ", off "),
        FUSE_DIRENTS_EDIT(pos_is_ino, OWN, JudgeSource, ", off "),
        FUSE_DIRENTS_EDIT(forget_gone, OWN, JudgeSource, "leaked"),
        FUSE_DIRENTS_EDIT(link_only_while_not_full, OWN, JudgeSource, "leaked"),
        FUSE_DIRENTS_EDIT(page_kept, OWN, JudgeSource, "pages stay in use"),
        FUSE_DIRENTS_EDIT(cache_page_kept, OWN, JudgeSource,
                          "of the cache stays locked or in use"),
        FUSE_DIRENTS_EDIT(dentry_kept, OWN, JudgeSource,
                          "dentries stay in use"),
        FUSE_DIRENTS_EDIT(nlookup_kept, OWN, JudgeUnderFaults, "given back"),
        FUSE_DIRENTS_EDIT(counts_twice, OWN, JudgeSource, "are held"),
        FUSE_DIRENTS_EDIT(advice_kept, OWN, JudgeSource, "the request is"),
        FUSE_DIRENTS_EDIT(never_complete, OWN, JudgeSource, "the request is"),
        FUSE_DIRENTS_EDIT(never_outdated, OWN, JudgeSource, "the request is"),
        FUSE_DIRENTS_EDIT(buffer_kept, KVMALLOC, JudgeSource,
                          "allocations leak"),
        FUSE_DIRENTS_EDIT(pages_kept, PAGES, JudgeSource, "pages stay in use"),
        FUSE_DIRENTS_EDIT(mapping_kept, PAGES, JudgeSource,
                          "a view stays mapped"),
        FUSE_DIRENTS_EDIT(folios_kept, PAGES, JudgeSource, "allocations leak"),
        FUSE_DIRENTS_EDIT(short_allocation_ignored, PAGES, JudgeUnderFaults,
                          "the request is none"),
        FUSE_DIRENTS_EDIT(pages_kept_without_mapping, PAGES, JudgeUnderFaults,
                          "pages stay in use"),
        FUSE_DIRENTS_EDIT(mapping_kept, PAGES, JudgeUnderRewrites,
                          "a mapping leaks")),
    [](const auto& edit) {
      return edit.param.name +
             std::string(edit.param.judge == &JudgeUnderRewrites ? "_rewritten"
                                                                 : "");
    });

// A record of more than a page is copied into a page of the cache.
TEST(PlantedPathDeathTest, AnOversizedRecordInTheCacheIsFatal) {
  for (const enum planted_step step :
       {PLANTED_STEP_KVMALLOC, PLANTED_STEP_PAGES}) {
    EXPECT_DEATH(
        FirstFinding(&JudgeSource, PLANTED_oversized_cached, step, 3000), "");
  }
}

}  // namespace
}  // namespace fuse_dirents
