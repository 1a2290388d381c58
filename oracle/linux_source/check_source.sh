#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# check_source.sh CC STAMP SOURCE [FLAG]...
#
# Compiles SOURCE, which includes readdir.c of a kernel tree, for its errors
# alone.  Writes STAMP if there are none.  Else prints the first as one line: the
# stand-in that is missing and the file that it belongs to, if that is what is
# wrong.

set -euo pipefail
export LC_ALL=C

compiler="$1" stamp="$2" source="$3"
shift 3

if errors="$("${compiler}" -std=gnu11 -fsyntax-only -w -iquote . \
  -isystem oracle/linux_source/include "$@" "${source}" 2>&1)"; then
  echo "/* ${source} compiles. */" >"${stamp}"
  exit 0
fi

# $1 what, $2 the file to add it to.
missing() {
  echo "readdir.c needs $1, which has no stand-in: add it to oracle/linux_source/$2" >&2
  exit 1
}

first="$(grep -m 1 -E 'error:' <<<"${errors}" || true)"
symbol="$(sed -n "s/[^']*'\([^']*\)'.*/\1/p" <<<"${first}")"
case "${first}" in
  *"file not found"*) missing "<${symbol}>" "include/${symbol}" ;;
  *"undeclared function"* | *"implicit declaration of function"*)
    missing "${symbol}()" "kernel/inlines.h or, if it needs a world, kernel/calls.h"
    ;;
  *"use of undeclared"* | *undeclared*)
    missing "${symbol}" "kernel/inlines.h"
    ;;
  *"no member named"*)
    struct="$(sed -n "s/.* in '\([^']*\)'.*/\1/p" <<<"${first}")"
    missing "member ${symbol} of ${struct}" "kernel/types.h"
    ;;
  *"incomplete"* | *"unknown type"*)
    type="$(grep -o "'[^']*'" <<<"${first}" | tail -n 1 | tr -d "'")"
    missing "${type}" "kernel/types.h"
    ;;
  *"static assertion failed"*)
    sed -e 's/.*static assertion failed[^:]*: //' -e 's/"//g' <<<"${first}" >&2
    exit 1
    ;;
  *)
    echo "readdir.c does not compile against oracle/linux_source/kernel: ${first}" >&2
    exit 1
    ;;
esac
