#!/usr/bin/python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Stands in for fusermount: hands over a socket instead of mounting.

A FUSE library that may not mount runs fusermount, which sends the connection to
the kernel over the socket _FUSE_COMMFD.  As `fusermount` on PATH, this program
sends the descriptor FUSE_SOCKET instead, for servers that do not know the mount
point /dev/fd/N.  It does not unmount.
"""

import os
import socket
import sys


def main():
    if "-u" in sys.argv[1:]:
        return 0
    with socket.socket(fileno=int(os.environ["_FUSE_COMMFD"])) as library:
        socket.send_fds(library, [b"\0"], [int(os.environ["FUSE_SOCKET"])])
    return 0


if __name__ == "__main__":
    sys.exit(main())
