#!/bin/sh
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
#   check_all.sh DIRENTS DIR [SERVER...]
#
# Checks the real servers that tools/capture/servers/ can serve, all or those
# named, and leaves in DIR, for each, what `dirents check-server` reports of five
# directories, the largest of 20,000 entries: SERVER.json, SERVER.txt, the same for
# people, SERVER.problem, if it cannot be checked, SERVER.command and
# SERVER.version.  servers_page.py makes a page of them.
#
#   bazel build //tools:dirents
#   tools/check_server/check_all.sh bazel-bin/tools/dirents reports
#   tools/check_server/servers_page.py reports >tools/SERVERS.md
#
# Installs nothing: a server whose programs are missing is named, and fails.

set -eu

fail() {
  echo "check_all.sh: $*" >&2
  exit 2
}

if [ $# -lt 2 ] || [ ! -x "$1" ] || [ ! -d "$2" ]; then
  fail "expected the dirents program and a directory"
fi
dirents=$(realpath "$1")
out=$(realpath "$2")
servers=$(realpath "$(dirname "$0")/../capture/servers")
# shellcheck source=tools/capture/servers/servers.sh
. "$servers/servers.sh"
shift 2
# As most people run it: a listing is read once and kept.
all_servers="$all_servers sshfs_cached"
serve_sshfs_cached() {
  make_local_sftp_server
  capture --server-version "$(version sshfs libfuse3-3)" -- \
    sshfs -f -o ssh_command=local_sftp_server localhost: @
}

# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $all_servers

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir reports

capture() {
  report=reports/$name
  while [ "$1" != -- ]; do
    if [ "$1" = --server-version ]; then echo "$2" >"$report.version"; fi
    shift 2
  done
  shift
  echo "$*" >"$report.command"
  status=0
  PATH="$PATH:$work" "$dirents" check-server --timeout 60 --dir empty \
    --dir one --dir three_hundred --dir odd_names --dir twenty_thousand \
    --json "$report.json" -- "$@" >"$report.txt" 2>"$report.problem" ||
    status=$?
  # 1: a rule fails.  2: the server cannot be checked, and the problem says why.
  [ $status -le 2 ] || return $status
  [ $status -eq 2 ] || rm "$report.problem"
}

# Only captures have more.
capture_more() { :; }
list() { :; }

served() {
  rm -f "$out/$1".*
  mv "reports/$1".* "$out/"
}

serve_each "$@"
[ -z "$failed" ] || fail "not checked:$failed"
