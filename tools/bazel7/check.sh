#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the chroot of run.sh: all tests, a short campaign, and the examples as
# workspaces of their own.  Runs all of it, and exits 1 if a part failed.

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

bazel --version
part "bazel test //..." bazel test --noshow_progress --keep_going //...
part "bazel run //fuzz:campaign" \
  bazel run --noshow_progress //fuzz:campaign -- --runs=20000
part "properties/examples" properties/examples/check.sh
exit "${failed}"
