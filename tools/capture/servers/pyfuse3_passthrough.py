#!/usr/bin/python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Serves the names and attributes of a tree by pyfuse3, on low-level libfuse 3.

    pyfuse3_passthrough.py TREE MOUNT_POINT

pyfuse3 answers READDIRPLUS only.
"""

import errno
import os
import stat
import sys

import pyfuse3
import trio


def attributes_of(status):
    attributes = pyfuse3.EntryAttributes()
    for field in ("st_ino", "st_mode", "st_nlink", "st_uid", "st_gid",
                  "st_rdev", "st_size", "st_atime_ns", "st_mtime_ns",
                  "st_ctime_ns"):
        setattr(attributes, field, getattr(status, field))
    return attributes


class Passthrough(pyfuse3.Operations):

    def __init__(self, tree):
        super().__init__()
        self._paths = {pyfuse3.ROOT_INODE: os.fsencode(tree)}
        self._listings = {}

    def _entry(self, path):
        try:
            attributes = attributes_of(os.lstat(path))
        except OSError as error:
            raise pyfuse3.FUSEError(error.errno)
        self._paths[attributes.st_ino] = path
        return attributes

    async def lookup(self, parent, name, ctx=None):
        return self._entry(os.path.join(self._paths[parent], name))

    async def getattr(self, inode, ctx=None):
        return self._entry(self._paths[inode])

    async def opendir(self, inode, ctx):
        path = self._paths[inode]
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise pyfuse3.FUSEError(errno.ENOTDIR)
        handle = len(self._listings) + 1
        self._listings[handle] = [
            os.path.join(path, name) for name in sorted(os.listdir(path))
        ]
        return handle

    async def readdir(self, fh, start_id, token):
        listing = self._listings[fh]
        for i in range(start_id, len(listing)):
            if not pyfuse3.readdir_reply(token, os.path.basename(listing[i]),
                                         self._entry(listing[i]), i + 1):
                break


def main():
    tree, mount_point = sys.argv[1:]
    pyfuse3.init(Passthrough(tree), mount_point,
                 set(pyfuse3.default_options) - {"default_permissions"})
    trio.run(pyfuse3.main)


if __name__ == "__main__":
    main()
