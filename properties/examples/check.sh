#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Builds each example in a scratch folder outside this tree, as a separate
# workspace.  c_parser must pass, and seam_bug must fail on the rule that it
# breaks.  Arguments are flags for `bazel test`.

set -uo pipefail
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)" || exit 1
scratch="$(mktemp -d)" || exit 1
base="${scratch}/output_base"

finish() {
  # One server per workspace.  Parts of its output base are read-only.
  for workspace in "${scratch}"/*/WORKSPACE; do
    (cd "$(dirname "${workspace}")" &&
      bazel --output_base="${base}" shutdown) >/dev/null 2>&1
  done
  chmod -R u+w "${scratch}"
  rm -rf "${scratch}"
}
trap finish EXIT

# Runs the suite of example $1 with the flags that follow, and makes the seeds of
# its fuzzer, whose tools this tree's .bazelrc does not help.  Leaves the output in
# ${scratch}/$1.log and Bazel's exit status in ${status}.
run() {
  local name="$1"
  shift
  mkdir "${scratch}/${name}"
  find "${tree}/properties/examples/${name}" -maxdepth 1 -type f \
    -exec cp {} "${scratch}/${name}/" \;
  sed -i "s|path = \"../../..\"|path = \"${tree}\"|" \
    "${scratch}/${name}"/{WORKSPACE,MODULE.bazel}
  local started=${SECONDS}
  (cd "${scratch}/${name}" &&
    bazel --output_base="${base}" test --noshow_progress --keep_going \
      --disk_cache="${scratch}/disk_cache" --test_output=errors "$@" \
      :mine @fuse_dirents//fuzz:by_trailer_seeds) >"${scratch}/${name}.log" 2>&1
  status=$?
  echo "${name}: bazel test :mine ended with ${status}, $((SECONDS - started)) s"
}

fail() {
  tail -n 100 "${scratch}/$1.log"
  echo "FAILED: $1: $2"
  exit 1
}

run c_parser "$@"
[[ ${status} -eq 0 ]] || fail c_parser "a right parser must pass"
grep -q "3 tests pass" "${scratch}/c_parser.log" ||
  fail c_parser "three tests must have run"

run seam_bug "$@"
# Bazel exits with 3 if everything was built and a test failed.
[[ ${status} -eq 3 ]] || fail seam_bug "a wrong parser must fail its tests"
rules="$(grep -h '^rule: ' "${scratch}/seam_bug.log" | sort | uniq -c)"
[[ ${rules} =~ ^\ *3\ rule:\ layout_independence$ ]] ||
  fail seam_bug "three tests must name layout_independence; they name: ${rules}"
echo "passed"
