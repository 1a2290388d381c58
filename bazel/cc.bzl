# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""cc_library as C++20, also in a workspace whose own default is older."""

load("@rules_cc//cc:defs.bzl", _cc_library = "cc_library")

# Behind a workspace's own --copt, so that they count.
_COPTS = [
    "-std=c++20",
    # Tests of many cases run several times as fast, and compile hardly slower.
    "-O1",
]

def cc_library(copts = [], **kwargs):
    """cc_library for what dirent_parser_suite() links into other workspaces.

    Here .bazelrc says all this for every target; elsewhere nobody would.

    Args:
      copts: as in cc_library.
      **kwargs: as in cc_library.
    """
    if native.repository_name() != "@":
        copts = _COPTS + copts
    _cc_library(copts = copts, **kwargs)
