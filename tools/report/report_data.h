// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the page shows, as data.  Their JSON form is `report.json`, from which
// the page can be drawn again.

#ifndef FUSE_DIRENTS_TOOLS_REPORT_REPORT_DATA_H_
#define FUSE_DIRENTS_TOOLS_REPORT_REPORT_DATA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fuse_dirents {

// Where the data of a section come from.
struct Origin {
  std::string command;  // Makes them again.
  std::string not_run;  // Why there are none; empty if there are some.

  bool has_data() const { return not_run.empty(); }
};

// --- A campaign, as `campaign --json` has it. ---

// A line of libFuzzer: runs, edges, features.
using GrowthPoint = std::array<uint64_t, 3>;

struct CampaignTargetRow {
  std::string name;
  uint64_t runs = 0;
  double seconds = 0;  // Depends on the machine and its load.
  uint64_t edges = 0, corpus = 0;
  std::string inputs, traces;  // Digests; empty if it did not end.
  std::vector<GrowthPoint> growth;
  std::vector<std::string> findings;  // Paths.
  std::string failed_phase, summary;  // Empty if nothing failed.
};

struct CampaignPart {
  Origin origin;
  int64_t runs = 0, seed = 0;
  std::vector<CampaignTargetRow> targets;
};

// --- The corpus. ---

struct CorpusGroup {
  std::string folder;                        // "accept".
  uint64_t dirent = 0, plus = 0, other = 0;  // Inputs by format.
  uint64_t bytes = 0;                        // Of the inputs.
};

// What the golden traces of the curated inputs say of one profile.
struct CorpusProfile {
  std::string name;
  std::vector<std::pair<std::string, uint64_t>> returns =
      {};  // By what it returns.
  uint64_t emits = 0, links = 0, forgets = 0;
  uint64_t unlike_linux = 0;  // Inputs with another trace than under linux.
};

struct CorpusPart {
  Origin origin;
  std::string verdict;  // The gate's last line.
  std::vector<CorpusGroup> groups;
  uint64_t golden = 0;  // Inputs with a golden trace.
  std::vector<CorpusProfile> profiles;
};

// --- Coverage by the corpus, as `coverage --json` has it. ---

using Covered = std::array<uint64_t, 2>;  // How many of how many.

struct CoverageFile {
  std::string path;
  Covered functions{}, lines{}, regions{}, branches{}, mcdc{};
  uint64_t misses = 0;               // That the floor excuses,
  std::vector<std::string> reasons;  // and why.
};

struct CoveragePart {
  Origin origin;
  std::vector<CoverageFile> files;
  uint64_t misses = 0;
  std::vector<std::string> changes;  // Misses without an excuse, and the like.
};

// --- Mutants, as `table --json` has them. ---

struct KillTry {
  bool tried = false, killed = false;
  std::string by, death;
  uint64_t parses = 0;  // Calls of the mutant until then.
};

struct MutantRow {
  std::string name, what, profile;
  bool right = false;          // Must survive.
  std::string equivalent;      // Why.
  std::vector<KillTry> tries;  // One for each killer.
};

struct MutantsPart {
  Origin origin;
  std::vector<std::string> killers;
  std::vector<MutantRow> mutants;
};

// --- The oracles, as AGREEMENT.md has them. ---

struct OracleClient {
  std::string name, version, source;
};

struct OracleRow {
  std::string judge;    // "linux_6_12".
  std::string version;  // Of what it compiled or ran.
  std::string profile;
  std::string what;  // "replies" or "sessions".
  uint64_t cases = 0, agree = 0, differ = 0;
};

struct OracleGroup {
  std::string name, command = {}, verdict = {};
  std::vector<OracleRow> rows = {};
};

struct OraclePart {
  Origin origin;
  std::string made;  // "2026-11-26".
  std::vector<OracleClient> clients;
  std::vector<OracleGroup> groups;
};

// --- Replies to look at. ---

inline constexpr std::string_view kFinding = "finding";
inline constexpr std::string_view kRegression = "regression";
inline constexpr std::string_view kHistory = "history";

struct Reply {
  std::string kind;     // One of these.
  std::string title;    // A target and what failed, or a past bug.
  std::string path;     // In the tree, or of a finding in the page's folder.
  std::string format;   // "dirent" or "plus"; empty if it is no reply.
  std::string hex;      // Its bytes with the trailer.
  std::string words;    // The recipe's reason, or the summary of the finding.
  std::string command;  // Shows it again.

  bool is_reply() const { return !format.empty(); }
  std::string Bytes() const;
};

struct RepliesPart {
  Origin origin;
  std::vector<Reply> replies;
};

// --- All of it. ---

struct ReportData {
  std::string version;  // Of fuse-dirents.
  std::string commit;   // As `git describe` has it; empty if not known.
  CampaignPart campaign;
  CorpusPart corpus;
  CoveragePart coverage;
  MutantsPart mutants;
  OraclePart oracle;
  RepliesPart replies;
};

// The sections by name, in the order of the page.
inline constexpr std::string_view kSections[] = {
    "campaign", "corpus", "coverage", "mutants", "oracle", "replies"};

std::string ToJson(const ReportData& data);

// Reads what ToJson() wrote.  Returns what is wrong in one line, and changes
// nothing; or returns "".
std::string FromJson(std::string_view text, ReportData* data);

// The same for what the programs print with --json.  They leave `origin` alone.
std::string FromJson(std::string_view text, CampaignPart* part);
std::string FromJson(std::string_view text, CoveragePart* part);
std::string FromJson(std::string_view text, MutantsPart* part);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_REPORT_DATA_H_
