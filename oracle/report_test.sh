#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# The report's exit status says whether a judge differs.  With an argument, the
# planted copy of readdir.c is a judge too.

set -euo pipefail

report="$PWD/oracle/report.sh"
failed=0

# expect STATUS TEXT COMMAND...: TEXT stands in what is printed.
expect() {
  local expected="$1" text="$2" status=0 printed
  shift 2
  printed="$("$@" 2>&1)" || status=$?
  if [[ $status -ne $expected || $printed != *"$text"* ]]; then
    echo "$*: status $status, expected $expected and '$text' in:"
    echo "$printed"
    failed=1
  fi
}

mkdir -p "$TEST_TMPDIR/oracle/fake"
fake() {
  local file="$TEST_TMPDIR/oracle/fake/$1"
  printf '#!/bin/bash\n%s\n' "$2" >"$file"
  chmod +x "$file"
}
fake agrees 'echo "fake $*"'
fake differs 'echo "fake differ=1"; exit 1'
fake absent 'echo "there is no tree" >&2; exit 2'
fake crashes 'kill -SEGV $$'
run=(env --chdir="$TEST_TMPDIR" "$report")

expect 0 "    fake --cases 70 --seed 5" \
  "${run[@]}" oracle/fake/agrees -- --cases 70 --seed=5
expect 1 "**Differs.**" \
  "${run[@]}" oracle/fake/differs oracle/fake/agrees --
expect 0 "Cannot run here: there is no tree." \
  "${run[@]}" oracle/fake/absent oracle/fake/agrees --
expect 1 "**Failed** with status 139" \
  "${run[@]}" oracle/fake/crashes oracle/fake/agrees --
for flags in "--cases" "--cases 0" "--cases 9x" "--seed -1" "--case 5" "5"; do
  # shellcheck disable=SC2086
  expect 2 "report: " "${run[@]}" oracle/fake/agrees -- $flags
done

if [[ $# -gt 0 ]]; then
  run=("$report" "$1" -- --cases 3000)
  expect 0 "differ=0" env PLANTED=none "${run[@]}"
  expect 1 "rule=\"source: '/' in the name\"" env PLANTED=slash_taken "${run[@]}"
fi
exit "$failed"
