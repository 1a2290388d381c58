#!/usr/bin/python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Prints what stat says of a directory, for corpus/gate/listing_truth.h to compare.

    list_directory.py DIRECTORY READDIR=WHAT READDIRPLUS=WHAT

WHAT lists what the server passes on in replies of that opcode, with commas
between; "-" stands for the names alone.
"""

import os
import re
import stat
import sys

# The letters of `find -printf %y`.
LETTERS = {
    stat.S_IFDIR: "d",
    stat.S_IFREG: "f",
    stat.S_IFLNK: "l",
    stat.S_IFIFO: "p",
    stat.S_IFSOCK: "s",
    stat.S_IFCHR: "c",
    stat.S_IFBLK: "b",
}


def quote(name):
    return '"' + "".join(
        "\\" + chr(byte) if byte in b'"\\' else
        chr(byte) if 0x20 <= byte < 0x7f else "\\x%02x" % byte
        for byte in name) + '"'


def entry(directory, name):
    status = os.lstat(os.path.join(directory, name))
    return LETTERS[stat.S_IFMT(status.st_mode)], status.st_ino, name


def follows(first, count, then):
    """Whether `then` is `first` with both of its numbers greater by `count`."""
    if then[0] != first[0] or then[1] != first[1] + count:
        return False
    number = re.search(rb"[0-9]+$", first[2])
    if number is None:
        return False
    digits = b"%0*d" % (len(number[0]), int(number[0]) + count)
    return then[2] == first[2][:number.start()] + digits


def main():
    directory = os.fsencode(sys.argv[1])
    for words in sys.argv[2:]:
        print(words.replace("=", " ").replace(",", " "))
    names = [b".", b".."] + sorted(os.listdir(directory))
    entries = [entry(directory, name) for name in names]
    runs = []
    for each in entries:
        if runs and follows(*runs[-1], each):
            runs[-1][1] += 1
        else:
            runs.append([each, 1])
    for (letter, inode, name), count in runs:
        print(letter, inode, quote(name), *([count] if count > 1 else []))


if __name__ == "__main__":
    main()
