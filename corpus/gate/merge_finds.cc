// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/merge_finds.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
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
    if (DecodeInput(*bytes).reply.size() > kMaxReplyBytes) {
      *problem = file.string() + ": too long; expected a reply of at most " +
                 std::to_string(kMaxReplyBytes) + " bytes";
      return std::nullopt;
    }
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
  std::ranges::sort(finds, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return finds;
}

MergedFinds MergeFinds(const CorpusFiles& files, TargetFormat format,
                       const std::vector<std::string>& finds) {
  FeatureFinder finder;
  Features seen;
  std::set<std::pair<RecordFormat, Digest>> inputs;
  for (const auto& [path, contents] : files) {
    const auto records = FormatOf(path);
    if (!records) continue;
    inputs.insert({*records, DigestOf(contents)});
    seen.merge(finder.FeaturesOf(*records, contents));
  }
  MergedFinds merged;
  for (const std::string& find : finds) {
    const RecordFormat records = FormatOf(format, DecodeInput(find).choices);
    const Digest digest = DigestOf(find);
    if (!inputs.insert({records, digest}).second) {
      ++merged.known;
      continue;
    }
    Features features = finder.FeaturesOf(records, find);
    MergedFinds::Kept kept;
    std::ranges::set_difference(features, seen,
                                std::inserter(kept.added, kept.added.end()));
    if (kept.added.empty()) {
      ++merged.adds_nothing;
      continue;
    }
    seen.merge(features);
    kept.file.path =
        "found/" + digest.ToText().substr(0, kNameDigits) + FileEnding(records);
    kept.file.contents = find;
    merged.kept.push_back(std::move(kept));
  }
  return merged;
}

}  // namespace fuse_dirents
