#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# services.sh TREE
#
# Checks what OSS-Fuzz, ClusterFuzzLite and GitHub read of a tree, as far as that
# can be done without them.  Prints each problem as FILE: WHAT.

set -euo pipefail
export LC_ALL=C
cd "$1"

readonly PROJECT=fuzz/oss-fuzz/project.yaml
problems=0
problem() {
  echo "$*"
  problems=$((problems + 1))
}

# Prints the value of key $2 in file $1, without quotes and anchors.
value() {
  sed -nE "s/^[ -]*$2: *(&[a-z]+ +)?\"?([^\"]*)\"?\$/\\2/p" "$1"
}

# The address of the repository stands in one place.
check_address() {
  local address file count
  address="$(value "${PROJECT}" main_repo)"
  [[ ${address} == *://* ]] ||
    { problem "${PROJECT}: main_repo has no address" && return; }
  # With and without a scheme and .git.
  address="${address#*://}"
  address="${address%.git}"
  while IFS=: read -r file count; do
    file="${file#./}"
    [[ ${file}:${count} == "${PROJECT}:1" ]] ||
      problem "${file}: names ${address}; expected it once, in ${PROJECT}"
  done < <(grep -rIcF --exclude-dir=.git --exclude-dir='bazel-*' \
    "${address}" . | grep -v ':0$')
  for file in "${PROJECT%/*}"/Dockerfile .clusterfuzzlite/Dockerfile; do
    if grep -q 'git clone.*://' "${file}"; then
      problem "${file}: clones an address of its own; expected that of ${PROJECT}"
    fi
  done
}

# The image is of the system that project.yaml names.
check_image() {
  local folder="$1" system
  system="$(value "${folder}/project.yaml" base_os_version)"
  grep -qE "^FROM gcr.io/oss-fuzz-base/base-builder:${system:-?}(-v1)?$" \
    "${folder}/Dockerfile" ||
    problem "${folder}/Dockerfile: expected an image of ${system:-a base_os_version}"
}

# Bazel is the version that the tests were run with.
check_bazel() {
  local version
  version="$(sed -n 's/^USE_BAZEL_VERSION=//p' .bazeliskrc)"
  grep -qF "USE_BAZEL_VERSION-${version:-?}}" fuzz/oss-fuzz/build.sh ||
    problem "fuzz/oss-fuzz/build.sh: expected Bazel ${version}, as in .bazeliskrc"
}

check_workflow() {
  local file="$1" line word
  grep -q '^permissions:$' "${file}" ||
    problem "${file}: has all permissions; expected those that it needs"
  if grep -qE '^ +[a-z-]+: write' "${file}"; then
    problem "${file}: has a permission to write"
  fi
  while read -r line; do
    [[ ${line} =~ ^[a-z]+/[a-z_/]+@v[0-9]+$ ]] ||
      problem "${file}: ${line}: expected an action at a major version"
  done < <(value "${file}" uses)
  while read -r word; do
    [[ ${word} == coverage || ${word} == *'{{'* ]] ||
      grep -qx "  - ${word}" "${PROJECT}" ||
      problem "${file}: sanitizer ${word} is not one of ${PROJECT}"
  done < <(value "${file}" sanitizer | tr -d '[] ' | tr , '\n')
}

check_address
check_image fuzz/oss-fuzz
check_image .clusterfuzzlite
check_bazel
for file in .github/workflows/*.yml; do check_workflow "${file}"; done
# The command that README.md gives for all tests.
command="$(sed -nE 's/^    (bazel test .*)$/\1/p' README.md | head -n 1)"
grep -qF "run: ${command:-?}" .github/workflows/test.yml ||
  problem ".github/workflows/test.yml: does not run ${command:-a command of README.md}"
[[ ${problems} -eq 0 ]]
