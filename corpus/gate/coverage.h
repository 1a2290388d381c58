// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads what `llvm-cov-19 export` prints, and finds everything that no program
// ran.
//
// Instantiations of a template are merged: code counts as run if any of them
// ran it.  No miss is reported inside the expansion of a macro (such as
// FUSE_DIRENTS_CHECK), in a region that begins with FUSE_DIRENTS_CHECK(false,
// in an operator that is = default, or for the default of a switch that has
// none: no input can change those.  The counts of `llvm-cov report` include
// them.

#ifndef FUSE_DIRENTS_CORPUS_GATE_COVERAGE_H_
#define FUSE_DIRENTS_CORPUS_GATE_COVERAGE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// What the binaries call the workspace.
inline constexpr std::string_view kWorkspace = "/proc/self/cwd/";

// A piece of code, or an outcome of a condition, that no run showed.
struct Miss {
  std::string file;
  uint32_t line = 0;  // Where it begins in `file`; both from 1.
  uint32_t column = 0;
  // Without namespaces, parameters and template arguments; a lambda is
  // "lambda".
  std::string function;
  // Such as "never finds `x` true".  Quotes the code, so that edits elsewhere
  // do not change it; the n-th of its kind in a function ends in " #n".
  std::string what;
};

// The lines of each source, by path in the workspace.
using Sources = std::map<std::string, std::vector<std::string>>;

struct Coverage {
  // By file and place.  A miss that follows from another one is left out: all
  // inside a function that is never called, a branch that is never reached.
  std::vector<Miss> misses;
  std::string problem;  // What is wrong with the export, or empty.
};

Coverage ReadCoverage(std::string_view json, const Sources& sources);

// Miss::function of a mangled name.
std::string FunctionName(std::string mangled);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_COVERAGE_H_
