// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Each oracle of the fuzz targets finds a planted bug within a fixed number of
// runs, finds nothing in the right code, and judges nearly every input.
// session_fuzzer has a test of its own.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "differential/compare.h"
#include "differential/input.h"
#include "differential/mutants/mutants.h"
#include "fuzz/checks/hostile_pages_check.h"
#include "fuzz/checks/layout_check.h"
#include "fuzz/checks/mutated_inputs.h"
#include "fuzz/checks/planted_models.h"
#include "fuzz/checks/profile_check.h"
#include "fuzz/checks/request_check.h"
#include "fuzz/checks/writer_check.h"
#include "gtest/gtest.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 1;

// --- The check of each target, of the right code or of wrong code. ---

// Checks one input, in the form that the target reads.  Returns a report, or
// nothing; sets *judged to whether the input could have failed.
using Check = std::function<std::optional<std::string>(std::string_view bytes,
                                                       bool* judged)>;

RecordFormat FormatOf(const Input& input) {
  return (input.choices.extra & 1) != 0 ? RecordFormat::kDirentplus
                                        : RecordFormat::kDirent;
}

// Of a format that the client does not ask for, it reads no byte.
bool IsRead(RecordFormat format, const Input& input) {
  return input.choices.profile->Supports(format);
}

// A checker with the list of parsers that it borrows.
template <typename Checker>
struct WithParsers {
  explicit WithParsers(std::vector<ListedParser> list)
      : parsers(std::move(list)), checker(parsers) {}

  const std::vector<ListedParser> parsers;
  Checker checker;
};

// Mutants know the rules of Linux alone: under other rules each would be found
// for what it does right.
Check RepliesCheck(RecordFormat format, std::vector<ListedParser> parsers) {
  const bool is_right = parsers.size() == OurParsers().size();
  const auto run = std::make_shared<WithParsers<Comparer>>(std::move(parsers));
  return [=](std::string_view bytes, bool* judged) {
    Input input = DecodeInput(bytes);
    if (!is_right) input.choices.profile = &LinuxProfile();
    *judged = IsRead(format, input);
    const auto difference = run->checker.Compare(format, input);
    return difference ? std::optional(difference->report) : std::nullopt;
  };
}

Check LayoutsCheck(std::vector<ListedParser> parsers) {
  const auto run =
      std::make_shared<WithParsers<LayoutCheck>>(std::move(parsers));
  return [=](std::string_view bytes, bool* judged) {
    const Input input = DecodeInput(bytes);
    const RecordFormat format = FormatOf(input);
    auto report = run->checker.Check(format, input);
    *judged = IsRead(format, input) && run->checker.judged_prefix();
    return report;
  };
}

Check ProfilesCheck(std::vector<ListedParser> parsers) {
  const auto run =
      std::make_shared<WithParsers<ProfileCheck>>(std::move(parsers));
  return [=](std::string_view bytes, bool* judged) {
    const Input input = DecodeInput(bytes);
    *judged = true;
    return run->checker.Check(FormatOf(input), input);
  };
}

Check HostileCheck(ParseFunction reader, ParseFunction reference) {
  const auto check = std::make_shared<HostilePagesCheck>(reader, reference);
  return [=](std::string_view bytes, bool* judged) {
    auto report = check->Check(DecodeInput(bytes));
    *judged = check->judged();
    return report;
  };
}

Check WritersCheck(const WriterModel& model) {
  return [=](std::string_view bytes, bool* judged) {
    const Input input = DecodeInput(bytes);
    const RecordFormat format = FormatOf(input);
    // The recipe is checked of every input but the empty one.
    *judged = !input.reply.empty();
    return CheckWriter(format, input.reply, (input.choices.extra >> 1 & 7) == 7,
                       model);
  };
}

Check RequestsCheck(const SizingModel& model) {
  return [=](std::string_view bytes, bool* judged) {
    *judged = true;
    return CheckRequest(
        ReadRequestInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size()),
        model);
  };
}

