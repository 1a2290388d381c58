# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""The public macros for other workspaces."""

load("//bazel:cc_fuzz_test.bzl", _cc_fuzz_test = "cc_fuzz_test")
load(
    "//bazel:dirent_parser_suite.bzl",
    _dirent_parser_suite = "dirent_parser_suite",
)

cc_fuzz_test = _cc_fuzz_test
dirent_parser_suite = _dirent_parser_suite
