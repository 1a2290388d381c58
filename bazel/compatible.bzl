# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Values of target_compatible_with, by which `//...` skips targets."""

_SKIPPED = [str(Label("//third_party:incompatible"))]

# For a test of binaries that a transition builds in the same way under every
# --config: each config would build them again.  g++ has neither libFuzzer nor
# coverage for llvm-cov.
DEFAULT_CONFIG_ONLY = select({
    str(Label("//third_party:gcc")): _SKIPPED,
    str(Label("//third_party:sanitizer")): _SKIPPED,
    "//conditions:default": [],
})
