#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
# http://www.apache.org/licenses/LICENSE-2.0
#
# check_out.sh TARGET...
#
# Checks what build.sh left in $OUT, in the environment that build.sh was called
# in.  Each TARGET must be there with its files, and no other fuzz target.
# OSS-Fuzz's own checks pass a target whose code is not instrumented at all, a
# name that ClusterFuzz does not run, a seed that crashes, an option that
# libFuzzer does not know, an rpath into the builder, a coverage build without
# sources, and a mutator that afl-fuzz does not call; this one does not.  Exits 1
# after one line for each problem.

set -uo pipefail

# Project code, which must be instrumented.
readonly PROJECT='(^|[^a-z_])fuse_dirents::|^LLVMFuzzerTestOneInput$'
# What OSS-Fuzz's runner has; libstdc++ is for the libFuzzer of distributions.
libraries='^(lib(c|m|dl|rt|pthread|resolv|gcc_s)\.so\.|ld-linux)'
if [[ ${FUZZING_ENGINE} == libfuzzer || ${CXXFLAGS-} != *-stdlib=libc++* ]]; then
  libraries+='|^libstdc\+\+\.so\.'
fi
readonly libraries
# Below this OSS-Fuzz calls a target badly built, and builds it all the same.
readonly MIN_EDGES=100
readonly SEED_FLAGS=(-rss_limit_mb=2560 -timeout=25)

problems=0
bad() {
  echo "check_out: $*" >&2
  problems=$((problems + 1))
}

# Whether $1 is a program that OSS-Fuzz would take for a fuzz target.
is_target() {
  [[ -f $1 && -x $1 ]] && grep -qa LLVMFuzzerTestOneInput "$1"
}

# Exactly the targets named, and no file that belongs to none of them.
check_names() {
  local target file name owner
  for target in "$@"; do
    [[ ${target} =~ ^[A-Za-z0-9_-]+$ ]] ||
      bad "${target}: ClusterFuzz runs only names of [A-Za-z0-9_-]"
    is_target "${OUT}/${target}" || bad "${target}: no such target in \$OUT"
  done
  for file in "${OUT}"/*; do
    name="${file##*/}"
    case "${name}" in
      llvm-symbolizer | afl-* | *.so | honggfuzz | centipede) continue ;;
      *_seed_corpus.zip) owner="${name%_seed_corpus.zip}" ;;
      *.dict | *.options) owner="${name%.*}" ;;
      *)
        is_target "${file}" || continue
        owner="${name}"
        ;;
    esac
    [[ " $* " == *" ${owner} "* ]] || bad "${name}: belongs to no target"
  done
}

# Neither a library nor a path that is only in the builder.
check_dynamic() {
  local file="$1" name="${1##*/}" dynamic library
  dynamic="$(readelf -dW "${file}")"
  if grep -qE '\((RPATH|RUNPATH)\)' <<<"${dynamic}"; then
    bad "${name}: has an rpath"
  fi
  for library in $(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<<"${dynamic}"); do
    [[ ${library} =~ ${libraries} ]] ||
      bad "${name}: needs ${library}, which the runner does not have"
  done
}

# It runs where the builder's files are not.
check_binary() {
  local binary="$1" target="${1##*/}" head sections machine
  case "${ARCHITECTURE}" in
    x86_64) machine='X86-64' ;;
    i386) machine='80386' ;;
    *) machine='AArch64' ;;
  esac
  head="$(readelf -hW "${binary}")"
  grep -q "Machine:.*${machine}" <<<"${head}" ||
    bad "${target}: is not built for ${ARCHITECTURE}"
  sections="$(readelf -SW "${binary}")"
  grep -q '\.debug_line' <<<"${sections}" ||
    bad "${target}: has no line tables"
  check_dynamic "${binary}"
  if grep -qaF "${OUT}/" "${binary}"; then
    bad "${target}: holds the path ${OUT}/"
  fi
}

