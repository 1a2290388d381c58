#!/bin/sh
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
#   capture_all.sh DIRENTS DIR [SERVER...]
#
# Captures the replies of DIR, corpus/captured, again: makes the same directories,
# serves them by each SERVER (all, if none is named), replaces DIR/SERVER, and
# lists beside the replies what stat says of the directories.
#
#   bazel build //tools:dirents
#   tools/capture/servers/capture_all.sh bazel-bin/tools/dirents corpus/captured
#
# Installs nothing: a server whose programs are missing is named, and fails.
# Inode numbers, nodeids, times and the order of names differ from machine to
# machine, and so the bytes do; the names and kinds of the files do not.

set -eu

fail() {
  echo "capture_all.sh: $*" >&2
  exit 2
}

if [ $# -lt 2 ] || [ ! -x "$1" ] || [ ! -d "$2" ]; then
  fail "expected the dirents program and a directory"
fi
dirents=$(realpath "$1")
out=$(realpath "$2")
servers=$(realpath "$(dirname "$0")")
# shellcheck source=tools/capture/servers/servers.sh
. "$servers/servers.sh"
shift 2
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $all_servers

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir captured

# list TREE READDIR=WHAT READDIRPLUS=WHAT: beside the replies of $name, what
# stat says of each directory.
list() {
  tree=$1
  shift
  for directory in empty one three_hundred odd_names twenty_thousand; do
    "$servers/list_directory.py" "$tree/$directory" "$@" \
      >"captured/$name/$directory.listing"
  done
}

# capture_more ARGS...: captures to captured/more and moves that into
# captured/$name.
capture_more() {
  PATH="$PATH:$work" "$dirents" capture --out more --server-name "$name" \
    --timeout-ms 60000 "$@"
  mkdir -p "captured/$name"
  if [ -e "captured/$name/PROVENANCE.tsv" ]; then
    tail -n +2 more/PROVENANCE.tsv >>"captured/$name/PROVENANCE.tsv"
    rm more/PROVENANCE.tsv
  fi
  mv more/* "captured/$name/"
  rmdir more
}

# capture [OPTION...] -- SERVER ARGS...: what is captured of every server.
capture() {
  capture_more --keep 4 --sizes 512,4096,65536,1048576 --dir empty --dir one \
    --dir three_hundred --dir odd_names "$@"
  capture_more --keep 4 --sizes 512,4096 --dir twenty_thousand "$@"
}

served() {
  rm -rf "${out:?}/$1"
  mv "captured/$1" "$out/$1"
}

serve_each "$@"
[ -z "$failed" ] || fail "not captured:$failed"
