#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# repositories_test.sh README.md [CLOSURE]
#
# README.md is that of the workspace, whose source tree is checked, and CLOSURE is
# as in repositories.sh.  Before that repositories.sh must find each kind of
# problem in small trees.

set -euo pipefail
repositories="$(realpath bazel/tree/repositories.sh)"

fail() {
  echo "$*"
  exit 1
}

# A tree without a problem, made anew in ${tree}.
make_tree() {
  tree="$(mktemp -d "${TEST_TMPDIR}/tree.XXXXXX")"
  cat >"${tree}/MODULE.bazel" <<'TREE'
module(name = "fuse_dirents", version = "1")
bazel_dep(name = "used", version = "1")
bazel_dep(
    name = "elsewhere_so",
    dev_dependency = True,
    repo_name = "tested",
)
trees = use_repo_rule("//:trees.bzl", "trees")

trees(
    name = "kernel",
    dev_dependency = True,
)
TREE
  cat >"${tree}/WORKSPACE" <<'TREE'
workspace(name = "fuse_dirents")

trees(
    name = "kernel",
)
TREE
  : >"${tree}/WORKSPACE.bzlmod"
  cat >"${tree}/deps.bzl" <<'TREE'
_SYSTEM_PACKAGES = {
    "tested": ("package", {
        "include": "/usr/include",
    }),
    "used": ("package", {}),
}
TREE
  cat >"${tree}/BUILD" <<'TREE'
load("@kernel//:tree.bzl", "TREE")
# Not "@named_in_a_comment".
deps = ["@tested//:main", "@used"]
TREE
  printf '//:a\n@@used//:used\n@bazel_tools//:x\n' >"${tree}/closure"
}

# Runs the sed script $2 on file $1 of a tree; expects the one problem $3.
expect_found() {
  local said
  make_tree
  sed -i "$2" "${tree}/$1"
  if said="$("${repositories}" "${tree}" "${tree}/closure" 2>/dev/null)"; then
    fail "repositories.sh passes $1 after $2"
  fi
  [[ ${said} == "$3" ]] || fail "repositories.sh says of $1 after $2: ${said}"
}

make_tree
"${repositories}" "${tree}" "${tree}/closure"
expect_found deps.bzl '/"tested"/d' \
  'BUILD:3: @tested is not in WORKSPACE or deps.bzl'
expect_found WORKSPACE '/kernel/d' \
  'BUILD:1: @kernel is not in WORKSPACE or deps.bzl'
expect_found MODULE.bazel '/"tested"/d' 'BUILD:3: @tested is not in MODULE.bazel
MODULE.bazel:3: no BUILD file names @elsewhere_so'
expect_found MODULE.bazel '$s/$/\nbazel_dep(name = "idle", dev_dependency = True)/' \
  'MODULE.bazel:14: no BUILD file names @idle'
expect_found deps.bzl '/"used"/s/$/\n    "idle": ["BUILD"],/' \
  'deps.bzl:6: no BUILD file names @idle'
expect_found MODULE.bazel '/"used"/s/)/, dev_dependency = True)/' \
  'MODULE.bazel:1: other workspaces build @used, which is not in MODULE.bazel or is a dev_dependency'
expect_found MODULE.bazel '/dev_dependency/d' \
  'MODULE.bazel:3: other workspaces do not need @tested; expected dev_dependency = True
MODULE.bazel:9: other workspaces do not need @kernel; expected dev_dependency = True'
expect_found closure 's/used/tested/' \
  'MODULE.bazel:1: other workspaces build @tested, which is not in MODULE.bazel or is a dev_dependency
MODULE.bazel:2: other workspaces do not need @used; expected dev_dependency = True'

expect_found BUILD '$s|$|\ncopts = ["-Iexternal/used"]|' \
  'BUILD:4: Bazel 7 has no folder external/NAME; expected workspace_root'
expect_found BUILD '$s|$|\nfolder = "/".join(["external", "used"])|' \
  'BUILD:4: Bazel 7 has no folder external/NAME; expected workspace_root'

for file in WORKSPACE WORKSPACE.bzlmod; do
  make_tree
  rm "${tree}/${file}"
  if "${repositories}" "${tree}"; then fail "a tree without ${file} passes"; fi
done
make_tree
: >"${tree}/BUILD"
if "${repositories}" "${tree}"; then fail "a tree that names nothing passes"; fi

if [[ $# -gt 1 && ! -s $2 ]]; then fail "$2: no label"; fi
"${repositories}" "$(dirname "$(realpath "$1")")" "${@:2}"
