# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""What other workspaces may load."""

load("//fuzz:defs.bzl", _cc_fuzz_test = "cc_fuzz_test")
load(
    "//properties/suite:defs.bzl",
    _dirent_parser_suite = "dirent_parser_suite",
)

cc_fuzz_test = _cc_fuzz_test
dirent_parser_suite = _dirent_parser_suite
