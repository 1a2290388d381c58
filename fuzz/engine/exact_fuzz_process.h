// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_EXACT_FUZZ_PROCESS_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_EXACT_FUZZ_PROCESS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/process.h"

namespace fuse_dirents {

// Runs the fuzz binary "target" of a folder so that one seed gives one run
// (DETERMINISM.md).  `flags` are libFuzzer's and the target's, which must set
// -seed; `options` are those of every sanitizer, and `asan_options` ASan's
// alone, as in ASAN_OPTIONS.
//
// More than `memory_mb` MiB of memory is a finding.  libFuzzer's own limit is
// off: its thread maps a stack while the target maps pages, and so moves them.
// The thread of a sanitizer, which runs before main(), maps nothing.
inline Process ExactFuzzProcess(std::string folder,
                                const std::vector<std::string>& flags,
                                const std::string& options,
                                const std::string& asan_options = "",
                                size_t memory_mb = 2048) {
  const std::string limit = "limit_mb=" + std::to_string(memory_mb);
  std::vector<std::string> argv = {"./target", "-reload=0",
                                   "-purge_allocator_interval=-1",
                                   "-rss_limit_mb=0", "-malloc_" + limit};
  argv.insert(argv.end(), flags.begin(), flags.end());
  const std::string all = "hard_rss_" + limit + ":" + options;
  return ExactProcess(
      std::move(folder), std::move(argv),
      {// For llvm-symbolizer.
       "PATH=/usr/lib/llvm-19/bin:/usr/bin:/bin",
       "ASAN_OPTIONS=quarantine_size_mb=10:" + all + ":" + asan_options,
       "MSAN_OPTIONS=" + all, "UBSAN_OPTIONS=" + options});
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_EXACT_FUZZ_PROCESS_H_
