#!/bin/bash -eu
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
# http://www.apache.org/licenses/LICENSE-2.0
#
# Builds every fuzz target into $OUT, as OSS-Fuzz and ClusterFuzzLite call it: in
# the project's folder, with CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE,
# SANITIZER, FUZZING_ENGINE, ARCHITECTURE, SRC, OUT and WORK set.  $OUT is then
# checked, and a finding of check_out.sh fails the build.

set -o pipefail
: "${CC:?}" "${CXX:?}" "${CFLAGS?}" "${CXXFLAGS?}" "${LIB_FUZZING_ENGINE:?}"
: "${SANITIZER:?}" "${FUZZING_ENGINE:?}" "${ARCHITECTURE:?}" "${OUT:?}" "${WORK:?}"

# OSS-Fuzz's `bazel` fetches the version that is named; an empty name means the
# one that is installed.  .bazeliskrc names this version too.
export USE_BAZEL_VERSION="${USE_BAZEL_VERSION-7.7.1}"

# .bazelrc is for development: another compiler, and warnings as errors.
bazel() {
  command bazel --noworkspace_rc "$@"
}

flags=(
  --repo_env=CC="${CC}"
  --cxxopt=-std=c++20
  # What makes the seeds runs here.
  --host_cxxopt=-std=c++20
  --compilation_mode=fastbuild
  # Or symbols and lines go.
  --strip=never
  # The runner has none of the builder's shared objects.
  --dynamic_mode=off
  --spawn_strategy=local
  # `compile` would copy what such links point to.
  --symlink_prefix=/
  --verbose_failures
)
for flag in ${CFLAGS}; do flags+=("--conlyopt=${flag}"); done
# Only fuzz targets are linked, so all of these are for them.
for flag in ${CXXFLAGS}; do flags+=("--cxxopt=${flag}" "--linkopt=${flag}"); done
if [[ " ${CXXFLAGS} " == *" -stdlib=libc++ "* ]]; then
  # So that Bazel knows its headers, and does not link libstdc++ as well.
  flags+=(--repo_env=BAZEL_CXXOPTS=-stdlib=libc++)
  # OSS-Fuzz's libc++.a holds libc++abi; elsewhere it is an archive of its own.
  libcxx=-Wl,-Bstatic,-lc++,-Bdynamic
  # shellcheck disable=SC2086
  "${CXX}" ${CXXFLAGS} -nostdlib++ -x c++ - -o "${WORK}/probe" ${libcxx} \
    2>/dev/null <<<'int main() { throw 1; }' ||
    libcxx=-Wl,-Bstatic,-lc++,-lc++abi,-Bdynamic
  flags+=("--repo_env=BAZEL_LINKLIBS=${libcxx}:-lm")
  # For -fsanitize=fuzzer, which links it once more.
  flags+=(--linkopt=-static-libstdc++)
fi
if [[ ${SANITIZER} == undefined ]]; then
  # Bazel links with the C compiler, which leaves half of the runtime out.
  flags+=(--linkopt=-fsanitize-link-c++-runtime)
fi

engine="${LIB_FUZZING_ENGINE}"
if [[ ${engine} != -* && ! -e ${engine} ]]; then
  # FUZZING_ENGINE=none brings no engine.
  engine="${WORK}/replay_main.a"
  for source in fuzz/engine/replay_main.cc base/files.cc; do
    object="${WORK}/$(basename "${source}" .cc).o"
    # shellcheck disable=SC2086
    "${CXX}" ${CXXFLAGS} -std=c++20 -I. -c "${source}" -o "${object}"
    ar rs "${engine}" "${object}"
  done
fi
flags+=("--define=LIB_FUZZING_ENGINE=${engine}")

# Elsewhere they are examples of what others put under the suite.
query='kind("oss_fuzz_package rule", //fuzz/...)'
packages="$(bazel query "${query}")"
if [[ -z ${packages} ]]; then
  echo "build.sh: no target is one of ${query}" >&2
  exit 1
fi
# shellcheck disable=SC2086
bazel build "${flags[@]}" ${packages}
bazel_bin="$(bazel info "${flags[@]}" bazel-bin)"

paths=() # Of targets, below the workspace; the last part is the name.
for label in ${packages}; do
  path="${label#*//}"
  path="${path/://}"
  tar -xf "${bazel_bin}/${path}.tar" --no-same-owner -C "${OUT}"
  paths+=("${path%_oss_fuzz}")
done

if [[ ${FUZZING_ENGINE} == afl ]]; then
  # afl-fuzz calls no mutator that is linked into a target, only that of a shared
  # object.  It is not instrumented, so neither is what it loads; AFL++'s compilers
  # would do that even so.  libc++.a need not be position-independent where there
  # is no libc++.so; libstdc++.a always is.
  bazel build "${flags[@]}" --repo_env=CC=clang \
    --cxxopt=-fno-sanitize=all --linkopt=-fno-sanitize=all \
    --cxxopt=-stdlib=libstdc++ --linkopt=-stdlib=libstdc++ \
    --repo_env=BAZEL_CXXOPTS=-stdlib=libstdc++ \
    --repo_env=BAZEL_LINKLIBS=-Wl,-Bstatic,-lstdc++,-Bdynamic:-lm \
    "${paths[@]/%/_afl_mutator.so}"
  for path in "${paths[@]}"; do
    cp "${bazel_bin}/${path}_afl_mutator.so" "${OUT}"
  done
  if ! cmp -s fuzz/oss-fuzz/afl_fuzz.sh "${OUT}/afl-fuzz"; then
    mv "${OUT}/afl-fuzz" "${OUT}/afl-fuzz-itself"
    cp fuzz/oss-fuzz/afl_fuzz.sh "${OUT}/afl-fuzz"
  fi
fi

if [[ ${SANITIZER} == coverage ]]; then
  # Bazel compiles in /proc/self/cwd, and llvm-cov looks below $OUT.
  cwd="${OUT}/proc/self/cwd"
  mkdir -p "${cwd}"
  sources=(-type f '(' -name '*.cc' -o -name '*.h' ')')
  find . "${sources[@]}" -print0 | tar --null -T - -cf - | tar -xf - -C "${cwd}"
  # Libraries; Bazel's own folders hold none.
  (
    cd "$(bazel info "${flags[@]}" execution_root)"
    for repository in external/*; do
      case "${repository##*/}" in
        bazel_tools | platforms | remote_* | *rules_* | *local_config_*) ;;
        *) find -L "${repository}" "${sources[@]}" -print0 ;;
      esac
    done | tar --null -T - -chf - | tar -xf - -C "${cwd}"
  )
fi

bash fuzz/oss-fuzz/check_out.sh "${paths[@]##*/}"
