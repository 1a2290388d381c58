#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# report.sh JUDGE... -- [--cases N] [--seed S]
#
# Runs each JUDGE, an agreement program below the current folder, and prints what
# they print as Markdown.  The kernel gets a tenth of the cases: a reply costs it
# two system calls.
#
# Exits with 1 if anything differs or a judge fails, and with 2 on a bad flag.
# A judge that ends with status 2 cannot run here: its reason is printed.

set -euo pipefail

judges=()
while [[ $1 != -- ]]; do
  judges+=("$1")
  shift
done
shift

usage="usage: report [--cases N] [--seed S]"
cases=500000
seed=20261126
while [[ $# -gt 0 ]]; do
  case $1 in
    --help)
      echo "$usage"
      exit 0
      ;;
    --cases=* | --seed=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    --cases | --seed)
      # 15 digits: a number that bash can divide.
      if [[ ! ${2-} =~ ^[1-9][0-9]{0,14}$ ]]; then
        echo "report: $1 '${2-}': a number from 1 to 999999999999999 was" \
          "expected" >&2
        exit 2
      fi
      if [[ $1 == --cases ]]; then cases="$2"; else seed="$2"; fi
      shift 2
      ;;
    *)
      echo "report: '$1': no such flag; $usage" >&2
      exit 2
      ;;
  esac
done

said="$(mktemp)"
trap 'rm -f "$said"' EXIT

echo "Made on $(date -u +%Y-%m-%d) by"
echo
echo "    bazel run --config=opt //oracle:report -- --cases $cases --seed $seed"

outcome=0
for judge in "${judges[@]}"; do
  folder="${judge%/*}"
  own_cases="$cases"
  if [[ $folder == */linux_live ]]; then own_cases=$(((cases + 9) / 10)); fi
  flags=(--cases "$own_cases" --seed "$seed")
  echo
  echo "## ${folder##*/}"
  echo
  echo "    bazel run --config=opt //$folder:${judge##*/} -- ${flags[*]}"
  echo
  status=0
  "./$judge" "${flags[@]}" 2>"$said" | sed 's/^/    /' || status=$?
  case $status in
    0) echo && echo "No difference." ;;
    1) echo && echo "**Differs.**" ;;
    2) echo "Cannot run here: $(tail -n 1 "$said" | sed "s,^[a-z]*: ,,")." ;;
    *) echo && echo "**Failed** with status $status: $(tail -n 1 "$said")" ;;
  esac
  if [[ $status -ne 0 && $status -ne 2 ]]; then outcome=1; fi
done
exit "$outcome"
