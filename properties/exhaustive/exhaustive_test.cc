// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every parser of the tree agrees with the reference on every case of every
// set.  Sets about rules run by every profile; those about layouts by `linux`
// and by `starnix`, which frames the whole reply before it reads a record.

#include <cstdio>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "parser/profile/profile.h"
#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kFormats[] = {RecordFormat::kDirent,
                                     RecordFormat::kDirentplus};

#if defined(FUSE_DIRENTS_SANITIZER)
constexpr Extent kExtent = Extent::kThinned;
#else
constexpr Extent kExtent = Extent::kFull;
#endif

struct SetRun {
  const ExhaustiveSet* set;
  const Profile* profile;
  RecordFormat format;
  unsigned part;
};

void PrintTo(const SetRun& run, std::ostream* os) {
  *os << run.set->name << " part " << run.part << ", " << run.profile->name;
}

bool IsAboutLayouts(const ExhaustiveSet& set) {
  return set.name == "namelen_seams" || set.name == "namelen_pages" ||
         set.name == "namelen_places";
}

std::vector<SetRun> AllRuns() {
  std::vector<SetRun> runs;
  for (const ExhaustiveSet& set : ExhaustiveSets()) {
    for (const Profile& profile : AllProfiles()) {
      for (const RecordFormat format : kFormats) {
        if (!profile.Supports(format)) continue;
        for (unsigned part = 0; part < set.parts; ++part) {
          const bool is_asked =
              !IsAboutLayouts(set) || profile.name == "linux" ||
              // The seams within the padding of one length are enough to meet
              // the other way through the reader.
              (profile.name == "starnix" &&
               (set.name != "namelen_seams" || part == 0));
          if (is_asked) runs.push_back({&set, &profile, format, part});
        }
      }
    }
  }
  return runs;
}

class ExhaustiveTest : public testing::TestWithParam<SetRun> {};

TEST_P(ExhaustiveTest, EveryParserAgreesOnEveryCase) {
  const auto [set, profile, format, part] = GetParam();
  CaseRunner runner(OurParsers(), *profile);
  set->run(kExtent, format, part, &runner);
  ASSERT_EQ(runner.failure(), "");
  const CaseCounts& counts = runner.counts();
  std::printf(
      "%s, part %u of %u, %s, %s: %llu replies, %llu cases, %llu parses\n",
      std::string(set->name).c_str(), part + 1, set->parts,
      format == RecordFormat::kDirent ? "dirent" : "direntplus",
      std::string(profile->name).c_str(),
      static_cast<unsigned long long>(counts.replies),
      static_cast<unsigned long long>(counts.cases),
      static_cast<unsigned long long>(counts.parses));
  EXPECT_EQ(counts.cases, set->cases(kExtent, format));
  // Each case is run by a parser, and each reply, which is a case of its own,
  // by two of them: the reference and the reader.
  EXPECT_GE(counts.parses, counts.cases + counts.replies);
  EXPECT_GT(counts.emits, 0u);
}

std::string NameOf(const testing::TestParamInfo<SetRun>& param) {
  const SetRun& run = param.param;
  const char* const format =
      run.format == RecordFormat::kDirent ? "_dirent_" : "_direntplus_";
  return std::string(run.set->name) + "_" + std::string(run.profile->name) +
         format + std::to_string(run.part);
}
INSTANTIATE_TEST_SUITE_P(, ExhaustiveTest, testing::ValuesIn(AllRuns()),
                         NameOf);

// What the runs of an extent come to.  A set, a part, a value or a profile that
// is lost shows here.
// 9 profiles have READDIR and 6 READDIRPLUS; with d and p cases a part:
// 9(d + p) namelen_seams, 6(d + p) namelen_pages, 2(d + p) namelen_places,
// 9d + 6p cuts, three times that many field_values, and 9d + 6p small_replies
// and slash_seams.
uint64_t AllCases(Extent extent) {
  uint64_t cases = 0;
  for (const SetRun& run : AllRuns()) {
    cases += run.set->cases(extent, run.format);
  }
  return cases;
}

TEST(ExhaustiveSets, ComeToAsManyCasesAsTheyShould) {
  EXPECT_EQ(AllCases(Extent::kFull), 90331936u);
  EXPECT_EQ(AllCases(Extent::kThinned), 2670349u);
}

}  // namespace
}  // namespace fuse_dirents
