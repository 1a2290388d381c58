// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "differential/input_file.h"
#include "differential/runner.h"
#include "properties/engine/generators.h"
#include "properties/engine/run.h"
#include "properties/exhaustive/exhaustive_set.h"
#include "properties/kill/kill.h"
#include "properties/parser_properties.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/child.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/suite.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kFormats[] = {RecordFormat::kDirent,
                                     RecordFormat::kDirentplus};

std::vector<ListedParser> Listed(const ParseFunction& parse) {
  return {
      OurParsers().front(),
      {"mutant/linear", Presentation::kLinear, parse},
      {"mutant/mapped", Presentation::kMapped, parse},
      {"mutant/segmented", Presentation::kSegmented, parse},
  };
}

// --- The corpus, in its own and in every default layout. ---

std::vector<InputFile> ReadFiles() {
  std::vector<std::string> paths;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("corpus")) {
    if (FormatOf(entry.path().native())) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  // With fewer inputs a mutant survives, or the right parser proves nothing.
  FUSE_DIRENTS_CHECK(paths.size() >= 200);
  std::string problem;
  const auto files = ReadInputFiles(paths, &problem);
  FUSE_DIRENTS_CHECK(files);
  return *files;
}

const std::vector<InputFile>& Corpus() {
  static const std::vector<InputFile> files = ReadFiles();
  return files;
}

bool CorpusFinds(const Profile& profile, const ParseFunction& parse,
                 const Announce& announce) {
  const std::vector<ListedParser> parsers = Listed(parse);
  Runner runner(parsers);
  const auto finds = [&](const InputFile& file, const Layout* layout) {
    if (!profile.Supports(file.format)) return false;
    Input input = DecodeInput(file.bytes);
    input.choices.profile = &profile;
    if (layout != nullptr) input.choices.layout = *layout;
    return runner.Compare(file.format, input).has_value();
  };
  for (const InputFile& file : Corpus()) {
    announce(file.path);
    if (finds(file, nullptr)) return true;
  }
  for (const NamedLayout& named : DefaultLayouts()) {
    for (const InputFile& file : Corpus()) {
      announce(file.path + " in " + std::string(named.name));
      if (finds(file, &named.layout)) return true;
    }
  }
  return false;
}

// --- The properties, on the cases of one seed. ---

// Cases of each property.  The first few find most mutants, and only the two
// properties that compare with the reference need many to find more.
constexpr size_t kFewPropertyCases = 25;
constexpr size_t kManyPropertyCases = 800;
constexpr const Property* kManyProperties[] = {&kLayoutIndependence,
                                               &kAgreement};
constexpr size_t kHostileCases = 8;
// Every field is rewritten at every event, so long replies cost much.
constexpr size_t kMaxHostileBytes = 1500;

// Fields that are rewritten while they are parsed.
bool SingleFetchFinds(const Profile& profile, const ParseFunction& parse) {
  const auto bound = [&](const dirents_reply& shown, const dirents_sink& sink,
                         uint64_t* pos) {
    return parse(profile, shown, sink, pos);
  };
  RandomChooser chooser(kDefaultSeed);
  for (size_t tried = 0; tried < kHostileCases;) {
    const Case c = DrawCase({}, &profile, &chooser);
    const std::string reply = c.Reply();
    if (reply.size() > kMaxHostileBytes) continue;
    ++tried;
    if (FindDoubleFetch(bound, c.format, reply, {.plan = c.choices.plan})) {
      return true;
    }
  }
  return false;
}

bool PropertiesFind(const Profile& profile, const ParseFunction& parse,
                    const Announce& announce) {
  const std::vector<ListedParser> parsers = Listed(parse);
  const auto find = [&](std::span<const Property* const> properties,
                        size_t cases) {
    const RunOptions options = {.cases = cases, .profile = &profile};
    return std::ranges::any_of(properties, [&](const Property* property) {
      announce(property->name);
      return RunProperty(*property, parsers, options)
          .counterexample.has_value();
    });
  };
  if (find(ParserProperties(), kFewPropertyCases)) return true;
  announce("single_fetch");
  return SingleFetchFinds(profile, parse) ||
         find(kManyProperties, kManyPropertyCases);
}

// --- The exhaustive sets, thinned, from end to end. ---

