#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# What run.sh says where it has no chroot.  No chroot is made.

set -uo pipefail
run="tools/bazel7/run.sh"

# expect STATUS TEXT COMMAND...
expect() {
  local status="$1" text="$2" said got
  shift 2
  said="$("$@" 2>&1)"
  got=$?
  [[ ${got} -eq ${status} && $(wc -l <<<"${said}") -eq 1 && ${said} == *"${text}"* ]] ||
    { echo "$*: exit status ${got}, \"${said}\"; expected ${status}, ${text}" && exit 1; }
}

expect 2 "--croot=x: unknown option" "${run}" --croot=x true
expect 2 "--chroot=: unknown option" "${run}" --chroot= true
mkdir "${TEST_TMPDIR}/empty"
if [[ ${EUID} -eq 0 ]]; then
  expect 3 "there is no /usr/bin/bazel" "${run}" --chroot="${TEST_TMPDIR}/empty"
  [[ -z $(ls -A "${TEST_TMPDIR}/empty") ]] || { echo "it wrote there" && exit 1; }
  mkdir -p "${TEST_TMPDIR}/used/usr/bin"
  ln -s "$(type -P true)" "${TEST_TMPDIR}/used/usr/bin/bazel"
  expect 3 "another run.sh uses it" \
    flock "${TEST_TMPDIR}/used" "${run}" --chroot="${TEST_TMPDIR}/used"
  # Without mmdebstrap.
  mkdir "${TEST_TMPDIR}/bin"
  for tool in bash dirname; do
    ln -s "$(command -v "${tool}")" "${TEST_TMPDIR}/bin/"
  done
  expect 3 "no mmdebstrap" env PATH="${TEST_TMPDIR}/bin" "${run}" \
    --chroot="${TEST_TMPDIR}/none"
  [[ ! -e ${TEST_TMPDIR}/none ]] || { echo "it made a chroot" && exit 1; }
else
  expect 3 "a chroot needs root" "${run}" --chroot="${TEST_TMPDIR}/empty"
fi
