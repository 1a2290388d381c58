#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# A missing stand-in gives one line that names it and the file to add it to.
#
# check_source_test.sh CC

set -euo pipefail
export LC_ALL=C

compiler="$1"
folder=oracle/linux_source
problems=0

# Expects that a source with the line $1 gives the line $2.
expect() {
  local tree="${TEST_TMPDIR}/tree" printed status=0
  mkdir -p "${tree}"
  echo '#define FUSE_NAME_MAX 1024' >"${tree}/fuse_name_max.h"
  printf '#include "fuse_i.h"\n%s\n' "$1" >"${tree}/readdir.c"
  printf '#include "readdir.c"\n' >"${tree}/source.c"
  printed="$("${folder}/check_source.sh" "${compiler}" "${tree}/stamp" \
    "${tree}/source.c" -iquote "${tree}" 2>&1)" || status=$?
  if [[ -z $2 ]]; then
    [[ ${status} -eq 0 && -s ${tree}/stamp && -z ${printed} ]] && return
  elif [[ ${status} -eq 1 && ${printed} == "$2" ]]; then
    return
  fi
  echo "for:      $1"
  echo "expected: $2"
  echo "printed:  ${printed} (status ${status})"
  problems=1
}

needs() {
  echo "readdir.c needs $1, which has no stand-in: add it to ${folder}/$2"
}

expect 'size_t f(struct page *p) { return PAGE_SIZE + p->number; }' ''
expect 'void f(void) { fuse_brand_new(3); }' \
  "$(needs 'fuse_brand_new()' 'kernel/inlines.h or, if it needs a world, kernel/calls.h')"
expect '#include <linux/brand_new.h>' \
  "$(needs '<linux/brand_new.h>' include/linux/brand_new.h)"
expect 'int f(struct fuse_conn *fc) { return fc->brand_new; }' \
  "$(needs "member brand_new of struct fuse_conn" kernel/types.h)"
expect 'int f(void) { return BRAND_NEW_FLAG; }' \
  "$(needs BRAND_NEW_FLAG kernel/inlines.h)"
expect 'unsigned long f(void) { struct brand_new b; return sizeof(b); }' \
  "$(needs 'struct brand_new' kernel/types.h)"
expect '_Static_assert(PAGE_SIZE == 1, "pages: one byte");' 'pages: one byte'
expect 'brand_new_t f(void);' "$(needs brand_new_t kernel/types.h)"
exit "${problems}"
