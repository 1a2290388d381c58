// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Each test of dirent_parser_suite() finds mutants that break its rules, and
// names the rule.  That the suite finds every mutant: //properties/kill.

#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "pagemap/poison.h"
#include "properties/suite/heap_use.h"
#include "properties/suite/run_suite.h"

namespace fuse_dirents {
namespace {

struct Plant {
  std::string bug, check, rule;
};

void PrintTo(const Plant& plant, std::ostream* os) { *os << plant.bug; }

class PlantedBug : public testing::TestWithParam<Plant> {};

TEST_P(PlantedBug, IsFoundAndNamed) {
  Plant plant = GetParam();
  if (plant.rule == "no_leak" && !CanMeasureHeapUse()) {
    GTEST_SKIP() << "this build cannot see leaks, as the suite says";
  }
  if (kPoisonWorks && plant.rule == "stale_tail") {
    // The read itself is reported, before it can show; by MemorySanitizer
    // without its place.
#if defined(FUSE_DIRENTS_MSAN)
    plant.rule = "no_crash";
#else
    plant.rule = "stays_inside";
#endif
  }
  const Printed run = RunSuite(plant.check, plant.bug, "--hang_seconds=1");
  EXPECT_EQ(run.status, 1) << run.printed;
  EXPECT_NE(run.printed.find("\nrule: " + plant.rule + "\n"), std::string::npos)
      << run.printed;
  // Reply, layout, both traces, and the case.
  for (const std::string_view part :
       {"\nreply, ", "trace of ", "\nformat ", "FAILED"}) {
    EXPECT_NE(run.printed.find(part), std::string::npos) << part << "\n"
                                                         << run.printed;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Planted, PlantedBug,
    testing::ValuesIn(std::initializer_list<Plant>{
        {"slash_taken", "exhaustive", "'/' in the name"},
        {"slash_taken", "corpus", "'/' in the name"},
        {"name_max_4096", "exhaustive", "longest name in bytes"},
        {"name_max_4096", "corpus", "longest name in bytes"},
        {"short_record_is_error", "exhaustive", "record runs past the reply"},
        {"dot_dot_linked", "exhaustive", "a lookup of \".\" or \"..\""},
        {"failed_link_kept", "exhaustive", "a refused link is forgotten"},
        {"emits_when_full", "properties", "Emit and full"},
        {"pos_one_later", "exhaustive", "Resume"},
        {"first_mib_only", "exhaustive", "Emit and full"},
        {"stale_bounce", "exhaustive", "layout_independence"},
        {"stale_bounce", "properties", "layout_independence"},
        {"stale_bounce", "corpus", "layout_independence"},
        {"stale_tail_read", "exhaustive", "stale_tail"},
        {"stale_tail_read", "corpus", "stale_tail"},
        {"off_fetched_twice", "properties", "single_fetch"},
        {"reads_header_first", "exhaustive", "stays_inside"},
        {"first_byte_cleared", "exhaustive", "read_only"},
        {"first_byte_cleared", "properties", "read_only"},
        {"first_byte_cleared", "corpus", "read_only"},
        {"nul_written_after_name", "exhaustive", "read_only"},
        {"nul_written_after_name", "properties", "read_only"},
        {"nul_written_after_name", "corpus", "read_only"},
        {"second_entry_lost", "properties", "Emit and full"},
        {"header_at_end_unjudged", "corpus",
         "a header with nothing after it is looked at"},
        {"header_at_end_unjudged", "properties",
         "a header with nothing after it is looked at"},
        {"segments_consumed", "properties", "no_crash"},
        {"fails_now_and_then", "properties", "no_state"},
        {"dots_remembered", "exhaustive", "no_state"},
        {"crashes_at_255", "corpus", "no_crash"},
        {"exits_at_255", "corpus", "no_crash"},
        {"hangs_at_255", "corpus", "no_hang"},
        {"blocks_at_255", "corpus", "no_hang"},
        {"leaks_on_error", "corpus", "no_leak"},
        {"leaks_on_error", "properties", "no_leak"},
    }),
    [](const auto& param_info) {
      return param_info.param.bug + "_by_" + param_info.param.check;
    });

TEST(PlantedHeapUse, ALeakInOneExhaustiveCaseIsFound) {
  if (!CanMeasureHeapUse()) GTEST_SKIP() << "as the suite says";
  const Printed run = RunSuite("exhaustive", "none LEAKS=1");
  EXPECT_EQ(run.status, 1);
  EXPECT_NE(run.printed.find("\nrule: no_leak\nplanted/segmented takes memory"),
            std::string::npos)
      << run.printed;
  const std::string recipe = Recipe(run.printed);
  const size_t name = recipe.find("name=\"");
  ASSERT_NE(name, std::string::npos) << run.printed;
  EXPECT_EQ(recipe.find('"', name + 6), name + 6 + 7) << recipe;
}

TEST(PlantedHeapUse, AWritePastABlockIsReportedWithTheReply) {
  for (const std::string size : {"7", "24", "255"}) {
    const Printed run = RunSuite("exhaustive", "none OVERFLOWS=" + size);
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.printed.find("\nrule: no_crash\n"), std::string::npos)
        << run.printed;
    // So the reply that is shown is the one that it was given.
    EXPECT_EQ(run.printed.find("after the parser had returned"),
              std::string::npos)
        << run.printed;
    if (!kPoisonWorks) {
      EXPECT_NE(run.printed.find("\n| free() of a block that was written to "
                                 "past its end\n"),
                std::string::npos)
          << run.printed;
    }
  }
}

// The run would otherwise end as if it had passed.

}  // namespace
}  // namespace fuse_dirents
