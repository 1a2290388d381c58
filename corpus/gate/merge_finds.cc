// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/merge_finds.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/digest.h"
#include "base/files.h"
#include "differential/input.h"
#include "fuzz/inputs/fuzz_targets.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr size_t kNameDigits = 16;

}  // namespace

std::optional<std::vector<std::string>> ReadFinds(const fs::path& folder,
                                                  std::string* problem) {
  std::vector<std::string> finds;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    const fs::path& file = it->path();
    if (it->is_directory()) continue;
    if (!it->is_regular_file(error)) {
      *problem = file.string() + ": cannot be read; expected a regular file";
      return std::nullopt;
    }
    auto bytes = ReadFile(file, problem, kMaxReplyBytes + kTrailerBytes);
    if (!bytes) return std::nullopt;
    if (!IsShortEnough(*bytes, file.string(), problem)) return std::nullopt;
    finds.push_back(*std::move(bytes));
  }
  if (error) {
    *problem = folder.string() + ": " + error.message();
    return std::nullopt;
  }
  if (finds.empty()) {
    *problem = folder.string() + ": holds no file; expected a fuzzer's corpus";
    return std::nullopt;
  }
  return finds;
}

bool IsShortEnough(std::string_view input, const std::string& place,
                   std::string* problem) {
  if (DecodeInput(input).reply.size() <= kMaxReplyBytes) return true;
  *problem = place + ": too long; expected a reply of at most " +
             std::to_string(kMaxReplyBytes) + " bytes";
  return false;
}

std::vector<Find> FindsOf(TargetFormat format,
                          std::vector<std::string> inputs) {
  std::vector<Find> finds;
  for (std::string& input : inputs) {
    const RecordFormat records = FormatOf(format, DecodeInput(input).choices);
    finds.push_back({records, std::move(input)});
  }
  return finds;
}

MergedFinds MergeFinds(const CorpusFiles& files, std::vector<Find> finds) {
  std::ranges::sort(finds, {}, [](const Find& find) {
    return std::tuple<size_t, std::string_view, RecordFormat>(
        find.bytes.size(), find.bytes, find.records);
  });
  FeatureFinder finder;
  // Hashed: most finds are asked for some 300 features, and add none.
  std::unordered_set<std::string> seen;
  std::set<std::pair<RecordFormat, Digest>> inputs;
  for (const auto& [path, contents] : files) {
    const auto records = FormatOf(path);
    if (!records) continue;
    inputs.insert({*records, DigestOf(contents)});
    for (const std::string& feature : finder.FeaturesOf(*records, contents)) {
      seen.insert(feature);
    }
  }
  MergedFinds merged;
  for (const auto& [records, find] : finds) {
    const Digest digest = DigestOf(find);
    if (!inputs.insert({records, digest}).second) {
      ++merged.known;
      continue;
    }
    MergedFinds::Kept kept;
    for (const std::string& feature : finder.FeaturesOf(records, find)) {
      if (seen.insert(feature).second) kept.added.insert(feature);
    }
    if (kept.added.empty()) {
      ++merged.adds_nothing;
      continue;
    }
    kept.file.path =
        "found/" + digest.ToText().substr(0, kNameDigits) + FileEnding(records);
    kept.file.contents = find;
    merged.kept.push_back(std::move(kept));
  }
  return merged;
}

}  // namespace fuse_dirents
