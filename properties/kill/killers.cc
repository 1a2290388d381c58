// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/check.h"
#include "differential/compare.h"
#include "properties/engine/generators.h"
#include "properties/engine/run.h"
#include "properties/exhaustive/exhaustive_set.h"
#include "properties/kill/kill.h"
#include "properties/parser_properties.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

// --- The corpus, in its own and in every default layout. ---

struct CorpusInput {
  std::string path, bytes;
  RecordFormat format;
};

std::vector<CorpusInput> ReadCorpus() {
  std::vector<CorpusInput> inputs;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("corpus")) {
    const std::filesystem::path& path = entry.path();
    const bool plus = path.extension() == ".plus";
    if (!plus && path.extension() != ".dirent") continue;
    std::ifstream file(path, std::ios::binary);
    inputs.push_back(
        {path.string(), std::string(std::istreambuf_iterator<char>(file), {}),
         plus ? RecordFormat::kDirentplus : RecordFormat::kDirent});
    FUSE_DIRENTS_CHECK(file.good() || file.eof());
  }
  std::ranges::sort(inputs, {}, &CorpusInput::path);
  // Else a mutant would survive for want of inputs, or the right parser pass.
  FUSE_DIRENTS_CHECK(inputs.size() >= 200);
  return inputs;
}

const std::vector<CorpusInput>& Corpus() {
  static const std::vector<CorpusInput> inputs = ReadCorpus();
  return inputs;
}

bool CorpusFinds(std::span<const ListedParser> parsers,
                 const Announce& announce) {
  const std::vector<CorpusInput>& inputs = Corpus();
  Comparer comparer(parsers);
  const auto finds = [&](const CorpusInput& file, const Layout* layout) {
    Input input = DecodeInput(file.bytes);
    input.choices.profile = &LinuxProfile();
    if (layout != nullptr) input.choices.layout = *layout;
    return comparer.Compare(file.format, input).has_value();
  };
  for (const CorpusInput& file : inputs) {
    announce(file.path);
    if (finds(file, nullptr)) return true;
  }
  for (const NamedLayout& named : DefaultLayouts()) {
    for (const CorpusInput& file : inputs) {
      announce(file.path + " in " + std::string(named.name));
      if (finds(file, &named.layout)) return true;
    }
  }
  return false;
}

// --- The properties, on the cases of one seed. ---

// Of each property; few of all before many of any, as most mutants are found by
// the first few.
constexpr size_t kPropertyCases[] = {50, 800};
constexpr size_t kHostileCases = 60;
// Every field is rewritten at every event, so long replies cost much.
constexpr size_t kMaxHostileBytes = 1500;

// Fields that are rewritten while they are parsed.
bool SingleFetchFinds(std::span<const ListedParser> parsers) {
  RandomChooser chooser(kDefaultSeed);
  for (size_t tried = 0; tried < kHostileCases;) {
    const Case c = DrawCase({}, &LinuxProfile(), &chooser);
    const std::string reply = c.Reply();
    if (reply.size() > kMaxHostileBytes) continue;
    ++tried;
    for (const ListedParser& parser : parsers.subspan(1)) {
      if (parser.presentation != Presentation::kLinear) continue;
      const auto bound = [&](const dirents_reply& shown,
                             const dirents_sink& sink, uint64_t* pos) {
        return parser.parse(LinuxProfile(), shown, sink, pos);
      };
      if (FindDoubleFetch(bound, c.format, reply, {.plan = c.choices.plan})) {
        return true;
      }
    }
  }
  return false;
}

bool PropertiesFind(std::span<const ListedParser> parsers,
                    const Announce& announce) {
  for (const size_t cases : kPropertyCases) {
    const RunOptions options = {.cases = cases, .profile = &LinuxProfile()};
    for (const Property* property : ParserProperties()) {
      announce(property->name);
      if (RunProperty(*property, parsers, options).counterexample) return true;
    }
  }
  announce("single_fetch");
  return SingleFetchFinds(parsers);
}

// --- The exhaustive sets, thinned, from end to end. ---

bool ExhaustiveSetsFind(std::span<const ListedParser> parsers,
                        const Announce& announce) {
  CaseRunner runner(parsers, LinuxProfile());
  // Most mutants are found in small ones.
  std::vector<ExhaustiveSet> sets(ExhaustiveSets().begin(),
                                  ExhaustiveSets().end());
  std::ranges::sort(sets, {}, [](const ExhaustiveSet& set) {
    return set.parts * (set.cases[0] + set.cases[1]);
  });
  for (const ExhaustiveSet& set : sets) {
    announce(set.name);
    for (const RecordFormat format :
         {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
      for (unsigned part = 0; part < set.parts; ++part) {
        // Of all namelens those without padding.
        if (set.parts > 5 && part + 1 < set.parts) continue;
        set.run(format, part, &runner);
        if (!runner.failure().empty()) return true;
      }
    }
  }
  return false;
}

constexpr Killer kKillers[] = {
    {"corpus", &CorpusFinds},
    {"properties", &PropertiesFind},
    {"exhaustive", &ExhaustiveSetsFind},
};

}  // namespace

void PrepareKillers() { Corpus(); }

std::span<const Killer> Killers() { return kKillers; }

}  // namespace fuse_dirents
