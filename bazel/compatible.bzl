# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Values of target_compatible_with, by which `//...` skips targets."""

_SKIPPED = [str(Label("//third_party:incompatible"))]

# For scripts, pages and tests of the checks themselves, to which a --config adds
# nothing, and for binaries that a transition builds in the same way under every
# --config: each config would build them again.  g++ has neither libFuzzer nor
# coverage for llvm-cov.
DEFAULT_CONFIG_ONLY = select({
    str(Label("//third_party:gcc")): _SKIPPED,
    str(Label("//third_party:sanitizer")): _SKIPPED,
    "//conditions:default": [],
})

# For a property test with the driver that needs no RapidCheck: under MSan there
# is none, and elsewhere the same property runs with RapidCheck.
WITHOUT_RAPIDCHECK = select({
    str(Label("//third_party:gcc")): _SKIPPED,
    str(Label("//third_party:msan")): [],
    str(Label("//third_party:sanitizer")): _SKIPPED,
    "//conditions:default": [],
})

# For tests of a shared object: the libc++ of ./setup --msan, an archive, is not
# position-independent.
NO_MSAN = select({
    str(Label("//third_party:msan")): _SKIPPED,
    "//conditions:default": [],
})
