#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# services_test.sh README.md
#
# README.md is that of the workspace, whose source tree is checked.  Before that
# services.sh must find each kind of problem in a copy.

set -euo pipefail
services="$(realpath bazel/tree/services.sh)"
root="$(dirname "$(realpath "$1")")"
"${services}" "${root}"

# Runs the sed script $2 on file $1 of a copy; expects problem $3 alone.
expect_found() {
  local said tree
  tree="$(mktemp -d "${TEST_TMPDIR}/tree.XXXXXX")"
  (cd "${root}" && cp -r --parents -t "${tree}" README.md .bazeliskrc .github \
    .clusterfuzzlite fuzz/oss-fuzz)
  chmod -R u+w "${tree}"
  sed -i "$2" "${tree}/$1"
  if said="$("${services}" "${tree}")"; then
    echo "services.sh passes $1 after $2" && exit 1
  fi
  [[ ${said} == "$1: $3" ]] ||
    { echo "services.sh says of $1 after $2: ${said}" && exit 1; }
}

project=fuzz/oss-fuzz/project.yaml
address="$(sed -n 's/^main_repo:.*"\(.*\)"$/\1/p' "${root}/${project}")"
expect_found ${project} '/^main_repo/d' "main_repo has no address"
expect_found ${project} "s,\\*address,${address}," \
  "names ${address#*://}; expected it once, in ${project}"
expect_found README.md "\$a git clone ${address}.git" \
  "names ${address#*://}; expected it once, in ${project}"
expect_found fuzz/oss-fuzz/Dockerfile \
  's,git clone.*,git clone https://other.example/it \\,' \
  "clones an address of its own; expected that of ${project}"
expect_found .clusterfuzzlite/Dockerfile 's/ubuntu-24-04/ubuntu-20-04/' \
  "expected an image of ubuntu-24-04"
expect_found fuzz/oss-fuzz/build.sh 's/USE_BAZEL_VERSION-[0-9.]*/USE_BAZEL_VERSION-6.0/' \
  "expected Bazel $(sed -n 's/^USE_BAZEL_VERSION=//p' "${root}/.bazeliskrc"), as in .bazeliskrc"
expect_found .github/workflows/test.yml '/^permissions:/,+1d' \
  "has all permissions; expected those that it needs"
expect_found .github/workflows/test.yml 's/contents: read/contents: write/' \
  "has a permission to write"
expect_found .github/workflows/test.yml 's/checkout@v4/checkout@main/' \
  "actions/checkout@main: expected an action at a major version"
expect_found .github/workflows/test.yml 's,bazel test //,bazel test //base/,' \
  "does not run bazel test //..."
expect_found .github/workflows/cflite_pr.yml 's/memory\]/hwaddress]/' \
  "sanitizer hwaddress is not one of ${project}"
