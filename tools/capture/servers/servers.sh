#!/bin/sh
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Directories to serve, and how to serve them by each of some real FUSE servers.
# For scripts that source it.  They set $servers to this folder and define
#
#   capture [OPTION...] -- SERVER ARGS...       listens to a server; @ stands
#                                               for its mount point
#   capture_more [OPTION...] -- SERVER ARGS...  once more, with sizes and
#                                               directories of its own
#   list TREE READDIR=WHAT READDIRPLUS=WHAT     what the server passes on of TREE,
#                                               as list_directory.py takes it
#   served NAME                                 all of that went well
#   fail WORDS...                               says what is wrong, and exits
#
# serve_each NAME... then makes the directories in the folder it is called in,
# $work, and serves them.  OPTION is --server-version TEXT or an option of
# `dirents capture`.
#
# The caller sets $servers and $work, and reads $all_servers and $failed.
# shellcheck disable=SC2034,SC2154

all_servers="archivemount bindfs disorderfs fuse2fs fuse_overlayfs fuse_zip
  gocryptfs llfuse mergerfs pyfuse3 rclone squashfuse sshfs unionfs"

# need PACKAGE FILE...: each FILE is there, as a program or by its path.
need() {
  package=$1
  shift
  for file; do
    [ -e "$file" ] || command -v "$file" >/dev/null ||
      fail "$file is missing; Debian has it in $package"
  done
}

# NAME repeated to N bytes.
long() {
  printf "%$1s" '' | tr ' ' "$2"
}

# Makes the directories of the tree $1 from names alone.
make_tree() {
  mkdir "$1"
  (
    cd "$1"
    mkdir empty one three_hundred odd_names twenty_thousand
    : >one/a
    # Names of 3 to 27 bytes, with every remainder that padding can have.
    for i in $(seq 100 399); do
      : >"three_hundred/$i$(long $((i % 25)) x)"
    done
    cd twenty_thousand
    seq -f f%05.0f 0 19999 | xargs touch
    cd ../odd_names
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
    echo content >file
  )
}

# version PACKAGE...: as Debian counts.
version() {
  # shellcheck disable=SC2016
  dpkg-query -W -f '${Package} ${Version}, ' "$@" | sed 's/, $//'
}

# Starts a server on libfuse 2, or one that runs fusermount, with the mount
# point mnt: on_socket @ SERVER ARGS... mnt
make_on_socket() {
  need gcc cc
  cc -shared -fPIC -o bin/dev_fuse.so "$servers/dev_fuse.c"
  ln -sf "$servers/fusermount.py" bin/fusermount
  ln -sf "$servers/fusermount.py" bin/fusermount3
  cat >on_socket <<EOF
#!/bin/sh
export FUSE_SOCKET="\${1#/dev/fd/}" PATH="$work/bin:\$PATH"
export LD_PRELOAD="$work/bin/dev_fuse.so"
shift
exec "\$@"
EOF
  chmod +x on_socket
}

serve_archivemount() {
  need archivemount archivemount
  tar -C tree -cf tree.tar empty one three_hundred odd_names twenty_thousand
  capture --server-version "$(version archivemount libfuse2)" -- \
    on_socket @ archivemount -f -o readonly tree.tar mnt
  list tree READDIR=type
}

serve_bindfs() {
  need bindfs bindfs
  capture --server-version "$(version bindfs libfuse2)" -- \
    on_socket @ bindfs -f tree mnt
  list tree READDIR=ino,type,dots
}

serve_disorderfs() {
  need disorderfs disorderfs
  capture --server-version "$(version disorderfs libfuse2)" -- \
    on_socket @ disorderfs -f --shuffle-dirents=no tree mnt
  list tree READDIR=ino,dots
}

serve_fuse2fs() {
  need fuse2fs fuse2fs
  need e2fsprogs mke2fs
  truncate -s 64M tree.ext4
  mke2fs -q -t ext4 -N 30000 -d tree tree.ext4
  capture --server-version "$(version fuse2fs libfuse2)" -- \
    on_socket @ fuse2fs -f -o ro tree.ext4 mnt
  list tree READDIR=-
}

serve_fuse_overlayfs() {
  need fuse-overlayfs fuse-overlayfs
  set -- --server-version "$(version fuse-overlayfs libfuse3-3)"
  capture "$@" -- fuse-overlayfs -f -o lowerdir=tree @
  capture_more "$@" --keep 2 --sizes 65536 --dir twenty_thousand -- \
    fuse-overlayfs -f -o lowerdir=tree @
  list tree READDIR=ino,type READDIRPLUS=ino,type,attr_ino
}

