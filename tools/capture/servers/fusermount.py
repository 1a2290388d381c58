#!/usr/bin/python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Stands in for fusermount: hands over a socket instead of mounting.

A FUSE library that may not mount runs fusermount, and takes the connection to
the kernel from it over the socket _FUSE_COMMFD.  Found as `fusermount` on PATH,
this sends the descriptor FUSE_SOCKET, which it inherits, and so serves a server
that knows no mount point /dev/fd/N.  It unmounts nothing.
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
