// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/gate.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "base/digest.h"
#include "corpus/gate/golden.h"
#include "corpus/gate/listing_truth.h"
#include "corpus/gate/manifest.h"
#include "differential/input.h"
#include "differential/recipe.h"
#include "differential/report.h"
#include "pagemap/laid_out_reply.h"

namespace fuse_dirents {
namespace {

// Folders that must hold inputs.
constexpr std::string_view kFolders[] = {"accept", "stop", "reject",
                                         "captured"};

// `path` without `ending`, or nothing if it does not end in it.
std::optional<std::string> Without(std::string_view ending,
                                   std::string_view path) {
  if (!path.ends_with(ending)) return std::nullopt;
  return std::string(path.substr(0, path.size() - ending.size()));
}

void Append(Problems more, Problems* problems) {
  std::ranges::move(more, std::back_inserter(*problems));
}

// The layouts of a reply: its own, then the default ones.  Each gets the cut of
// the reply's own layout, so that the golden trace applies.  `golden`: whether
// it does; not if a default layout has its own cut.
struct Shown {
  std::string_view name;
  Layout layout;
  bool golden = true;
};

std::vector<Shown> LayoutsFor(const Input& input) {
  const std::optional<uint32_t> cut = input.choices.layout.cut;
  const size_t size =
      std::min<size_t>(cut.value_or(input.reply.size()), input.reply.size());
  std::vector<Shown> shown = {{"its own", input.choices.layout}};
  for (const NamedLayout& named : DefaultLayouts()) {
    Shown next = {named.name, named.layout};
    if (!next.layout.cut || *next.layout.cut >= size) {
      next.layout.cut = cut;
    } else {
      next.golden = false;
    }
    shown.push_back(std::move(next));
  }
  return shown;
}

}  // namespace

Problems CheckFolders(const CorpusFiles& files) {
  Problems problems;
  for (const std::string_view folder : kFolders) {
    const bool any = std::ranges::any_of(files, [&](const auto& file) {
      return TopFolder(file.first) == folder && FormatOf(file.first);
    });
    if (!any) problems.push_back(std::string(folder) + "/: holds no input");
  }
  return problems;
}

Problems CheckNames(const CorpusFiles& files) {
  Problems problems;
  for (const auto& [path, contents] : files) {
    for (const std::string_view ending : {kRecipeEnding, kTraceEnding}) {
      const auto input = Without(ending, path);
      if (input && !files.contains(*input)) {
        problems.push_back(path + ": no input stands beside it");
      }
      if (FormatOf(path) && IsCurated(path) &&
          !files.contains(path + std::string(ending))) {
        problems.push_back(path + ": no " + path + std::string(ending) +
                           " stands beside it");
      }
    }
    if (IsCurated(path) && !FormatOf(path) && !path.ends_with(kRecipeEnding) &&
        !path.ends_with(kTraceEnding)) {
      problems.push_back(path +
                         ": expected a name that ends in .dirent, .plus, "
                         ".recipe or .trace");
    }
  }
  return problems;
}

Problems CheckDuplicates(const CorpusFiles& files) {
  Problems problems;
  std::map<std::tuple<RecordFormat, std::string_view, std::string_view>,
           std::string_view>
      seen;
  for (const auto& [path, contents] : files) {
    const auto format = FormatOf(path);
    if (!format) continue;
    const std::string_view server =
        TopFolder(path) == "captured"
            ? std::string_view(path).substr(0, path.rfind('/'))
            : std::string_view();
    const auto [other, fresh] =
        seen.try_emplace({*format, server, contents}, path);
    if (!fresh) {
      problems.push_back(path + ": the same as " + std::string(other->second));
    }
  }
  return problems;
}

Problems CheckCurated(const CorpusFiles& files, std::string_view path) {
  const std::string name(path);
  const std::string& input = files.at(name);
  const auto recipe = files.find(name + std::string(kRecipeEnding));
  if (recipe == files.end()) return {};  // CheckNames() says so.
  Problems problems;
  if (!recipe->second.starts_with("# why: ")) {
    problems.push_back(recipe->first + ": line 1: expected '# why: '");
  }
  std::string problem;
  const auto built = InputFromRecipe(recipe->second, &problem);
  if (!built) {
    problems.push_back(recipe->first + ": " + problem);
  } else if (*built != input) {
    problems.push_back(name + ": is not what its recipe makes");
  }
  const std::string_view outcome = OutcomeOf(FormatOf(path).value(), input);
  if (outcome != TopFolder(path)) {
    problems.push_back(name + ": belongs into " + std::string(outcome) + "/");
  }
  return problems;
}

Gate::Gate(std::span<const ListedParser> parsers)
    : parsers_(parsers), runner_(parsers) {}

Problems Gate::Replay(const CorpusFiles& files, std::string_view path) {
  const std::string name(path);
  const RecordFormat format = FormatOf(path).value();
  Input input = DecodeInput(files.at(name));
  const std::vector<Shown> layouts = LayoutsFor(input);

  std::optional<std::map<std::string, Trace, std::less<>>> golden;
  if (IsCurated(path)) {
    const auto file = files.find(name + std::string(kTraceEnding));
    if (file == files.end()) return {};  // CheckNames() says so.
    std::string problem;
    golden = ParseGolden(file->second, &problem);
    if (!golden) return {file->first + ": " + problem};
  } else if (const std::string digest =
                 DigestOf(GoldenText(format, files.at(name))).ToText(),
             expected = TraceDigestIn(files, path);
             digest != expected) {
    return {name + ": its traces have the digest " + digest + ", expected " +
            expected + "\n" + GoldenText(format, files.at(name))};
  }

  for (const Profile& profile : AllProfiles()) {
    input.choices.profile = &profile;
    for (const Shown& shown : layouts) {
      input.choices.layout = shown.layout;
      const std::string where = name + " under " + std::string(profile.name) +
                                " in layout " + std::string(shown.name) + ": ";
      ++comparisons_;
      if (const auto difference = runner_.Compare(format, input)) {
        return {where + difference->report};
      }
      if (!golden || !shown.golden) continue;
      const Trace& expected = golden->find(profile.name)->second;
      if (runner_.expected() == expected) continue;
      return {where + DifferenceReport(
                          std::string(parsers_.front().name) +
                              " differs from the golden trace",
                          {"the golden trace", expected},
                          {parsers_.front().name, runner_.expected()}, format,
                          input, runner_.Lay(input.reply, shown.layout))};
    }
  }
  return {};
}

Problems CheckCorpus(const CorpusFiles& files, Gate* gate) {
  Problems problems = CheckFolders(files);
  Append(CheckManifest(files), &problems);
  Append(CheckNames(files), &problems);
  Append(CheckDuplicates(files), &problems);
  ListingCounts counts;
  Append(CheckListings(files, &counts), &problems);
  for (const auto& [path, contents] : files) {
    if (!FormatOf(path)) continue;
    if (IsCurated(path)) Append(CheckCurated(files, path), &problems);
    Append(gate->Replay(files, path), &problems);
  }
  return problems;
}

}  // namespace fuse_dirents