// --- The targets. ---

struct Target {
  const char* name;
  std::optional<TargetFormat> format;
  std::function<Check()> right;
  double least_judged;  // Share of the mutated inputs.
};

std::vector<ListedParser> AllOf(std::span<const ListedParser> parsers) {
  return {parsers.begin(), parsers.end()};
}

const std::vector<Target>& Targets() {
  static const auto* const targets = new std::vector<Target>{
      {"reply_fuzzer", TargetFormat::kDirent,
       [] { return RepliesCheck(RecordFormat::kDirent, AllOf(OurParsers())); },
       0.95},
      {"plus_reply_fuzzer", TargetFormat::kDirentplus,
       [] {
         return RepliesCheck(RecordFormat::kDirentplus, AllOf(OurParsers()));
       },
       0.95},
      {"layout_fuzzer", TargetFormat::kByExtra,
       [] { return LayoutsCheck(AllOf(ReaderPresentations())); }, 0.95},
      {"profile_fuzzer", TargetFormat::kByExtra,
       [] { return ProfilesCheck(AllOf(OurParsers())); }, 1},
      {"request_fuzzer", std::nullopt, [] { return RequestsCheck({}); }, 1},
      {"hostile_pages_fuzzer", TargetFormat::kByExtra,
       [] { return HostileCheck(&ParseWithReader, &ParseWithReference); },
       // The rest give no emit, and so no moment to write at.
       0.75},
      {"writer_fuzzer", TargetFormat::kByExtra, [] { return WritersCheck({}); },
       0.95},
  };
  return *targets;
}

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> SeedsOf(std::string_view target) {
  std::string list = ReadWhole("fuzz/" + std::string(target) + ".seeds");
  std::vector<std::string> seeds;
  for (size_t begin = 0; begin < list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    seeds.push_back(ReadWhole(list.substr(begin, end - begin)));
    begin = end + 1;
  }
  return seeds;
}

std::string RandomBytes(Random* random, size_t most) {
  std::string bytes(random->Below(most + 1), '\0');
  for (char& c : bytes) c = static_cast<char>(random->Next());
  return bytes;
}

class RightCodeTest : public ::testing::TestWithParam<size_t> {};

// Prints the share of inputs that the oracle judges.
TEST_P(RightCodeTest, PassesAndNearlyEveryInputIsJudged) {
  const Target& target = Targets()[GetParam()];
  const std::vector<std::string> seeds = SeedsOf(target.name);
  MutatedInputs mutated(target.format, seeds, kSeed);
  Random random(kSeed);
  const Check check = target.right();
  const auto share = [&](size_t count, const auto& next) {
    size_t sum = 0;
    for (size_t i = 0; i < count; ++i) {
      bool judged = false;
      const auto report = check(next(i), &judged);
      EXPECT_EQ(report.value_or(""), "") << "input " << i;
      if (report) break;
      sum += judged;
    }
    return static_cast<double>(sum) / static_cast<double>(count);
  };
  const double of_seeds = share(
      seeds.size(), [&](size_t i) -> std::string_view { return seeds[i]; });
  const double of_mutated =
      share(20000, [&](size_t) -> std::string_view { return mutated.Next(); });
  const double of_random =
      share(5000, [&](size_t) { return RandomBytes(&random, 256); });
  std::printf(
      "judged by %s: %.1f %% of %zu seeds, %.1f %% of mutated inputs, "
      "%.1f %% of random bytes\n",
      target.name, 100 * of_seeds, seeds.size(), 100 * of_mutated,
      100 * of_random);
  EXPECT_GE(of_mutated, target.least_judged);
}

INSTANTIATE_TEST_SUITE_P(Targets, RightCodeTest,
                         ::testing::Range<size_t>(0, Targets().size()),
                         [](const auto& test) {
                           return Targets()[test.param].name;
                         });

// --- Planted bugs. ---

