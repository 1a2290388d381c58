#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# flags_test.sh .bazelrc FLAGS
#
# .bazelrc passes to compiler and linker what bazel/flags.bzl says, in its order
# within a config and a kind of flag.

set -euo pipefail
export LC_ALL=C

# Stable, so that the order of one kind of flag counts.
sorted() {
  grep -E '^build(:[a-z]+)? --(host_)?(copt|cxxopt|conlyopt|linkopt)=' "$1" |
    sort -s -t= -k1,1
}

diff <(sorted "$1") <(sorted "$2") ||
  { echo ".bazelrc (<) and bazel/flags.bzl (>) differ" && exit 1; }
[[ $(sorted "$2" | wc -l) -gt 20 ]] || { echo "hardly a flag" && exit 1; }
