# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""canary: a fuzz target that must fail."""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load(
    "//bazel:fuzz_rules.bzl",
    "fuzz_runner",
    "fuzz_seed_list",
    "instrumented_binary",
)

def canary(name, deps = [], mutated = True, options = {}, sanitizer = "address"):
    """A planted bug, as NAME_bin and NAME_run of a cc_fuzz_test.

    It has no replay test and is in no package for OSS-Fuzz.

    Args:
      name: of the detector; NAME.cc is the source.
      deps: as in cc_binary, besides ":canary".
      mutated: whether inputs are replies to FUSE_READDIR and use that mutator.
      options: libFuzzer flags.
      sanitizer: overrides //bazel:sanitizer.  "memory" builds only under
        --config=msan, which has the libc++ for it.
    """
    cc_binary(
        name = name + "_raw_",
        testonly = True,
        srcs = [name + ".cc"],
        linkopts = [
            "-fsanitize=fuzzer",
            "-Wl,--wrap=LLVMFuzzerTestOneInput",
        ],
        tags = ["manual"],
        deps = deps + [
            ":canary",
            "//fuzz/engine:executed_inputs",
        ] + (["//fuzz/mutator:for_dirents"] if mutated else []),
    )
    incompatible = ["//third_party:incompatible"]
    instrumented_binary(
        name = name + "_bin",
        testonly = True,
        binary = ":%s_raw_" % name,
        sanitizer = sanitizer,
        tags = ["manual"],
        target_compatible_with = select({
            "//third_party:msan": [],
            "//conditions:default": incompatible,
        }) if sanitizer == "memory" else select({
            "//third_party:gcc": incompatible,
            "//conditions:default": [],
        }),
    )
    fuzz_seed_list(
        name = name + "_seeds",
        corpus = "testdata/seed",
        out = name + ".seeds",
        tags = ["manual"],
    )
    fuzz_runner(
        name = name + "_run",
        testonly = True,
        binary = ":%s_bin" % name,
        corpus = "testdata/seed",
        dictionary = ":dictionary",
        options = options,
        seeds = ":%s_seeds" % name,
        tags = ["manual"],
        target = name,
    )
