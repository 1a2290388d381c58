#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# fuzz.sh FUZZER... -- [FLAG]...
#
# Runs each FUZZER (a cc_fuzz_test's NAME_run) with the flags of libFuzzer, one
# after the other, until one finds something.

set -euo pipefail

fuzzers=()
while [[ $1 != -- ]]; do
  fuzzers+=("$1")
  shift
done
shift
for flag in "$@"; do
  if [[ ${flag} != -* ]]; then
    echo "${flag}: a flag of libFuzzer was expected; to run one input:" >&2
    for fuzzer in "${fuzzers[@]}"; do
      echo "  bazel run //${fuzzer%/*}:${fuzzer##*/} -- ${flag}" >&2
    done
    exit 2
  fi
done
# `bazel run` starts this in the folder of the workspace among the runfiles.
RUNFILES_DIR="$(dirname "${PWD}")"
export RUNFILES_DIR
for fuzzer in "${fuzzers[@]}"; do
  "./${fuzzer}" "$@"
done