struct Planted {
  std::string name;
  const char* target;
  std::string says;  // What the report contains.
  uint64_t runs;     // Several times what it takes.
  std::function<Check()> check;
};

// `presentation` of a mutant, compared with what is right.
ListedParser Wrong(std::string_view mutant, Presentation presentation) {
  const MutantFacts* facts = FindMutant(mutant);
  FUSE_DIRENTS_CHECK(facts != nullptr);
  return {facts->name, presentation, ParseFunctionOf(facts->mutant)};
}

void AddReplies(std::vector<Planted>* planted) {
  const auto add = [&](RecordFormat format, std::string_view mutant,
                       Presentation presentation) {
    planted->push_back(
        {std::string(mutant),
         format == RecordFormat::kDirent ? "reply_fuzzer" : "plus_reply_fuzzer",
         std::string(mutant) + " differs from reference", 8000, [=] {
           return RepliesCheck(
               format, {OurParsers().front(), Wrong(mutant, presentation)});
         }});
  };
  add(RecordFormat::kDirent, "name_max_4094", Presentation::kLinear);
  add(RecordFormat::kDirent, "slash_last_unseen", Presentation::kMapped);
  add(RecordFormat::kDirent, "off_cut_at_seam", Presentation::kSegmented);
  add(RecordFormat::kDirentplus, "size_int64_max_refused",
      Presentation::kLinear);
  add(RecordFormat::kDirentplus, "full_forgets", Presentation::kMapped);
  add(RecordFormat::kDirentplus, "nodeid_cut_at_seam",
      Presentation::kSegmented);
}

// Takes a record that is cut short, and zeros for what is missing.
int CompletesWithZeros(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos) {
  std::string longer(static_cast<const char*>(reply.segments[0].base),
                     reply.nbytes);
  longer.resize(longer.size() + kFuseNameMax);
  const dirents_segment segment = {longer.data(), longer.size()};
  const dirents_reply completed = {reply.plus, reply.start_off, &segment, 1,
                                   longer.size()};
  return ParseWithReader(profile, completed, sink, pos);
}

void AddLayouts(std::vector<Planted>* planted) {
  for (const std::string_view mutant :
       {"one_segment", "slash_behind_seam_unseen", "nodeid_cut_at_seam"}) {
    planted->push_back({std::string(mutant), "layout_fuzzer",
                        std::string(mutant) + " differs from none", 20000, [=] {
                          return LayoutsCheck(
                              {Wrong("none", Presentation::kLinear),
                               Wrong(mutant, Presentation::kSegmented)});
                        }});
  }
  planted->push_back({"completes_with_zeros", "layout_fuzzer",
                      "is no prefix of the whole's", 2000, [] {
                        return LayoutsCheck(
                            {{"completes_with_zeros", Presentation::kLinear,
                              &CompletesWithZeros}});
                      }});
}

// Each ignores one field of a profile, for which it always has the value of
// Linux.
template <auto kField>
int IgnoresField(const Profile& profile, const dirents_reply& reply,
                 const dirents_sink& sink, uint64_t* pos) {
  Profile known = profile;
  known.*kField = LinuxProfile().*kField;
  return ParseWithReader(known, reply, sink, pos);
}