bool ExhaustiveSetsFind(const Profile& profile, const ParseFunction& parse,
                        const Announce& announce) {
  const std::vector<ListedParser> parsers = Listed(parse);
  CaseRunner runner(parsers, profile);
  // Most mutants are found in small ones.
  std::vector<ExhaustiveSet> sets(ExhaustiveSets().begin(),
                                  ExhaustiveSets().end());
  std::ranges::sort(sets, {}, [](const ExhaustiveSet& set) {
    return set.parts * (set.cases(Extent::kThinned, RecordFormat::kDirent) +
                        set.cases(Extent::kThinned, RecordFormat::kDirentplus));
  });
  for (const ExhaustiveSet& set : sets) {
    announce(set.name);
    for (const RecordFormat format : kFormats) {
      if (!profile.Supports(format)) continue;
      for (unsigned part = 0; part < set.parts; ++part) {
        // The last part, which is without padding, of the eight of namelens.
        if (set.parts > 5 && part + 1 < set.parts) continue;
        set.run(Extent::kThinned, format, part, &runner);
        if (!runner.failure().empty()) return true;
      }
    }
  }
  return false;
}

// --- dirent_parser_suite(), thinned. ---

constexpr size_t kSuiteCases = 100;  // Random ones of each property.
constexpr size_t kMostSuiteCases = 1000;
constexpr int kSuiteHangSeconds = 1;

// Every n-th case of `set`, so that not too many are left; of the corpus all,
// and of pairs too, which would else be other pairs.
CaseSet Thinned(const CaseSet& set) {
  const bool is_whole =
      set.name == "corpus" || set.question == CaseSet::kTraceAfter;
  const size_t most = is_whole ? set.size : kMostSuiteCases;
  const size_t stride = (set.size - 1) / most + 1;
  CaseSet thinned = set;
  thinned.size = (set.size - 1) / stride + 1;
  if (set.for_each) {
    thinned.for_each = [=](const CaseVisitor& visit) {
      size_t n = 0;
      set.for_each([&](const Case& c) { return n++ % stride > 0 || visit(c); });
    };
  }
  thinned.scope_stride = stride;
  return thinned;
}

bool SuiteFinds(const Profile& profile, const ParseFunction& parse,
                const Announce& announce) {
  SetHangSeconds(kSuiteHangSeconds);
  std::string problem;
  const auto subject = MakeSubject(
      {.name = "mutant", .profile_name = profile.name, .parse = parse},
      &problem);
  FUSE_DIRENTS_CHECK(subject);
  for (const CaseSet& set : SuiteSets(*subject)) {
    announce(set.name);
    const auto found = RunSet(*subject, set, {.shrink_tries = 0});
    if (!found) continue;
    announce(set.name + ": " + found->violation.rule);
    return true;
  }
  return false;
}

constexpr Killer kKillers[] = {
    {"corpus", false, &CorpusFinds},
    {"properties", true, &PropertiesFind},
    {"exhaustive", false, &ExhaustiveSetsFind},
    {"suite", true, &SuiteFinds},
};

}  // namespace

std::vector<CaseSet> SuiteSets(const Subject& subject) {
  std::vector<CaseSet> sets;
  for (const auto& more : {ExhaustiveSets(subject),
                           PropertySets(subject, kDefaultSeed, kSuiteCases),
                           CorpusSets(subject, Corpus())}) {
    for (const CaseSet& set : more) sets.push_back(Thinned(set));
  }
  // A few sets find nearly all mutants; replies of 16 MiB take the longest.
  constexpr std::string_view kFirst[] = {"layouts", "layout_independence",
                                         "single_fetch_at_seams", "corpus"};
  const auto rank = [&](const CaseSet& set) -> size_t {
    if (set.name == "large_replies") return SIZE_MAX;
    const auto* const first = std::ranges::find(kFirst, set.name);
    return first != std::end(kFirst) ? first - std::begin(kFirst)
                                     : std::size(kFirst) + set.size;
  };
  std::ranges::sort(sets, {}, [&](const CaseSet& set) {
    return std::pair(rank(set), set.name);
  });
  return sets;
}

void PrepareKillers() { Corpus(); }

std::span<const Killer> Killers() { return kKillers; }

}  // namespace fuse_dirents