# Prints the instructions of project code in $1.
project_code() {
  objdump -dC --no-show-raw-insn "$1" | awk -v project="${PROJECT}" '
    /^[0-9a-f]+ <.*>:$/ {
      name = $0; sub(/^[0-9a-f]+ </, "", name); sub(/>:$/, "", name)
      inside = name ~ project
      next
    }
    inside'
}

# The runtimes alone hold enough calls for OSS-Fuzz's check.
check_instrumented() {
  local binary="$1" target="${1##*/}" code="$2" calls
  project_code "${binary}" >"${code}"
  case "${SANITIZER}" in
    address) calls='<__asan_' ;;
    memory) calls='<__msan_' ;;
    undefined) calls='<__ubsan_' ;;
    # Its report must name our sources.
    coverage) return ;;
    *) calls= ;;
  esac
  grep -q "${calls}" "${code}" ||
    bad "${target}: project code is not built with SANITIZER=${SANITIZER}"
  [[ ${FUZZING_ENGINE} == none ]] ||
    grep -qE '<__(sanitizer_cov_trace|afl_)' "${code}" ||
    bad "${target}: project code does not tell ${FUZZING_ENGINE} where it is"
}

# afl-fuzz finds the mutator of $1, and can load it.
check_afl_mutator() {
  local library="$1_afl_mutator.so" symbols
  local name="${library##*/}"
  [[ -f ${library} ]] || { bad "${name}: is missing" && return; }
  check_dynamic "${library}"
  symbols="$(readelf --dyn-syms -W "${library}")"
  grep -qE ' [0-9]+ afl_custom_fuzz$' <<<"${symbols}" ||
    bad "${name}: exports no afl_custom_fuzz"
  if grep -qE ' UND __(afl|asan|msan|ubsan|sanitizer|sancov)_' <<<"${symbols}"; then
    bad "${name}: is instrumented, and afl-fuzz has no runtime for that"
  fi
}

# Each key is a flag of libFuzzer's, or names a dictionary that is there.
check_options() {
  local folder="$1" target="$2" known key value
  local file="${folder}/${target}.options"
  [[ -f ${file} ]] || { bad "${target}: no .options" && return; }
  [[ $(grep -vE '^[[:space:]]*($|[#;])' "${file}" | head -1) == \[libfuzzer\] ]] ||
    bad "${target}.options: begins with no [libfuzzer]"
  if [[ $(grep -c '^\[' "${file}") -ne 1 ]]; then
    bad "${target}.options: holds sections that nobody has tried"
  fi
  [[ ${FUZZING_ENGINE} == libfuzzer ]] || return
  known="$(run "${folder}/${target}" -help=1 2>&1 |
    sed -nE 's/^ ([a-z_]+)[[:space:]].*/\1/p')"
  while IFS='= ' read -r key value; do
    [[ ${key} =~ ^[a-z_]+$ ]] || continue
    if [[ ${key} == dict ]]; then
      [[ -f ${folder}/${value} ]] || bad "${target}.options: no ${value}"
    elif ! grep -qx "${key}" <<<"${known}"; then
      bad "${target}.options: libFuzzer knows no ${key}"
    fi
  done <"${file}"
}

# Runs a command as the runner does: elsewhere, with its own sanitizer options.
run() {
  (
    cd / && unset OUT &&
      ASAN_OPTIONS=detect_leaks=0:alloc_dealloc_mismatch=0:handle_abort=1 \
        UBSAN_OPTIONS=silence_unsigned_overflow=1 \
        timeout 600 "$@" </dev/null
  )
}

