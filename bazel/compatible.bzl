# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Where a target is skipped by `//...`."""

_SKIPPED = [str(Label("//third_party:incompatible"))]

# For a test of binaries that a transition builds the same way whatever the
# --config: once is enough, and each config would build them all anew.
# g++ has neither libFuzzer nor what llvm-cov reads.
DEFAULT_CONFIG_ONLY = select({
    str(Label("//third_party:gcc")): _SKIPPED,
    str(Label("//third_party:sanitizer")): _SKIPPED,
    "//conditions:default": [],
})
