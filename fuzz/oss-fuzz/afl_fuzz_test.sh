#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# afl_fuzz.sh hands its command line to AFL++'s afl-fuzz, with the mutator of the
# target that is in it.

set -euo pipefail

# A space, as a folder may have one.
out="${TEST_TMPDIR}/an out"
mkdir "${out}"
cp fuzz/oss-fuzz/afl_fuzz.sh "${out}/afl-fuzz"
cat >"${out}/afl-fuzz-itself" <<'FAKE'
#!/bin/sh
printf '%s\n' "mutator=${AFL_CUSTOM_MUTATOR_LIBRARY-unset}" "$@"
exit 7
FAKE
chmod 0755 "${out}"/afl-fuzz*
: >"${out}/one_fuzzer"
: >"${out}/one_fuzzer_afl_mutator.so"
: >"${out}/other_fuzzer"
unset AFL_CUSTOM_MUTATOR_LIBRARY

# Runs $OUT/afl-fuzz with "${@:2}"; expects the mutator $1, all arguments, and the
# exit status.
expect() {
  local said status=0 wanted
  wanted="$(printf '%s\n' "mutator=$1" "${@:2}")"
  said="$("${out}/afl-fuzz" "${@:2}")" || status=$?
  [[ ${said} == "${wanted}" && ${status} -eq 7 ]] ||
    { echo "afl-fuzz ${*:2}: exit status ${status}: ${said}" && exit 1; }
}

mutator="${out}/one_fuzzer_afl_mutator.so"
# As run_fuzzer calls it, with CMPLOG and without.
expect "${mutator}" -m none -t 5000+ -i "/tmp/a corpus" -o /tmp/o \
  -x one_fuzzer.dict -- "${out}/one_fuzzer"
expect "${mutator}" -c "${out}/one_fuzzer" -i in -o o -- "${out}/one_fuzzer"
# As ClusterFuzz does.
expect "${mutator}" -Sdefault -iin -oo -mnone "-c${out}/one_fuzzer" \
  "${out}/one_fuzzer" 2147483647
# A target without a mutator, and none at all.
expect unset -i in -o o -- "${out}/other_fuzzer"
expect unset
# A caller's own choice stands.
AFL_CUSTOM_MUTATOR_LIBRARY=/mine.so expect /mine.so -- "${out}/one_fuzzer"
