// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/report_data.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "base/hex.h"
#include "differential/recipe.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {

using Json = nlohmann::json;

// A number, text or list of another type than the field's is an error, and so
// is a field that is not there.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Origin, command, not_run)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CampaignTargetRow, name, runs, seconds,
                                   edges, corpus, inputs, traces, growth,
                                   findings, failed_phase, summary)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CampaignPart, origin, runs, seed, targets)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CorpusGroup, folder, dirent, plus, other,
                                   bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CorpusProfile, name, returns, emits, links,
                                   forgets, unlike_linux)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CorpusPart, origin, verdict, groups, golden,
                                   profiles)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CoverageFile, path, functions, lines,
                                   regions, branches, mcdc, misses, reasons)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CoveragePart, origin, files, misses, changes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(KillTry, tried, killed, by, death, parses)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MutantRow, name, what, profile, right,
                                   equivalent, tries)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MutantsPart, origin, killers, mutants)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OracleClient, name, version, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OracleRow, judge, version, profile, what,
                                   cases, agree, differ)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OracleGroup, name, command, verdict, rows)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OraclePart, origin, made, clients, groups)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Reply, kind, title, path, format, hex, words,
                                   command)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RepliesPart, origin, replies)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReportData, version, commit, campaign,
                                   corpus, coverage, mutants, oracle, replies)

namespace {

// Throws where fields do not go together.
void Check(const MutantsPart& part) {
  for (const MutantRow& mutant : part.mutants) {
    if (mutant.tries.size() != part.killers.size()) {
      throw std::runtime_error(mutant.name + ": expected a try of each killer");
    }
  }
}
void Check(const ReportData& data) {
  Check(data.mutants);
  for (const Reply& reply : data.replies.replies) {
    if (reply.hex.size() % 2 != 0 ||
        !std::ranges::all_of(reply.hex,
                             [](char c) { return HexValue(c) >= 0; })) {
      throw std::runtime_error(reply.path + ": expected hexadecimal bytes");
    }
    if (reply.is_reply() && !ParseFormat(reply.format)) {
      throw std::runtime_error(reply.path + ": expected a format of replies");
    }
  }
}
void Check(const CampaignPart&) {}
void Check(const CoveragePart&) {}

template <typename T>
std::string Read(std::string_view text, const Origin* origin, T* to) {
  try {
    Json json = Json::parse(text);
    if (origin != nullptr) json["origin"] = *origin;
    T read = json.get<T>();
    Check(read);
    *to = std::move(read);
    return "";
  } catch (const std::exception& error) {
    std::string problem = error.what();
    std::ranges::replace(problem, '\n', ' ');
    return problem;
  }
}

}  // namespace

std::string Reply::Bytes() const {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(HexValue(hex[i]) * 16 + HexValue(hex[i + 1]));
  }
  return bytes;
}

std::string ToJson(const ReportData& data) {
  return Json(data).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string FromJson(std::string_view text, ReportData* data) {
  return Read(text, nullptr, data);
}

std::string FromJson(std::string_view text, CampaignPart* part) {
  return Read(text, &part->origin, part);
}

std::string FromJson(std::string_view text, CoveragePart* part) {
  return Read(text, &part->origin, part);
}

std::string FromJson(std::string_view text, MutantsPart* part) {
  return Read(text, &part->origin, part);
}

}  // namespace fuse_dirents
