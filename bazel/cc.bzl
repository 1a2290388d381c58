# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""cc_library with C++20, also in a workspace whose default is older."""

load("@rules_cc//cc:defs.bzl", _cc_library = "cc_library")
load("//bazel:flags.bzl", "CXX_STANDARD", "TEST_SPEED")

# These follow the workspace's own --copt, so they win.
_COPTS = CXX_STANDARD + TEST_SPEED

def cc_library(copts = [], **kwargs):
    """cc_library for code that dirent_parser_suite() links into other workspaces.

    Here .bazelrc sets these options for every target; other workspaces do not.

    Args:
      copts: as in cc_library.
      **kwargs: as in cc_library.
    """

    # repo_name() since Bazel 8, which is to lose repository_name() some day.
    if hasattr(native, "repo_name"):
        is_ours = native.repo_name() == ""
    else:
        is_ours = native.repository_name() == "@"
    if not is_ours:
        copts = _COPTS + copts
    _cc_library(copts = copts, **kwargs)
