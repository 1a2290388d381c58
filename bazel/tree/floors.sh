#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# floors.sh FOLDER
#
# Checks the workspace in FOLDER: no source includes a file of a floor above its
# own, and no BUILD file names a target of one.  bazel/*.bzl load from bazel/
# alone; labels in their strings are what macros expand to, and are not checked.
# Prints each arrow up as FILE:LINE.  Exits 1 after the first run that finds one.

set -euo pipefail
export LC_ALL=C
cd "$1"

# Lowest first; folders of one line are one floor.
readonly FLOORS='
bazel
base
parser
pagemap
readdir
differential
fuzz properties corpus oracle
tools
'

# Examples below properties/ are workspaces of other people.
find . -mindepth 1 \( -name 'bazel-*' -o -name '.?*' -o -name examples \) -prune \
  -o -type f \( -name '*.cc' -o -name '*.h' -o -name '*.c' -o -name '*.inc' \
  -o -name BUILD -o -name '*.bzl' \) -print | sort |
  sed 's|^\./||' | xargs awk -v floors="${FLOORS}" '
  BEGIN {
    count = split(floors, lines, "\n")
    for (i = 1; i <= count; ++i) {
      folders = split(lines[i], folder, " ")
      for (j = 1; j <= folders; ++j) rank[folder[j]] = i
    }
  }

  # The file at hand names something in `path`.
  function check(path,   to) {
    to = path
    if (!sub(/[\/:].*/, "", to) || !(to in rank)) return
    arrows++
    if (rank[to] <= rank[from]) return
    printf "%s:%d: %s/ is above %s/: %s\n", FILENAME, FNR, to, from, path
    problems++
  }

  FNR == 1 {
    files++
    from = FILENAME
    if (!sub(/\/.*/, "", from)) from = ""
    known = from in rank
    if (from != "" && !known && from != "third_party") {
      printf "%s:1: %s/ is no floor; floors.sh lists them\n", FILENAME, from
      problems++
    }
  }
  !known { next }

  FILENAME ~ /\.(cc|h|c|inc)$/ {
    if (match($0, /^[ \t]*#[ \t]*include[ \t]*"[^"]*"/)) {
      path = substr($0, RSTART, RLENGTH)
      gsub(/^[^"]*"|"$/, "", path)
      check(path)
    }
    next
  }

  /^[ \t]*#/ { next }
  FILENAME ~ /\.bzl$/ && !/^load\(/ { next }
  {
    rest = $0
    while (match(rest, /"\/\/[^"]*"/)) {
      check(substr(rest, RSTART + 3, RLENGTH - 4))
      rest = substr(rest, RSTART + RLENGTH)
    }
  }

  END {
    if (arrows < 1) {
      print "floors.sh: the folder holds no include and no label"
      problems++
    }
    printf "%d files, %d includes and labels, %d arrows up\n",
      files, arrows, problems > "/dev/stderr"
    exit problems > 0
  }'
