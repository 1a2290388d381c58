#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# floors_test.sh README.md
#
# README.md is that of the workspace, whose source tree is checked.  Before that
# floors.sh must find each kind of arrow up in small trees.

set -euo pipefail
floors="$(realpath bazel/tree/floors.sh)"

fail() {
  echo "$*"
  exit 1
}

# Expects a file $1 that holds $2 to be found, on its second line, for $3.
expect_found() {
  local tree said
  tree="$(mktemp -d "${TEST_TMPDIR}/tree.XXXXXX")"
  mkdir -p "${tree}/$(dirname "$1")"
  printf '\n%s\n' "$2" >"${tree}/$1"
  if said="$("${floors}" "${tree}" 2>/dev/null)"; then
    fail "floors.sh passes $1: $2"
  fi
  [[ ${said} == "$1:2: $3"* ]] || fail "floors.sh says of $1: ${said}"
}

expect_fine() {
  local tree
  tree="$(mktemp -d "${TEST_TMPDIR}/tree.XXXXXX")"
  mkdir -p "${tree}/$(dirname "$1")"
  printf '\n%s\n' "$2" >"${tree}/$1"
  "${floors}" "${tree}" || fail "floors.sh fails $1: $2"
}

expect_found base/a.h '#include "parser/wire.h"' 'parser/ is above base/'
expect_found parser/reader/a_test.cc '  #  include "pagemap/layout.h"' \
  'pagemap/ is above parser/'
expect_found differential/BUILD 'deps = ["//base:check", "//fuzz:x"],' \
  'fuzz/ is above differential/'
expect_found properties/kill/BUILD 'data = ["//tools/triage"],' \
  'tools/ is above properties/'
expect_found bazel/x.bzl 'load("//corpus:defs.bzl", "x")' \
  'corpus/ is above bazel/'
expect_fine tools/a.cc '#include "base/check.h"'
expect_fine fuzz/BUILD 'data = ["//corpus:files"],'
expect_fine bazel/BUILD 'load("//bazel:x.bzl", "x")'

mkdir -p "${TEST_TMPDIR}/empty/base"
if "${floors}" "${TEST_TMPDIR}/empty"; then fail "an empty tree passes"; fi
mkdir -p "${TEST_TMPDIR}/attic/attic"
echo '#include "attic/b.h"' >"${TEST_TMPDIR}/attic/attic/a.h"
if "${floors}" "${TEST_TMPDIR}/attic"; then fail "a new folder passes"; fi

"${floors}" "$(dirname "$(realpath "$1")")"
