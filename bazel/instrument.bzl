# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""copts of libraries that should not guide the fuzzer, or not fully.

libFuzzer keeps an input that reaches new code, and copies compared numbers into
other inputs.  Both should come from the code under test.  From the code that
checks it they would be noise, and take most of the time of a run.  These copts
leave sanitizers on and change nothing in ordinary builds.
"""

def _in_fuzz_binaries(copts):
    return select({
        str(Label("//bazel:engine_is_libfuzzer")): copts,
        "//conditions:default": [],
    })

# For code that checks: the reference, traces, the runner, the mutator.
NO_COVERAGE = _in_fuzz_binaries(["-fno-sanitize=fuzzer-no-link"])

# For code under test that compares choices or addresses: coverage counts,
# comparisons do not.
NO_NUMBERS = _in_fuzz_binaries(["-fno-sanitize-coverage=trace-cmp"])
