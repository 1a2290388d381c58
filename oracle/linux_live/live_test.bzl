# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Tests that make FUSE mounts on the running kernel."""

load("@rules_cc//cc:defs.bzl", "cc_test")
load("//bazel:compatible.bzl", "DEFAULT_CONFIG_ONLY")

def live_test(name, deps, **kwargs):
    """A googletest whose tests are LiveFixtures.

    It runs outside of the sandbox, where no file system can be mounted, and under
    no sanitizer: the code under test is the kernel.

    Args:
      name: of the test.
      deps: besides the fixture and googletest.
      **kwargs: of the cc_test.
    """
    cc_test(
        name = name,
        size = "small",
        timeout = "moderate",
        tags = ["local"],
        target_compatible_with = DEFAULT_CONFIG_ONLY,
        deps = deps + [
            "//oracle/linux_live:live_fixture",
            "@googletest//:gtest_main",
        ],
        **kwargs
    )
