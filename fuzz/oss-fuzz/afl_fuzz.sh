#!/bin/sh
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
# http://www.apache.org/licenses/LICENSE-2.0
#
# $OUT/afl-fuzz: AFL++'s own, which build.sh renames to afl-fuzz-itself, with the
# mutator of the target in its command line.  Neither OSS-Fuzz's run_fuzzer nor
# ClusterFuzz names one to AFL++, and an .options file cannot: ClusterFuzz takes
# only two variables from its [env].  With AFL_CUSTOM_MUTATOR_LIBRARY set already,
# changes nothing.

if [ -z "${AFL_CUSTOM_MUTATOR_LIBRARY:-}" ]; then
  for argument; do
    # The target's path: `-- TARGET` from run_fuzzer, `TARGET RUNS` from
    # ClusterFuzz.
    if [ -f "${argument}_afl_mutator.so" ]; then
      AFL_CUSTOM_MUTATOR_LIBRARY="${argument}_afl_mutator.so"
      export AFL_CUSTOM_MUTATOR_LIBRARY
    fi
  done
fi
exec "$0-itself" "$@"
