#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh [--chroot=DIR] [COMMAND...]
#
# Runs COMMAND in a copy of this tree, in a chroot of Debian unstable, which has
# Bazel 7.7.1.  Without one, runs check.sh.  Makes the chroot in DIR if DIR is not
# there (/var/tmp/fuse-dirents-sid): 3 GB.  It needs root, and for that mmdebstrap.
# Bazel's outputs are in the chroot, and stay there for the next run.
#
# Exit status: that of COMMAND; 2 for bad arguments; 3 if there is no chroot to be
# had.

set -euo pipefail

readonly MIRROR="http://deb.debian.org/debian"

fail() {
  local status="$1"
  shift
  echo "tools/bazel7/run.sh: $*" >&2
  exit "${status}"
}

chroot=/var/tmp/fuse-dirents-sid
while [[ $# -gt 0 && $1 == -* ]]; do
  case "$1" in
    --chroot=?*) chroot="${1#--chroot=}" ;;
    *) fail 2 "$1: unknown option; expected --chroot=DIR or a command" ;;
  esac
  shift
done
[[ $# -gt 0 ]] || set -- tools/bazel7/check.sh
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

make_chroot() {
  command -v mmdebstrap >/dev/null ||
    fail 3 "${chroot}: there is no chroot, and no mmdebstrap that makes one"
  local packages new="${chroot}.new"
  packages="$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' \
    "${tree}/third_party/packages.txt" | awk '{print $1}' | paste -sd,)"
  for name in skylib platforms features rules-cc rules-python rules-proto \
    rules-java rules-license rules-shell; do
    packages+=",bazel-${name}"
  done
  # An earlier run may have been stopped.
  rm -rf "${new}"
  if ! mmdebstrap --mode=root --variant=minbase \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --include="${packages},git,g++,python3,ca-certificates,man-db,zsh" \
    sid "${new}" "${MIRROR}" >"${new}.log" 2>&1; then
    rm -rf "${new}"
    fail 3 "${chroot}: mmdebstrap failed; ${new}.log says why"
  fi
  rm "${new}.log"
  mv "${new}" "${chroot}"
}

[[ ${EUID} -eq 0 ]] || fail 3 "a chroot needs root"
[[ -e ${chroot} ]] || make_chroot
[[ -x ${chroot}/usr/bin/bazel ]] ||
  fail 3 "${chroot}: there is no /usr/bin/bazel; expected a chroot that this script made"
# Inherited by all that runs below: two runs would share one copy of the tree.
exec 9<"${chroot}"
flock -n 9 || fail 3 "${chroot}: another run.sh uses it"

# What git knows, as it is here.
copy="${chroot}/src/fuse-dirents"
rm -rf "${copy}"
mkdir -p "${copy}"
(cd "${tree}" && git ls-files -z -co --exclude-standard |
  while IFS= read -r -d '' file; do
    [[ ! -e ${file} ]] || printf '%s\0' "${file}"
  done | tar --null -T - -cf -) | tar -xf - -C "${copy}"

# Namespaces of its own: nothing stays mounted or running, and Bazel's sandbox
# works, which it does not after chroot(2).
export chroot
exec unshare --mount --pid --fork --kill-child -- bash -c '
  set -e
  mount --make-rprivate /
  mount --bind "${chroot}" "${chroot}"
  mount -t proc proc "${chroot}/proc"
  mount --rbind /dev "${chroot}/dev"
  mount --rbind /sys "${chroot}/sys"
  cd "${chroot}"
  pivot_root . mnt
  cd /src/fuse-dirents
  umount -l /mnt
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root
  python3 tools/bazel7/modules.py . /opt/fuse-dirents /etc/bazel.bazelrc
  echo "build --disk_cache=/var/cache/fuse-dirents" >>/etc/bazel.bazelrc
  exec env -i PATH="${PATH}" HOME=/root USER=root "$@"' -- "$@"
