# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""What other workspaces may load.

dirent_parser_suite(), which puts a parser of yours under the whole suite, will
stand here too.
"""

load("//fuzz:defs.bzl", _cc_fuzz_test = "cc_fuzz_test")

cc_fuzz_test = _cc_fuzz_test
