# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""copts of libraries that a fuzzer should not be guided by, or not by all of.

libFuzzer keeps an input for the code that it newly reaches, and writes into
others the numbers that are compared.  Both are meant for the code under test.
Of what watches it, they would be noise, and most of the time a run takes.
Sanitizers stay: these change nothing else, and nothing in ordinary builds.
"""

def _in_fuzz_binaries(copts):
    return select({
        str(Label("//bazel:engine_is_libfuzzer")): copts,
        "//conditions:default": [],
    })

# For what is compared with: the reference, traces, the comparer, the mutator.
NO_COVERAGE = _in_fuzz_binaries(["-fno-sanitize=fuzzer-no-link"])

# For code under test whose numbers come from an input's choices, or are
# addresses: reaching it counts, its comparisons do not.
NO_NUMBERS = _in_fuzz_binaries(["-fno-sanitize-coverage=trace-cmp"])