serve_fuse_zip() {
  need fuse-zip fuse-zip
  need zip zip
  (cd plain && zip -q -r ../tree.zip .)
  capture --server-version "$(version fuse-zip libfuse2)" -- \
    on_socket @ fuse-zip -f -r tree.zip mnt
  list plain READDIR=-
}

serve_gocryptfs() {
  need gocryptfs gocryptfs
  make_tree cipher
  ln -s n cipher/odd_names/symlink
  mkfifo cipher/odd_names/fifo
  # It makes its configuration in an empty directory only.
  mkdir fresh
  echo password >password
  gocryptfs -q -init -plaintextnames -passfile password fresh
  mv fresh/gocryptfs.conf cipher
  set -- --server-version "$(version gocryptfs)"
  capture "$@" -- gocryptfs -fg -passfile password cipher @
  capture_more "$@" --keep 1 --sizes 1048576 --opcodes READDIRPLUS \
    --dir twenty_thousand -- gocryptfs -fg -passfile password cipher @
  list cipher READDIR=ino,type,dots READDIRPLUS=ino,type,attr_ino,dots
}

serve_llfuse() {
  need python3-llfuse /usr/lib/python3/dist-packages/llfuse-*
  cp "$servers/llfuse_passthrough.py" .
  capture --server-version "$(version python3-llfuse libfuse2)" -- \
    on_socket @ ./llfuse_passthrough.py tree mnt
  list tree READDIR=ino,type
}

serve_mergerfs() {
  need mergerfs mergerfs
  capture --server-version "$(version mergerfs)" -- \
    on_socket @ mergerfs -f -o inodecalc=passthrough,readdirplus=true tree mnt
  list tree READDIR=ino,type,dots READDIRPLUS=ino,type,attr_ino,dots
}

serve_pyfuse3() {
  need python3-pyfuse3 /usr/lib/python3/dist-packages/pyfuse3-*
  cp "$servers/pyfuse3_passthrough.py" .
  capture --opcodes READDIRPLUS \
    --server-version "$(version python3-pyfuse3 libfuse3-3)" -- \
    pyfuse3_passthrough.py tree @
  list tree READDIRPLUS=ino,type,attr_ino
}

serve_rclone() {
  need rclone rclone
  # It would show a newline as another character.
  make_tree files
  rm "files/odd_names/$(printf 'new\nline')"
  capture --server-version "$(version rclone)" -- \
    on_socket @ rclone mount --config /dev/null files mnt
  list files READDIR=type,dots
}

serve_squashfuse() {
  need squashfuse squashfuse_ll
  need squashfs-tools mksquashfs
  mksquashfs tree tree.squashfs -quiet -no-progress -all-root -noappend \
    -mkfs-time 1000000000 >/dev/null
  set -- --server-version "$(version squashfuse libfuse3-3)"
  capture "$@" -- squashfuse_ll -f tree.squashfs @
  capture_more "$@" --keep 4 --sizes 1048576 --dir twenty_thousand -- \
    squashfuse_ll -f tree.squashfs @
  list tree READDIR=type
}

# local_sftp_server, which sshfs runs instead of ssh.
make_local_sftp_server() {
  sftp_server=/usr/lib/openssh/sftp-server
  need sshfs sshfs
  need openssh-sftp-server $sftp_server
  cat >local_sftp_server <<EOF
#!/bin/sh
cd '$work/tree' && exec $sftp_server
EOF
  chmod +x local_sftp_server
}

serve_sshfs() {
  make_local_sftp_server
  capture --server-version "$(version sshfs libfuse3-3)" -- \
    sshfs -f -o ssh_command=local_sftp_server,dir_cache=no localhost: @
  list tree READDIR=type READDIRPLUS=type
}

serve_unionfs() {
  need unionfs-fuse unionfs
  capture --server-version "$(version unionfs-fuse libfuse2)" -- \
    on_socket @ unionfs -f tree mnt
  list tree READDIR=type,dots
}

# Makes the directories and the programs that servers need, in this folder.
make_directories() {
  umask 022
  mkdir bin mnt
  make_on_socket
  make_tree plain
  make_tree tree
  ln -s n tree/odd_names/symlink
  mkfifo tree/odd_names/fifo
  find tree -exec touch -h -d '2001-09-09 01:46:40 UTC' {} +
}

# Calls serve_NAME for each NAME, and says in $failed which did not end well.
# Calls served NAME after each of the others.
serve_each() {
  for name; do
    # shellcheck disable=SC2086
    printf '%s\n' $all_servers | grep -qx "$name" ||
      fail "$name: expected one of" $all_servers
  done
  make_directories
  failed=
  for name; do
    set +e
    (
      set -e
      "serve_$name"
    )
    status=$?
    set -e
    if [ $status -eq 0 ]; then
      served "$name"
    else
      failed="$failed $name"
    fi
  done
}
