#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# plant.sh READDIR_C UNCACHED_C OUT
#
# Copies READDIR_C with calls of planted_calls.h in the place of tokens, and
# appends UNCACHED_C.  Fails with one line where a token is missing.

set -euo pipefail
export LC_ALL=C

source="$1" uncached="$2" out="$3"

# Basic regular expression, what takes its place.
readonly EDITS='
memchr(                     planted_memchr(
!fuse_emit(                 !planted_emit(
ctx->pos = dirent->off      ctx->pos = planted_off(dirent)
namelen > FUSE_NAME_MAX     namelen > planted_name_max
reclen > nbytes             planted_runs_past(reclen, nbytes)
(reclen > PAGE_SIZE)        (planted_above_page(reclen))
= fuse_direntplus_link(     = planted_link(over,
fuse_force_forget(file, d   planted_forget(file, d
fi->nlookup++               fi->nlookup += planted_lookups
fi->nlookup--               fi->nlookup -= planted_unless(nlookup_kept)
dput(dentry)                planted_dput(dentry)
folio_put(folio)            planted_folio_put(folio)
put_page(page)              planted_put_page(page)
test_and_clear_bit(         planted_test_and_clear_bit(
rdc.cached = true           rdc.cached = planted_unless(never_complete)
!timespec64_equal(          !planted_timespec64_equal(
err = fuse_readdir_uncached err = planted_uncached
'

script=""
while IFS= read -r edit; do
  [[ -n ${edit} ]] || continue
  pattern="${edit:0:28}"
  pattern="${pattern%"${pattern##*[! ]}"}"
  if ! grep -q -F -e "${pattern}" "${source}"; then
    echo "plant.sh: no '${pattern}' in ${source}: the edit must be written anew" >&2
    exit 1
  fi
  # Whole tokens: folio_put( must not match in find_folio_put(.
  script+="s@\\(^\\|[^a-z_]\\)${pattern}@\\1${edit:28}@g;"
done <<<"${EDITS}"

{
  echo '#include "oracle/linux_source/planted/planted_calls.h"'
  sed -e "${script}" "${source}"
  cat "${uncached}"
} >"${out}"
