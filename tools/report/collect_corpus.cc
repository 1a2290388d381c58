// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the files of the corpus say.

#include <algorithm>

#include "base/files.h"
#include "base/hex.h"
#include "base/markdown.h"
#include "base/text.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/golden.h"
#include "differential/input_file.h"
#include "differential/recipe.h"
#include "parser/profile/profile.h"
#include "tools/report/collect.h"
#include "tools/report/run_tool.h"

namespace fuse_dirents {
namespace {

constexpr char kGate[] = "corpus/gate/gate";
constexpr char kHistoryPage[] = "corpus/HISTORY.md";
constexpr char kRegressions[] = "regressions";
// An input that is not a reply.
constexpr char kBytesEnding[] = ".bytes";

bool IsInput(std::string_view path) {
  return FormatOf(path) || path.ends_with(kBytesEnding);
}

std::vector<CorpusGroup> Groups(const CorpusFiles& files) {
  std::vector<CorpusGroup> groups;
  for (const std::string_view outcome : kOutcomes) {
    groups.push_back({.folder = std::string(outcome)});
  }
  for (const auto& [path, bytes] : files) {
    if (!IsInput(path)) continue;
    const std::string folder(TopFolder(path));
    auto group = std::ranges::find(groups, folder, &CorpusGroup::folder);
    if (group == groups.end()) {
      group = groups.insert(group, {.folder = folder});
    }
    const auto format = FormatOf(path);
    uint64_t& count = !format                            ? group->other
                      : *format == RecordFormat::kDirent ? group->dirent
                                                         : group->plus;
    ++count;
    group->bytes += bytes.size();
  }
  return groups;
}

void Add(const Trace& trace, const Trace& linux, CorpusProfile* profile) {
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    switch (event.kind) {
      case Event::kEmit:
        ++profile->emits;
        break;
      case Event::kLink:
        ++profile->links;
        break;
      case Event::kForget:
        ++profile->forgets;
        break;
      case Event::kReturn: {
        const std::string error = ErrorText(event.error);
        auto it = std::ranges::find(profile->returns, error,
                                    &std::pair<std::string, uint64_t>::first);
        if (it == profile->returns.end()) {
          it = profile->returns.insert(it, {error, 0});
        }
        ++it->second;
        break;
      }
    }
  }
  profile->unlike_linux += !(trace == linux);
}

std::string AddGoldenTraces(const CorpusFiles& files, CorpusPart* part) {
  for (const Profile& profile : AllProfiles()) {
    part->profiles.push_back({.name = std::string(profile.name)});
  }
  for (const auto& [path, text] : files) {
    if (!IsCurated(path) || !path.ends_with(kTraceEnding)) continue;
    std::string problem;
    const auto traces = ParseGolden(text, &problem);
    if (!traces) return path + ": " + problem;
    ++part->golden;
    for (CorpusProfile& profile : part->profiles) {
      Add(traces->find(profile.name)->second,
          traces->find(LinuxProfile().name)->second, &profile);
    }
  }
  return "";
}

// The reason of a recipe, as one line.
std::string Reason(const std::string& recipe) {
  std::string reason;
  for (std::string_view line : Split(recipe, '\n')) {
    if (!line.starts_with('#')) break;
    line.remove_prefix(std::min<size_t>(line.size(), 2));
    if (line.starts_with("why: ")) line.remove_prefix(5);
    reason += (reason.empty() ? "" : " ") + std::string(line);
  }
  return reason;
}

Reply ReplyOf(const CorpusFiles& files, const std::string& path,
              std::string_view kind) {
  Reply reply;
  reply.kind = kind;
  reply.path = "corpus/" + path;
  if (const auto format = FormatOf(path)) reply.format = FormatName(*format);
  reply.hex = HexOf(files.at(path));
  const auto recipe = files.find(path + std::string(kRecipeEnding));
  if (recipe != files.end()) reply.words = Reason(recipe->second);
  return reply;
}

}  // namespace

std::string CollectCorpus(const Tree& tree, CorpusPart* part) {
  part->origin.command = "bazel test //corpus/gate";
  std::string problem;
  const auto said = RunTool(tree, {kGate}, true, &problem);
  if (!said) return problem;
  part->verdict = Split(*said, '\n').back();
  const auto files = ReadCorpus(tree.root + "/corpus", &problem);
  if (!files) return problem;
  part->groups = Groups(*files);
  return AddGoldenTraces(*files, part);
}

std::string CollectReplies(const Tree& tree, RepliesPart* part) {
  std::string problem;
  const auto files = ReadCorpus(tree.root + "/corpus", &problem);
  if (!files) return problem;
  for (const auto& [path, bytes] : *files) {
    if (TopFolder(path) != kRegressions || !IsInput(path)) continue;
    Reply reply = ReplyOf(*files, path, kRegression);
    reply.title = path.substr(sizeof kRegressions);
    const std::string target = reply.title.substr(0, reply.title.find('/'));
    reply.command = "bazel run //fuzz:" + target + "_run -- " + reply.path;
    part->replies.push_back(std::move(reply));
  }
  const auto history = ReadFile(tree.root + "/" + kHistoryPage, &problem);
  if (!history) return problem;
  for (const auto& row : MarkdownRows(*history, "entry")) {
    // A past bug that no reply shows has no seed.
    if (row.size() < 2 || !row[1].starts_with('`')) continue;
    const std::string path = row[1].substr(1, row[1].size() - 2);
    if (!files->contains(path)) {
      return std::string(kHistoryPage) + ": " + path + ": no such seed";
    }
    Reply reply = ReplyOf(*files, path, kHistory);
    reply.title = row[0];
    reply.command = "bazel run //tools:dirents -- explain " + reply.path;
    part->replies.push_back(std::move(reply));
  }
  return "";
}

}  // namespace fuse_dirents