# Every seed runs, from a copy of $OUT.
check_seeds() {
  local folder="$1" target="$2" log="$1/$2.log" flags=() edges
  local zip="${folder}/${target}_seed_corpus.zip" seeds="${folder}/${target}.seeds"
  mkdir "${seeds}"
  unzip -qq "${zip}" -d "${seeds}" 2>"${log}" ||
    { bad "${target}: no seed corpus that unzips" && return; }
  [[ -n $(ls -A "${seeds}") ]] || { bad "${target}: no seeds" && return; }
  if [[ ${FUZZING_ENGINE} != libfuzzer ]]; then
    find "${seeds}" -type f -print0 | sort -z >"${seeds}.list"
    run xargs -0 -a "${seeds}.list" "${folder}/${target}" >"${log}" 2>&1 ||
      bad "${target}: fails on its seeds: $(tail -n 1 "${log}")"
    return
  fi
  flags=("${SEED_FLAGS[@]}" "-artifact_prefix=${folder}/")
  if [[ -f ${folder}/${target}.dict ]]; then
    flags+=("-dict=${folder}/${target}.dict")
  fi
  if [[ ${SANITIZER} == coverage ]]; then
    export LLVM_PROFILE_FILE="${folder}/${target}.%1m.profraw"
  fi
  run "${folder}/${target}" "${flags[@]}" -runs=0 "${seeds}" >"${log}" 2>&1 ||
    bad "${target}: fails on its seeds: $(grep -aE 'ERROR|ParseDict' "${log}" |
      head -1)"
  unset LLVM_PROFILE_FILE
  [[ ${SANITIZER} != coverage ]] || return
  edges="$(sed -nE 's/.*Loaded 1 modules *\(([0-9]+) inline.*/\1/p' "${log}")"
  [[ ${edges:-0} -ge ${MIN_EDGES} ]] ||
    bad "${target}: ${edges:-0} edges, wanted ${MIN_EDGES}"
}

# Each source in the report is where the report is made: below $OUT, where
# `compile` will also copy $SRC, $WORK and the compiler's headers.
check_coverage_sources() {
  local folder="$1" target="$2" source own=0
  llvm-profdata merge -sparse "${folder}/${target}".*.profraw \
    -o "${folder}/${target}.profdata" ||
    { bad "${target}: leaves no profile" && return; }
  while read -r source; do
    case "${source}" in
      /usr/* | "${SRC}"/* | "${WORK}"/*) continue ;;
    esac
    [[ -f ${OUT}${source} ]] || bad "${target}: no source ${OUT}${source}"
    own=$((own + 1))
  done < <(llvm-cov export -summary-only "${folder}/${target}" \
    -instr-profile="${folder}/${target}.profdata" |
    grep -oE '"filename":"[^"]*"' | cut -d'"' -f4 | sort -u)
  [[ ${own} -gt 0 ]] || bad "${target}: the report names no source of ours"
}

main() {
  [[ $# -gt 0 ]] || { echo "usage: check_out.sh TARGET..." >&2 && exit 2; }
  local target copy
  copy="$(mktemp -d)"
  # shellcheck disable=SC2064
  trap "rm -rf '${copy}'" EXIT
  check_names "$@"
  if [[ ${FUZZING_ENGINE} == afl ]]; then
    cmp -s "${BASH_SOURCE[0]%/*}/afl_fuzz.sh" "${OUT}/afl-fuzz" ||
      bad "afl-fuzz: names no mutator to AFL++; expected afl_fuzz.sh"
    [[ -x ${OUT}/afl-fuzz-itself ]] || bad "afl-fuzz-itself: is missing"
  fi
  for target in "$@"; do
    is_target "${OUT}/${target}" || continue
    cp "${OUT}/${target}"{,.options,.dict,_seed_corpus.zip} "${copy}" 2>/dev/null
    check_binary "${OUT}/${target}"
    check_instrumented "${OUT}/${target}" "${copy}/${target}.code"
    if [[ ${FUZZING_ENGINE} == afl ]]; then
      check_afl_mutator "${OUT}/${target}"
    fi
    check_options "${copy}" "${target}"
    check_seeds "${copy}" "${target}"
    if [[ ${SANITIZER} == coverage ]]; then
      check_coverage_sources "${copy}" "${target}"
    fi
  done
  if [[ ${problems} -ne 0 ]]; then
    echo "check_out: ${problems} problems in ${OUT}" >&2
    exit 1
  fi
  echo "check_out: $# targets, no problem"
}

main "$@"
