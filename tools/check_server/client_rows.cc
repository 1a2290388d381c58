// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/client_rows.h"

#include <optional>
#include <string_view>

#include "base/digest.h"
#include "base/text.h"
#include "fmt/format.h"
#include "tools/explain/verdict.h"

namespace fuse_dirents {
namespace {

std::string RequestOf(const Batch& batch) {
  return fmt::format("{} of {} bytes at offset {} in {}", batch.call,
                     batch.size, batch.offset, batch.directory);
}

// Why the client loses `record`, or why it stops.
std::string_view Why(const NumberedReply& reply, const Verdict& verdict,
                     std::optional<size_t> record) {
  if (record && verdict.entries[*record] == EntryFate::kHidden) {
    return StopText(reply.HiddenBy(*verdict.profile, *record));
  }
  return StopText(verdict.stop);
}

// The rules that decide about a reply.  The readdir cache of Linux never sees
// one: it holds what Linux took from replies.
const Profile& RulesOf(const Profile& profile) {
  return profile.name == "linux_cache" ? *FindProfile("linux") : profile;
}

}  // namespace

ClientRows::ClientRows() : lost_(AllProfiles().size()) {
  for (const Profile& profile : AllProfiles()) {
    rows_.push_back({.profile = &profile});
  }
}

void ClientRows::Add(const Batch& batch) {
  any_ = true;
  if (batch.bytes.empty()) {
    for (ClientRow& row : rows_) {
      row.replies += RulesOf(*row.profile).Supports(*batch.format);
    }
    return;
  }
  const NumberedReply reply(*batch.format, batch.bytes, {}, batch.offset);
  for (size_t i = 0; i < rows_.size(); ++i) {
    ClientRow& row = rows_[i];
    const Verdict verdict = reply.VerdictOf(RulesOf(*row.profile));
    if (!verdict.asks) continue;
    ++row.replies;
    std::optional<size_t> first;
    for (size_t at = 0; verdict.lost > 0 && at < verdict.entries.size(); ++at) {
      const bool whole = reply.records()[at].is_whole();
      if (!whole || !IsLost(verdict.entries[at])) continue;
      if (!first) first = at;
      const uint64_t hash =
          DigestOf(batch.directory + '\0' + std::string(reply.NameOf(at))).low;
      row.lost += lost_[i].insert(hash).second;
    }
    row.errors += verdict.error != 0;
    if ((verdict.error == 0 && !first) || !row.why.empty()) continue;
    if (first) row.lost_name = reply.NameOf(*first);
    row.why = Why(reply, verdict, first);
    if (verdict.error != 0) row.why += ", " + ErrorText(verdict.error);
    row.request = RequestOf(batch);
  }
}

std::string ClientRow::Text() const {
  if (replies == 0) return "asks for nothing that the server answers";
  if (why.empty()) return "all names";
  std::string text = errors > 0 ? fmt::format("{} errors", errors) : "";
  if (lost > 0) {
    constexpr size_t kMost = 40;
    text += fmt::format("{}loses {} {}, such as {}", errors > 0 ? ", " : "",
                        lost, lost == 1 ? "name" : "names",
                        Quote(lost_name.substr(0, kMost)));
    if (lost_name.size() > kMost) text += "...";
  }
  return text + fmt::format(": {} ({})", why, request);
}

}  // namespace fuse_dirents
