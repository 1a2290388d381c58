#!/bin/sh
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Captures every reply of this folder again: makes the same directories, serves
# them by three FUSE servers, and replaces DIR/fuse_overlayfs, DIR/squashfuse
# and DIR/sshfs.
#
#   bazel build //tools:dirents
#   corpus/captured/capture_all.sh bazel-bin/tools/dirents corpus/captured
#
# Inode numbers, nodeids, times and the order of names differ from machine to
# machine, and so the bytes do; the names and kinds of the files do not.

set -eu

if [ $# -ne 2 ] || [ ! -x "$1" ] || [ ! -d "$2" ]; then
  echo "capture_all.sh: expected the dirents program and a directory" >&2
  exit 2
fi
dirents=$(realpath "$1")
out=$(realpath "$2")
sftp_server=/usr/lib/openssh/sftp-server
for program in fuse-overlayfs squashfuse_ll sshfs mksquashfs $sftp_server; do
  if ! command -v "$program" >/dev/null; then
    echo "capture_all.sh: $program is missing; ./setup installs it" >&2
    exit 2
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
umask 022

# NAME repeated to N bytes.
long() {
  printf "%$1s" '' | tr ' ' "$2"
}

mkdir -p tree/empty tree/one tree/thirty tree/three_hundred tree/odd_names
: >tree/one/a
for i in $(seq 10 39); do
  : >"tree/thirty/file_$i"
done
# Names of 1 to 27 bytes, with every remainder that padding can have.
for i in $(seq 100 399); do
  : >"tree/three_hundred/$i$(long $((i % 25)) x)"
done
(
  cd tree/odd_names
  : >n
  : >"$(long 255 L)"
  : >"$(long 254 M)"
  : >'two words'
  : >' leading space'
  : >"$(printf 'new\nline')"
  : >"$(printf 'gr\303\274n')"
  : >"$(printf '\346\227\245\346\234\254\350\252\236')"
  : >"$(printf 'not \377 UTF-8')"
  : >'back\slash'
  : >'"quoted"'
  : >.hidden
  : >...
  mkdir directory
  ln -s n symlink
  mkfifo fifo
  echo content >file
)
find tree -exec touch -h -d '2001-09-09 01:46:40 UTC' {} +
mksquashfs tree tree.squashfs -quiet -no-progress -all-root -noappend \
  -mkfs-time 1000000000 >/dev/null

# What sshfs runs instead of ssh.
cat >local_sftp_server <<EOF
#!/bin/sh
cd '$work/tree' && exec $sftp_server
EOF
chmod +x local_sftp_server

# capture NAME SERVER ARGS...: replaces $out/NAME.
capture() {
  name=$1
  shift
  PATH="$PATH:$work" "$dirents" capture --out "$name" --keep 4 \
    --sizes 512,4096,65536,1048576 --dir empty --dir one --dir thirty \
    --dir three_hundred --dir odd_names -- "$@"
}

capture fuse_overlayfs fuse-overlayfs -f -o lowerdir=tree @
capture squashfuse squashfuse_ll -f tree.squashfs @
capture sshfs sshfs -f -o ssh_command=local_sftp_server localhost: @
for name in fuse_overlayfs squashfuse sshfs; do
  rm -rf "${out:?}/$name"
  mv "$name" "$out/$name"
done
