#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# package_test.sh DEB DEB_AGAIN TARBALL TARBALL_AGAIN
#
# Each argument is the folder of a package; the second of a pair was made of the
# same files.  Unpacks the packages and uses them outside the tree.

set -euo pipefail
export LC_ALL=C TZ=UTC0

work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT
problems=0
checks=0

# check WHAT COMMAND...: the command succeeds.
check() {
  checks=$((checks + 1))
  if ! "${@:2}"; then
    echo "FAILED: $1"
    problems=$((problems + 1))
  fi
}

equal() {
  [[ $1 == "$2" ]] || { printf 'expected: %s\ngot:      %s\n' "$2" "$1" && false; }
}

holds() {
  [[ $1 == *"$2"* ]] || { printf 'expected "%s" in: %s\n' "$2" "$1" && false; }
}

# Whether COMMAND prints nothing, neither to stdout nor to stderr.
silent() {
  local printed
  if printed="$("$@" 2>&1)" && [[ -z ${printed} ]]; then return; fi
  echo "${printed}"
  return 1
}

# Skips what needs a program that is not installed.
installed() {
  command -v "$1" >/dev/null || { echo "SKIPPED: $1 is not installed" && false; }
}

# Runs the program of folder $1 with an empty environment, outside the tree.
run() {
  (cd "${work}" && env -i "$1/bin/dirents" "${@:2}")
}

# What every package holds below its prefix.
check_prefix() {
  local prefix="$1" help reply
  check "--version" equal "$(run "${prefix}" --version)" "dirents ${version}"
  help="$(run "${prefix}" help)"
  check "help lists dump" holds "${help}" "dump"
  check "help lists the page rules" holds "${help}" "rules"
  check "help rules" equal "$(run "${prefix}" help rules)" \
    "$(cat "${prefix}/share/doc/fuse-dirents/RULES.md")"
  check "help abi" equal "$(run "${prefix}" help abi)" \
    "$(cat "${prefix}/include/fuse-dirents/parser/parser_under_test.h")"
  reply="${prefix}/share/fuse-dirents/corpus/reject/slash-middle.dirent"
  check "dump" holds "$(run "${prefix}" dump "${reply}")" "returns -EIO"
  check "the corpus has its recipes" test -s "${reply}.recipe"
  printf '#include "parser/parser_under_test.h"\nstruct dirents_sink sink;\n' >"${work}/a.c"
  check "the header is C" silent clang-19 -std=c11 -pedantic -Wall -Werror \
    "-I${prefix}/include/fuse-dirents" -c "${work}/a.c" -o "${work}/a.o"
  check "no shared object but glibc's" equal \
    "$(readelf -d "${prefix}/bin/dirents" |
      sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p' |
      grep -vE '^(libc|libm|ld-linux[a-z0-9-]*)\.so\.[0-9]$' || true)" ""
  check "stripped" equal \
    "$(readelf -SW "${prefix}/bin/dirents" | grep -oE '\.(symtab|debug_info)' || true)" ""
}

# All members of a package have one owner and one time.  $1 lists them as
# `tar tv` does.
check_members() {
  check "members" test "$(wc -l <<<"$1")" -gt 1000
  check "owners and times" equal "$(awk '{print $2, $4, $5}' <<<"$1" | sort -u)" "$2"
}

# Subcommands, as --help lists them.  CLI11 2.5 and later print SUBCOMMANDS.
subcommands() {
  run "${usr}" --help | sed -n '/^Subcommands:/I,/^$/s/^  \([a-z-]\{1,\}\).*/\1/p'
}

# Flags of a subcommand, as its --help lists them.  CLI11 2.5 and later indent
# those without a letter by 10.
flags() {
  run "${usr}" "$1" --help | grep -oE '^ {2,10}(-h, *)?--[a-z-]+' | grep -oE -- '--[a-z-]+'
}

man_warnings() {
  man --warnings -l "$1" >/dev/null
}

