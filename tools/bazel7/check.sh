#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the chroot of run.sh: all tests, a short campaign, the examples as
# workspaces of their own, and one as a module that another workspace names.
# Runs all of it, and exits 1 if a part failed.

set -uo pipefail
failed=0

part() {
  local name="$1"
  shift
  echo "== ${name}"
  if "$@"; then
    echo "== ${name}: passed, ${SECONDS} s since the start"
  else
    echo "== ${name}: FAILED"
    failed=1
  fi
}

# Neither the example nor this tree is the root here.
example_of_another() {
  local tree="${PWD}" root status=0
  root="$(mktemp -d)"
  cat >"${root}/MODULE.bazel" <<END
bazel_dep(name = "c_parser")
bazel_dep(name = "fuse_dirents")
local_path_override(module_name = "c_parser", path = "${root}/c_parser")
local_path_override(module_name = "fuse_dirents", path = "${tree}")
END
  cp -r properties/examples/c_parser "${root}/"
  (cd "${root}" && bazel test --noshow_progress --nosandbox_debug @c_parser//:mine) || status=$?
  (cd "${root}" && bazel shutdown)
  rm -rf "${root}"
  return "${status}"
}

bazel --version
part "bazel test //..." bazel test --noshow_progress --keep_going //...
part "bazel run //fuzz:campaign" \
  bazel run --noshow_progress //fuzz:campaign -- --runs=20000
part "properties/examples" properties/examples/check.sh
part "an example that another workspace names" example_of_another
exit "${failed}"
