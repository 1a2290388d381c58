#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# plant.sh READDIR_C OUT PATTERN REPLACEMENT
#
# Copies READDIR_C with a bug: each PATTERN (basic regular expression) becomes
# REPLACEMENT.  Fails with one line where there is none.

set -euo pipefail
export LC_ALL=C

source="$1" out="$2" pattern="$3" replacement="$4"
if ! grep -q -e "${pattern}" "${source}"; then
  echo "plant.sh: no '${pattern}' in ${source}: the edit must be written anew" >&2
  exit 1
fi
{
  echo '#include "oracle/linux_source/planted_calls.h"'
  sed -e "s@${pattern}@${replacement}@g" "${source}"
} >"${out}"