check_manual() {
  local page name flag
  for name in $(subcommands); do
    page="${usr}/share/man/man1/dirents-${name}.1.gz"
    check "a page for ${name}" test -s "${page}"
    for flag in $(flags "${name}"); do
      check "${flag} in ${page##*/}" holds "$(zcat "${page}")" "${flag//-/\\-}"
    done
    check "${name} in dirents.1" holds "$(zcat "${usr}/share/man/man1/dirents.1.gz")" \
      ".BR dirents\\-${name//-/\\-} (1)"
  done
  for page in "${usr}"/share/man/man1/*.gz; do
    zcat "${page}" >"${work}/page.1"
    if installed man; then
      check "man ${page##*/}" silent man_warnings "${work}/page.1"
    fi
    if installed mandoc; then
      check "mandoc ${page##*/}" silent mandoc -Tlint -Wstyle "${work}/page.1"
    fi
  done
}

# Prints what completes the last of the words, sorted and on one line.
complete_words() {
  (
    cd "${work}/complete"
    # shellcheck disable=SC1091
    source "${usr}/share/bash-completion/completions/dirents"
    COMP_WORDS=(dirents "$@")
    COMP_CWORD=$#
    _dirents
    printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
  )
}

check_completion() {
  local name flag zsh="${usr}/share/zsh/vendor-completions/_dirents"
  mkdir -p "${work}/complete/folder"
  touch "${work}/complete/file one" "${work}/complete/file.dirent"
  check "a subcommand" equal "$(complete_words du)" "dump"
  check "its flags" equal "$(complete_words dump --p)" "--page-size --profile"
  check "the words of a flag" equal "$(complete_words dump --profile fr)" "freebsd"
  check "the same after =" equal "$(complete_words dump --profile = fr)" "freebsd"
  check "the same after a bare =" holds "$(complete_words dump --profile =)" "gvisor"
  check "files" equal "$(complete_words dump file)" "file one file.dirent"
  check "folders only" equal "$(complete_words capture --out f)" "folder"
  check "a server's arguments" equal "$(complete_words capture -- server fold)" "folder"
  check "topics" equal "$(complete_words help wire)" "wire-format"
  check "nothing for a number" equal "$(complete_words dump --page-size f)" ""
  for name in $(subcommands); do
    check "${name} is completed" equal "$(complete_words "${name}")" "${name}"
    for flag in $(flags "${name}"); do
      check "${name} ${flag}" holds " $(complete_words "${name}" "${flag}") " " ${flag} "
      check "${name} ${flag} in zsh" grep -qF -- "${flag}[" "${zsh}"
    done
  done
  if installed zsh; then check "zsh" silent zsh -n "${zsh}"; fi
}

deb="$(realpath "$1"/fuse-dirents_*_*.deb)"
tarball="$(realpath "$3"/fuse-dirents-*-linux-*.tar.gz)"
version="$(dpkg-deb -f "${deb}" Version)"
usr="${work}/root/usr"

dpkg-deb -x "${deb}" "${work}/root"
check_prefix "${usr}"
check_manual
check_completion
check_members "$(dpkg-deb -c "${deb}")" "root/root 2026-01-01 00:00"
check "a second build" cmp "${deb}" "$2/${deb##*/}"
needed="$(objdump -T "${usr}/bin/dirents" | grep -oE 'GLIBC_[0-9.]+' |
  cut -d_ -f2 | sort -V | tail -n 1)"
check "Depends" equal "$(dpkg-deb -f "${deb}" Depends)" "libc6 (>= ${needed})"
(cd "${work}/root" && dpkg-deb --ctrl-tarfile "${deb}" | tar -xO ./md5sums |
  md5sum --check --quiet) || { echo "FAILED: md5sums" && problems=$((problems + 1)); }

mkdir "${work}/tarball"
tar -C "${work}/tarball" -xzf "${tarball}"
check "one folder" equal "$(ls "${work}/tarball")" "$(basename "${tarball}" .tar.gz)"
top="$(echo "${work}"/tarball/*)"
check "LICENSE" test -s "${top}/LICENSE"
check_prefix "${top}"
check_members "$(tar -tvzf "${tarball}" --numeric-owner)" "0/0 2026-01-01 00:00"
check "a second build" cmp "${tarball}" "$4/${tarball##*/}"

echo "${checks} checks, ${problems} problems"
[[ ${problems} -eq 0 && ${checks} -gt 100 ]]
