# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""cc_library with C++20, also in a workspace whose default is older."""

load("@rules_cc//cc:defs.bzl", _cc_library = "cc_library")

# These follow the workspace's own --copt, so they win.
_COPTS = [
    "-std=c++20",
    # Tests with many cases run several times as fast and compile hardly slower.
    "-O1",
]

def cc_library(copts = [], **kwargs):
    """cc_library for code that dirent_parser_suite() links into other workspaces.

    Here .bazelrc sets these options for every target; other workspaces do not.

    Args:
      copts: as in cc_library.
      **kwargs: as in cc_library.
    """
    if native.repository_name() != "@":
        copts = _COPTS + copts
    _cc_library(copts = copts, **kwargs)
