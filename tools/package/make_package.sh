#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# make_package.sh KIND OUT DATE MODULE LIST MANUAL COPYRIGHT...
#
# Makes a package in folder OUT.  KIND is deb or tarball.  DATE is that of every
# file, as YYYY-MM-DD.  MODULE is MODULE.bazel, which has the version.  LIST has
# lines "PLACE<tab>FILE".  MANUAL is what make_manual wrote.  Each COPYRIGHT is
# that of a library in the program.
#
# The same input makes the same bytes.

set -euo pipefail
export LC_ALL=C TZ=UTC0
umask 022

readonly NAME=fuse-dirents
readonly AUTHORS="The fuse-dirents Authors" ADDRESS="fuse-dirents@localhost"
readonly SUMMARY="checks how FUSE directory replies are parsed and served"

kind="$1"
out="$(realpath "$2")"
date="$3"
module="$4"
list="$5"
manual="$6"
shift 6

work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT

version="$(sed -n 's/^    version = "\(.*\)",$/\1/p' "${module}")"
[[ -n ${version} ]] || { echo "${module}: no version" >&2 && exit 1; }

# Prints the machine that the program is for, in the words of `uname -m`.
machine() {
  local name
  name="$(readelf -h "$1" | sed -n 's/^ *Machine: *//p')"
  case "${name}" in
    *X86-64) echo x86_64 ;;
    AArch64) echo aarch64 ;;
    *) echo "$1: machine ${name} has no name here" >&2 && exit 1 ;;
  esac
}

# Prints the oldest glibc that the program runs with.
glibc_needed() {
  readelf -V "$1" | grep -o 'GLIBC_[0-9.]*' | cut -d_ -f2 | sort -V | tail -n 1
}

print_copyright() {
  cat <<END
${NAME} is under the Apache License, Version 2.0.

Copyright 2026 ${AUTHORS}

On Debian systems, its text is in /usr/share/common-licenses/Apache-2.0.

The program contains libstdc++ and libgcc, under the GNU General Public License
version 3 with the GCC Runtime Library Exception version 3.1. It also contains
code of the libraries below.
END
  local file
  for file in "$@"; do
    printf '\n%s\n\n' "$(printf '=%.0s' {1..80})"
    cat "${file}"
  done
}

# Copies everything below the prefix $1.
fill_prefix() {
  local prefix="$1" place file
  while IFS=$'\t' read -r place file; do
    install -D -m 0644 "${file}" "${prefix}/${place}"
  done <"${list}"
  chmod 0755 "${prefix}"/bin/*
  strip --strip-all --remove-section=.comment "${prefix}"/bin/*
  install -D -m 0644 -t "${prefix}/share/man/man1" "${manual}"/man/*
  install -D -m 0644 "${manual}/dirents.bash" \
    "${prefix}/share/bash-completion/completions/dirents"
}

# Gives everything below $1 one time.
set_times() {
  find "$1" -exec touch -h -d "${date}" {} +
}

make_tarball() {
  local top="${NAME}-${version}-linux-$1"
  local prefix="${work}/${top}"
  fill_prefix "${prefix}"
  install -D -m 0644 "${manual}/_dirents" \
    "${prefix}/share/zsh/site-functions/_dirents"
  mv "${prefix}/share/doc/${NAME}/LICENSE" "${prefix}/LICENSE"
  print_copyright "${@:2}" >"${prefix}/share/doc/${NAME}/copyright"
  tar --sort=name --mtime="${date}" --owner=0 --group=0 --numeric-owner \
    --format=gnu -C "${work}" -cf - "${top}" |
    gzip -9 -n >"${out}/${top}.tar.gz"
}

# Prints what CHANGELOG.md, $1, says of its newest version, as dpkg wants it.
# The project has no mail address, only an issue tracker.
debian_changelog() {
  printf '%s (%s) unstable; urgency=medium\n\n' "${NAME}" "${version}"
  awk '
    function item() { if (text != "") print "  * " text; text = "" }
    /^## / { if (seen++) exit }
    /^- / { item(); text = substr($0, 3) }
    /^  / { text = text substr($0, 2) }
    END { item() }' "$1" |
    while IFS= read -r item; do
      fold -s -w 76 <<<"${item}" | sed -e '2,$s/^/    /' -e 's/ *$//'
    done
  printf '\n -- %s <%s>  %s\n' "${AUTHORS}" "${ADDRESS}" "$(date -d "${date}" -R)"
}

make_deb() {
  local root="${work}/root" architecture
  local doc="${root}/usr/share/doc/${NAME}"
  case "$1" in
    x86_64) architecture=amd64 ;;
    aarch64) architecture=arm64 ;;
  esac
  fill_prefix "${root}/usr"
  install -D -m 0644 "${manual}/_dirents" \
    "${root}/usr/share/zsh/vendor-completions/_dirents"
  gzip -9 -n "${root}"/usr/share/man/man1/*
  rm "${doc}/LICENSE"
  debian_changelog "${doc}/CHANGELOG.md" | gzip -9 -n >"${doc}/changelog.gz"
  print_copyright "${@:2}" >"${doc}/copyright"
  mkdir "${root}/DEBIAN"
  (cd "${root}" && find usr -type f -print0 | sort -z | xargs -0 md5sum) \
    >"${work}/md5sums"
  mv "${work}/md5sums" "${root}/DEBIAN/md5sums"
  cat >"${root}/DEBIAN/control" <<END
Package: ${NAME}
Version: ${version}
Architecture: ${architecture}
Maintainer: ${AUTHORS} <${ADDRESS}>
Installed-Size: $(du -k --apparent-size -s "${root}/usr" | cut -f1)
Depends: libc6 (>= $(glibc_needed "${root}/usr/bin/dirents"))
Section: devel
Priority: optional
Description: ${SUMMARY}
 The program dirents puts a parser of FUSE directory replies (fuse_dirent and
 fuse_direntplus), in a shared object, under a suite of tests. It checks the
 directory replies of a FUSE server without a mount and without root. It shows
 what a reply holds and what each of ten clients does with it.
 .
 The package also has the C header that a parser implements, and a corpus of
 replies.
END
  set_times "${root}"
  SOURCE_DATE_EPOCH="$(date -d "${date}" +%s)" dpkg-deb --root-owner-group \
    -Zxz --build "${root}" "${out}/${NAME}_${version}_${architecture}.deb" \
    >/dev/null
}

mkdir -p "${out}"
program="$(sed -n 's/^bin\/[^\t]*\t//p' "${list}")"
"make_${kind}" "$(machine "${program}")" "$@"
