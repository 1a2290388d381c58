#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh JUDGE REPLAYS FLOOR SOURCES NOT_COUNTED [--update-floor | --gate | --json]
#
# Runs each line of REPLAYS, a program built with source-based coverage and its
# arguments, and has JUDGE hold what they ran against FLOOR.  --json prints the
# counts of each file for other programs.  Without a flag writes an HTML report
# as well, and prints a table: of each file of SOURCES what was run, and of each
# that is not counted the number of its lines.

set -euo pipefail

readonly judge="$1" replays="$2" floor="$3" sources="$4" not_counted="$5"
readonly mode="${6-}"
readonly LLVM=19
readonly OTHERS='(^|/)(external|corpus|fuzz|usr)/'

case "${mode}" in
  '' | --gate | --json | --update-floor) ;;
  *)
    echo "coverage: unknown flag ${mode};" \
      "known are --json and --update-floor" >&2
    exit 2
    ;;
esac

work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT

objects=()
while read -r -a command; do
  # %p: a replay may start another process.
  if ! LLVM_PROFILE_FILE="${work}/${#objects[@]}-%p.profraw" \
    "${command[@]}" >"${work}/log" 2>&1; then
    tail -n 50 "${work}/log" >&2
    echo "coverage: failed: ${command[*]}" >&2
    exit 1
  fi
  objects+=(-object "${command[0]}")
done <"${replays}"

"llvm-profdata-${LLVM}" merge "${work}"/*.profraw -o "${work}/profdata"
flags=(-instr-profile "${work}/profdata" "-ignore-filename-regex=${OTHERS}")
# It warns of each inline function that one of the programs does not hold.
"llvm-cov-${LLVM}" export "${flags[@]}" "${objects[@]}" \
  >"${work}/export.json" 2>"${work}/log" ||
  {
    cat "${work}/log" >&2
    exit 1
  }

case "${mode}" in
  --gate) "${judge}" "${work}/export.json" "${floor}" "${sources}" ;;
  --json) "${judge}" "${work}/export.json" "${floor}" "${sources}" --json ;;
  --update-floor)
    "${judge}" "${work}/export.json" "${floor}" "${sources}" \
      "--update=${BUILD_WORKSPACE_DIRECTORY}/${floor}"
    git -C "${BUILD_WORKSPACE_DIRECTORY}" --no-pager diff --stat -- "${floor}"
    ;;
  *)
    html="${TMPDIR:-/tmp}/fuse_dirents_coverage_$(id -u)"
    "llvm-cov-${LLVM}" show "${flags[@]}" -format=html \
      -show-branches=count -show-mcdc -show-mcdc-summary \
      -path-equivalence="/proc/self/cwd,${PWD}" -output-dir="${html}" \
      "${objects[@]}" 2>/dev/null
    # One row for each file with code; the judge finds those without.
    sed 's|^|/proc/self/cwd/|' "${sources}" |
      xargs "llvm-cov-${LLVM}" report "${flags[@]}" -show-mcdc-summary \
        "${objects[@]:1}" 2>"${work}/log" ||
      {
        cat "${work}/log" >&2
        exit 1
      }
    echo "not counted, in lines: tests, benchmarks, and what the floor excuses whole"
    sed -n 's/^  \([^ ]*\)$/\1/p' "${floor}" | sort - "${not_counted}" |
      xargs wc -l
    rc=0
    "${judge}" "${work}/export.json" "${floor}" "${sources}" || rc=$?
    echo "${html}/index.html"
    exit "${rc}"
    ;;
esac
