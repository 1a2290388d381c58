// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/results.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "fmt/format.h"
#include "parser/profile/profile.h"
#include "tools/check_server/getdents.h"
#include "tools/dump_reply.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPageSize = 4096;
// Lines shown before and after the one in question.
constexpr size_t kBefore = 4, kAfter = 7;

// Lines of all of a reply.
std::vector<std::string> Lines(const Batch& batch) {
  if (batch.format) {
    return Split(DumpReply(*batch.format, batch.bytes, kFramesOnly, kPageSize),
                 '\n');
  }
  std::vector<std::string> lines;
  for (const Entry& entry : EntriesOfGetdents(batch.bytes)) {
    lines.push_back(fmt::format("{:8}  d_ino={} d_off={} d_type={} d_name={}",
                                entry.pos, entry.ino, entry.off, entry.type,
                                Quote(entry.name)));
  }
  return lines;
}

// The position at the start of a line, or nothing.
std::optional<size_t> PosOf(std::string_view line) {
  const size_t at = line.find_first_not_of(' ');
  if (at == line.npos || at > 8) return std::nullopt;
  size_t pos = 0;
  const auto [end, error] =
      std::from_chars(line.data() + at, line.data() + line.size(), pos);
  if (error != std::errc() || end == line.data() + at) return std::nullopt;
  return pos;
}

}  // namespace

std::string DrawAround(const Batch& batch, size_t pos) {
  if (batch.bytes.empty()) return "";
  const std::vector<std::string> lines = Lines(batch);
  size_t middle = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto at = PosOf(lines[i]);
    if (at && *at <= pos) middle = i;
  }
  const size_t first = middle - std::min(middle, kBefore);
  const size_t last = std::min(lines.size(), middle + kAfter);
  std::string text;
  if (first > 0) text += fmt::format("({} lines before)\n", first);
  for (size_t i = first; i < last; ++i) text += lines[i] + "\n";
  if (last < lines.size()) {
    text += fmt::format("({} lines after)\n", lines.size() - last);
  }
  return text;
}

std::string Finding::Request() const {
  std::string text = call;
  if (size) text += fmt::format(" of {} bytes", *size);
  if (offset) text += fmt::format(" at offset {}", *offset);
  return text + " in " + directory;
}

Finding* Results::Keep(RuleId rule, const Batch& batch, size_t pos,
                       std::string found) {
  State& state = of(rule);
  state.checked = true;
  ++state.failures;
  const std::string way = batch.call + " " + batch.directory;
  const bool is_new = std::ranges::find(state.ways, way) == state.ways.end();
  if (!is_new || state.ways.size() >= kKept) return nullptr;
  state.ways.push_back(way);
  return &state.findings.emplace_back(
      Finding{.call = batch.call,
              .directory = batch.directory,
              .offset = batch.offset,
              .size = batch.size,
              .found = std::move(found),
              .drawing = DrawAround(batch, pos)});
}

void Results::Fail(RuleId rule, const Batch& batch, size_t pos,
                   std::string found) {
  Keep(rule, batch, pos, std::move(found));
}

void Results::Fail(RuleId rule, std::string_view call, const Batch& batch,
                   size_t pos, std::string found) {
  Finding* finding = Keep(rule, batch, pos, std::move(found));
  if (finding == nullptr) return;
  finding->call = call;
  finding->offset = std::nullopt;
  finding->size = std::nullopt;
}

void Results::Judge(RuleId rule, const Tally& tally) {
  Checked(rule);
  const std::string difference = tally.Difference();
  if (!difference.empty()) Fail(rule, tally.batch(), tally.pos(), difference);
}

void Results::Skip(RuleId rule, std::string_view why) {
  if (of(rule).skipped.empty()) of(rule).skipped = why;
}

void Results::Block(RuleId rule, std::string_view why) {
  if (of(rule).blocked.empty()) of(rule).blocked = why;
}

Result Results::result(RuleId rule) const {
  const State& state = of(rule);
  if (state.failures > 0) return Result::kFail;
  return state.checked && state.blocked.empty() ? Result::kPass
                                                : Result::kNotApplicable;
}

std::string_view Results::reason(RuleId rule) const {
  const State& state = of(rule);
  if (!state.blocked.empty()) return state.blocked;
  if (!state.skipped.empty()) return state.skipped;
  return "these directories have no case of it";
}

size_t Results::Count(Result wanted) const {
  return static_cast<size_t>(std::ranges::count_if(
      AllRules(),
      [&](const RuleInfo& info) { return result(info.rule) == wanted; }));
}

}  // namespace fuse_dirents
