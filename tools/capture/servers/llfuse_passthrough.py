#!/usr/bin/python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Serves the names and attributes of a tree by llfuse, on low-level libfuse 2.

    llfuse_passthrough.py TREE MOUNT_POINT
"""

import errno
import os
import stat
import sys

import llfuse


def attributes_of(status):
    attributes = llfuse.EntryAttributes()
    for field in ("st_ino", "st_mode", "st_nlink", "st_uid", "st_gid",
                  "st_rdev", "st_size", "st_atime_ns", "st_mtime_ns",
                  "st_ctime_ns"):
        setattr(attributes, field, getattr(status, field))
    return attributes


class Passthrough(llfuse.Operations):

    def __init__(self, tree):
        super().__init__()
        self._paths = {llfuse.ROOT_INODE: os.fsencode(tree)}
        self._listings = {}

    def _entry(self, path):
        try:
            attributes = attributes_of(os.lstat(path))
        except OSError as error:
            raise llfuse.FUSEError(error.errno)
        self._paths[attributes.st_ino] = path
        return attributes

    def lookup(self, parent, name, ctx):
        return self._entry(os.path.join(self._paths[parent], name))

    def getattr(self, inode, ctx):
        return self._entry(self._paths[inode])

    def opendir(self, inode, ctx):
        path = self._paths[inode]
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise llfuse.FUSEError(errno.ENOTDIR)
        handle = len(self._listings) + 1
        self._listings[handle] = [
            os.path.join(path, name) for name in sorted(os.listdir(path))
        ]
        return handle

    def readdir(self, fh, offset):
        listing = self._listings[fh]
        for i in range(offset, len(listing)):
            yield (os.path.basename(listing[i]), self._entry(listing[i]), i + 1)


def main():
    tree, mount_point = sys.argv[1:]
    llfuse.init(Passthrough(tree), mount_point, ["fsname=passthrough"])
    llfuse.main(workers=1)


if __name__ == "__main__":
    main()
