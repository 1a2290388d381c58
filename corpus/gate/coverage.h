// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Which code was run, out of what `llvm-cov-19 export` prints.
//
// Instantiations of one template are one: what one of them runs is run.  What
// FUSE_DIRENTS_CHECK expands to does not count, nor does a region that begins
// with FUSE_DIRENTS_CHECK(false: those are beliefs that no input may break. Nor
// does what compilers write: operators that are = default, the default of a
// switch that has none.

#ifndef FUSE_DIRENTS_CORPUS_GATE_COVERAGE_H_
#define FUSE_DIRENTS_CORPUS_GATE_COVERAGE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

struct Ratio {
  size_t covered = 0;
  size_t total = 0;

  friend bool operator==(const Ratio&, const Ratio&) = default;
};

// A branch counts twice: true and false.  In mcdc each condition of a decision
// of several counts once: covered where it was seen to decide alone.
struct Totals {
  Ratio lines, regions, branches, mcdc;

  Totals& operator+=(const Totals& other);
  friend bool operator==(const Totals&, const Totals&) = default;
};

// What was not seen of a function, region or condition.
enum class MissKind : uint8_t {
  kFunction,  // It was never called.
  kRegion,    // It was never run.
  kTrue,      // The condition never held.
  kFalse,     // The condition always held.
  kAlone,     // No two runs differ in this condition and in the decision alone.
};
inline constexpr MissKind kAllMissKinds[] = {
    MissKind::kFunction, MissKind::kRegion, MissKind::kTrue, MissKind::kFalse,
    MissKind::kAlone};

// "function", "region", "true", "false", "alone".
std::string_view MissKindName(MissKind kind);

// Something of one file that was not seen.  Names the code by its text, which
// stays when lines above it come and go.
struct Miss {
  MissKind kind = MissKind::kRegion;
  std::string function;  // Without namespace, parameters, template arguments.
  std::string text;      // Blanks joined, cut; the nth alike ends in " #n".
  uint32_t line = 0;     // From 1.
  uint32_t column = 0;   // From 1.
};

struct FileCoverage {
  std::string file;
  Totals totals;
  // By place.  Left out is what follows from another one: all that lies in a
  // function that is not called, a branch that is not come to.
  std::vector<Miss> misses;
};

// The lines of the sources that count, by path in the workspace.
using Sources = std::map<std::string, std::vector<std::string>>;

// Whether a function counts.
using Counts =
    std::function<bool(std::string_view file, std::string_view function)>;

// The files of `sources` that the binaries hold, by name.  On failure returns
// nothing, and says in *problem what is wrong with `json`.
std::optional<std::vector<FileCoverage>> ReadCoverage(std::string_view json,
                                                      const Sources& sources,
                                                      const Counts& counts,
                                                      std::string* problem);

// The name of Miss::function, out of a mangled one.
std::string FunctionName(std::string_view mangled);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_COVERAGE_H_
