#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# fuzz/bug_hunt/afl_hunt.sh [--seeds=N] [--runs=N] [BUG...]
#
# Lets AFL++ hunt planted parsers (differential/mutants/table.h) from one dull
# input, with the record mutator and without, and prints the median of the runs
# to the first crash over the seeds 1 to N (3).  A hunt ends after --runs
# (20000), which is then what it took at least.  Without BUG hunts a few of each
# kind.  afl-fuzz orders its inputs by how fast they run, so the same seed does
# not give the same runs.
#
# Exit status: 1 if a median with the mutator is not below that without; 2 for bad
# arguments; 0 otherwise, also where afl-fuzz is not installed.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly AFL=/usr/lib/afl
readonly HUNTER=planted_bug_plain_fuzzer_oss_fuzz_raw_
# Which target's mutator makes the inputs that show a bug.
declare -Ar MUTATOR=(
  [slash_taken]=reply_fuzzer
  [padded_to_4]=reply_fuzzer
  [full_loses_error]=reply_fuzzer
  [name_in_place]=reply_fuzzer
  [link_before_emit]=plus_reply_fuzzer
  [nodeid0_linked]=plus_reply_fuzzer
  [failed_link_kept]=plus_reply_fuzzer
)

fail() {
  echo "afl_hunt.sh: $*" >&2
  exit 2
}

seeds=3
runs=20000
bugs=()
for argument; do
  case "${argument}" in
    --seeds=*) seeds="${argument#*=}" ;;
    --runs=*) runs="${argument#*=}" ;;
    -*) fail "${argument}: unknown option; expected --seeds=N, --runs=N or a bug" ;;
    *)
      [[ -n ${MUTATOR[${argument}]-} ]] ||
        fail "${argument}: expected one of ${!MUTATOR[*]}"
      bugs+=("${argument}")
      ;;
  esac
done
[[ ${seeds} =~ ^[1-9][0-9]{0,3}$ ]] || fail "--seeds=${seeds}: expected 1 to 9999"
[[ ${runs} =~ ^[1-9][0-9]{0,8}$ ]] || fail "--runs=${runs}: expected a number above 0"
[[ ${#bugs[@]} -gt 0 ]] || mapfile -t bugs < <(printf '%s\n' "${!MUTATOR[@]}" | sort)
if ! command -v afl-fuzz >/dev/null; then
  echo "afl_hunt.sh: skipped: afl-fuzz is not installed"
  exit 0
fi

work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT
# afl-fuzz is an ordinary program, and loads libraries of ordinary builds.
mapfile -t libraries < <(printf '%s\n' "${MUTATOR[@]}" | sort -u |
  sed 's/.*/fuzz\/&_afl_mutator.so/')
bazel build "${libraries[@]}"
bin="$(bazel info bazel-bin)"
cp "${libraries[@]/#/${bin}/}" "${work}"
flags=(
  --platform_suffix=-afl
  --copt=-fsanitize-coverage=trace-pc-guard
  --linkopt="${AFL}/afl-compiler-rt.o"
  --define=LIB_FUZZING_ENGINE="${AFL}/libAFLDriver.a"
)
bazel build "${flags[@]}" "//fuzz/bug_hunt:${HUNTER}"
cp "$(bazel info "${flags[@]}" bazel-bin)/fuzz/bug_hunt/${HUNTER}" "${work}/hunter"
cp fuzz/dirents.dict "${work}"
mkdir "${work}/in"
echo input >"${work}/in/input"

export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_FAST_CAL=1
export AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_BENCH_UNTIL_CRASH=1
unset AFL_CUSTOM_MUTATOR_LIBRARY AFL_CUSTOM_MUTATOR_ONLY

# Prints how many runs afl-fuzz takes to find bug $1 from seed $2, or the limit.
# Any further arguments are variables for afl-fuzz.
hunt() {
  local bug="$1" seed="$2" crash
  rm -rf "${work}/out"
  # The driver takes a lone "-..." for a number of runs, so it gets another.
  (cd "${work}" && env "${@:3}" afl-fuzz -s "${seed}" -E "${runs}" -m none \
    -t 5000+ -i in -o out -x dirents.dict -- \
    ./hunter "--bug=${bug}" 1000000) >"${work}/log" 2>&1 ||
    { cat "${work}/log" && fail "afl-fuzz: ${bug}: exit status above 0"; }
  crash="$(find "${work}/out/default/crashes" -name 'id:000000,*' |
    sed -nE 's/.*,execs:([0-9]+),.*/\1/p')"
  echo "${crash:-${runs}}"
}

# Prints the median of the hunts for bug $1, with further arguments as above.
median() {
  local seed
  for ((seed = 1; seed <= seeds; ++seed)); do
    hunt "$1" "${seed}" "${@:2}"
  done | sort -n | sed -n "$((seeds / 2 + 1))p"
}

# A limit that was reached is no number of runs.
text() {
  if [[ $1 -ge ${runs} ]]; then echo ">${runs}"; else echo "$1"; fi
}

echo "Runs of AFL++ to the first crash, median of ${seeds} seeds"
printf '%-20s %12s %12s %8s\n' bug "with mutator" without ratio
missed=0
for bug in "${bugs[@]}"; do
  library="${work}/${MUTATOR[${bug}]}_afl_mutator.so"
  with="$(median "${bug}" "AFL_CUSTOM_MUTATOR_LIBRARY=${library}")"
  without="$(median "${bug}")"
  printf '%-20s %12s %12s %8s\n' "${bug}" "$(text "${with}")" \
    "$(text "${without}")" \
    "$(awk "BEGIN { printf \"%.1f\", ${without} / ${with} }")"
  [[ ${with} -lt ${without} ]] || missed=$((missed + 1))
done
if [[ ${missed} -gt 0 ]]; then
  echo "afl_hunt.sh: ${missed} of ${#bugs[@]} took no fewer runs with the mutator" >&2
  exit 1
fi