void AddProfiles(std::vector<Planted>* planted) {
  const auto add = [&](const char* field, ParseFunction parse) {
    const std::string name = "ignores_" + std::string(field);
    planted->push_back({name, "profile_fuzzer",
                        "ignores differs from reference", 40000, [parse] {
                          return ProfilesCheck(
                              {OurParsers().front(),
                               {"ignores", Presentation::kLinear, parse}});
                        }});
  };
  add("order", &IgnoresField<&Profile::order>);
  add("when_full", &IgnoresField<&Profile::when_full>);
  add("last_padding_required", &IgnoresField<&Profile::last_padding_required>);
  add("frames_first", &IgnoresField<&Profile::frames_first>);
  add("bad_entry_forgotten", &IgnoresField<&Profile::bad_entry_forgotten>);
  add("failed_link_forgotten", &IgnoresField<&Profile::failed_link_forgotten>);
  add("forgets_after_error", &IgnoresField<&Profile::forgets_after_error>);
  add("name_max", &IgnoresField<&Profile::name_max>);
  add("empty_name", &IgnoresField<&Profile::empty_name>);
  add("long_name", &IgnoresField<&Profile::long_name>);
  add("slash", &IgnoresField<&Profile::slash>);
  add("nul", &IgnoresField<&Profile::nul>);
  add("unprintable", &IgnoresField<&Profile::unprintable>);
  add("not_utf8", &IgnoresField<&Profile::not_utf8>);
  add("off_negative", &IgnoresField<&Profile::off_negative>);
  add("type_above_u8", &IgnoresField<&Profile::type_above_u8>);
  add("short_record", &IgnoresField<&Profile::short_record>);
  add("trailing", &IgnoresField<&Profile::trailing>);
  add("lookups", &IgnoresField<&Profile::lookups>);
  add("dot_lookups", &IgnoresField<&Profile::dot_lookups>);
}

void AddHostile(std::vector<Planted>* planted) {
  const std::pair<std::string_view, const char*> kMutants[] = {
      {"namelen_fetched_twice", "namelen"},
      {"off_fetched_twice", "off"},
      {"mode_fetched_twice", "attr.mode"},
      {"nodeid_fetched_twice", "nodeid"},
      {"entry_out_lent", "fetched twice"}};
  for (const auto& [mutant, says] : kMutants) {
    planted->push_back({std::string(mutant), "hostile_pages_fuzzer", says, 2000,
                        [name = mutant] {
                          return HostileCheck(
                              Wrong(name, Presentation::kLinear).parse,
                              &ParseWithReference);
                        }});
  }
}

const std::vector<Planted>& AllPlanted() {
  static const auto* const all = [] {
    auto* planted = new std::vector<Planted>;
    AddReplies(planted);
    AddLayouts(planted);
    AddProfiles(planted);
    AddHostile(planted);
    for (const auto& bug : PlantedWriters()) {
      planted->push_back({bug.name, "writer_fuzzer", bug.says, 4000,
                          [&bug] { return WritersCheck(bug.model); }});
    }
    for (const auto& bug : PlantedSizings()) {
      planted->push_back({bug.name, "request_fuzzer", bug.says, 4000,
                          [&bug] { return RequestsCheck(bug.model); }});
    }
    return planted;
  }();
  return *all;
}

class PlantedBugTest : public ::testing::TestWithParam<size_t> {};

TEST_P(PlantedBugTest, IsFound) {
  const Planted& planted = AllPlanted()[GetParam()];
  const auto target = std::ranges::find_if(Targets(), [&](const Target& t) {
    return std::string_view(t.name) == planted.target;
  });
  MutatedInputs inputs(target->format, SeedsOf(planted.target), kSeed);
  const Check check = planted.check();
  std::string last;
  for (uint64_t run = 1; run <= planted.runs; ++run) {
    bool judged = false;
    const auto report = check(inputs.Next(), &judged);
    if (!report) continue;
    last = *report;
    if (report->find(planted.says) == report->npos) continue;
    std::printf("%s: %s is found in run %llu of at most %llu\n", planted.target,
                planted.name.c_str(), static_cast<unsigned long long>(run),
                static_cast<unsigned long long>(planted.runs));
    return;
  }
  FAIL() << planted.target << " does not report \"" << planted.says << "\" of "
         << planted.name << " in " << planted.runs << " runs of seed " << kSeed
         << "; its last report: " << last;
}

INSTANTIATE_TEST_SUITE_P(Oracles, PlantedBugTest,
                         ::testing::Range<size_t>(0, AllPlanted().size()),
                         [](const auto& test) {
                           return std::string(AllPlanted()[test.param].target) +
                                  "_" + AllPlanted()[test.param].name;
                         });

}  // namespace
}  // namespace fuse_dirents
