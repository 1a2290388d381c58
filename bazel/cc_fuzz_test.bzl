# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""cc_fuzz_test: the one place where a fuzz target is added."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_test")
load("//bazel:flags.bzl", "CXX_STANDARD")
load(
    "//bazel:fuzz_rules.bzl",
    "fuzz_dictionary",
    "fuzz_options",
    "fuzz_runner",
    "fuzz_seed_list",
    "fuzz_seed_zip",
    "instrumented_binary",
    "oss_fuzz_package",
)

def cc_fuzz_test(
        name,
        corpus,
        srcs = [],
        deps = [],
        dicts = [],
        options = {},
        copts = [],
        data = [],
        mutator = None,
        size = "small",
        tags = [],
        **kwargs):
    """A fuzz target: a function LLVMFuzzerTestOneInput, and its seeds.

    Defines

    NAME                 a cc_test that replays the seeds, in every ordinary
                         build; --config=fuzz replays them through libFuzzer
    NAME_bin             the libFuzzer binary, instrumented without a --config;
                         --//bazel:sanitizer says how
    NAME_run             runs it: bazel run //fuzz:NAME_run -- -runs=1000
    NAME_dictionary      NAME.dict, checked; only with `dicts`
    NAME_options         NAME.options, as OSS-Fuzz reads it
    NAME_seed_corpus     NAME_seed_corpus.zip, the same bytes for the same seeds
    NAME_seeds           NAME.seeds, the seeds' sorted paths, comma-separated
    NAME_oss_fuzz        NAME_oss_fuzz.tar, everything for OSS-Fuzz except
                         `data`; --define=LIB_FUZZING_ENGINE=... or libFuzzer;
                         not if `tags` has "no-oss-fuzz"
    NAME_afl_mutator.so  `mutator` for afl-fuzz, which calls no mutator that is
                         linked into the target; only with `mutator`, and not if
                         `tags` has "no-oss-fuzz"

    All but NAME are manual.

    Args:
      name: [a-z0-9_]+, as OSS-Fuzz requires; says what the target claims.
      corpus: label of a filegroup with at least one seed.
      srcs: the source that holds LLVMFuzzerTestOneInput, unless one of `deps`
        does.
      deps: as in cc_test.
      dicts: dictionaries in libFuzzer's format.
      options: libFuzzer flags such as {"max_len": "65536"}, for NAME_run, the
        campaign and OSS-Fuzz.
      copts: as in cc_test.
      data: as in cc_test.
      mutator: label of a library with LLVMFuzzerCustomMutator and
        LLVMFuzzerCustomCrossOver.  Only libFuzzer calls them, so the replay in
        ordinary builds is linked without.
      size: of the replay.
      tags: of the replay, besides "fuzz-test".
      **kwargs: attributes of all targets, such as visibility.
    """
    for i in range(len(name)):
        if name[i] not in "abcdefghijklmnopqrstuvwxyz0123456789_":
            fail("cc_fuzz_test %s: a name holds only a-z, 0-9 and _" % name)

    libfuzzer = Label("//bazel:engine_is_libfuzzer")
    mutators = [mutator] if mutator else []
    seeds = name + "_seeds"
    fuzz_seed_list(
        name = seeds,
        corpus = corpus,
        out = name + ".seeds",
        tags = ["manual"],
    )
    cc_test(
        name = name,
        size = size,
        srcs = srcs,
        args = select({
            str(libfuzzer): [
                "-runs=0",
                "-seed_inputs=@$(rootpath :%s)" % seeds,
            ],
            "//conditions:default": ["@$(rootpath :%s)" % seeds],
        }),
        copts = copts,
        data = data + [corpus, ":" + seeds],
        linkopts = select({
            str(libfuzzer): ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        tags = tags + ["fuzz-test"],
        deps = deps + select({
            str(libfuzzer): mutators,
            "//conditions:default": [str(Label("//fuzz/engine:replay_main"))],
        }),
        **kwargs
    )

    cc_binary(
        name = name + "_raw_",
        testonly = True,
        srcs = srcs,
        copts = copts,
        data = data,
        linkopts = [
            "-fsanitize=fuzzer",
            # executed_inputs.cc wraps the target.
            "-Wl,--wrap=LLVMFuzzerTestOneInput",
        ],
        tags = ["manual"],
        deps = deps + mutators + [
            str(Label("//fuzz/engine:executed_inputs")),
        ],
        **kwargs
    )
    instrumented_binary(
        name = name + "_bin",
        testonly = True,
        binary = ":%s_raw_" % name,
        tags = ["manual"],
        # g++ has no libFuzzer.
        target_compatible_with = select({
            str(Label("//third_party:gcc")): [
                str(Label("//third_party:incompatible")),
            ],
            "//conditions:default": [],
        }),
        **kwargs
    )

    dictionary = None
    if dicts:
        dictionary = ":%s_dictionary" % name
        fuzz_dictionary(
            name = name + "_dictionary",
            srcs = dicts,
            out = name + ".dict",
            tags = ["manual"],
            **kwargs
        )
    fuzz_options(
        name = name + "_options",
        dictionary = dictionary,
        options = options,
        out = name + ".options",
        tags = ["manual"],
        **kwargs
    )
    fuzz_seed_zip(
        name = name + "_seed_corpus",
        corpus = corpus,
        out = name + "_seed_corpus.zip",
        tags = ["manual"],
        **kwargs
    )
    fuzz_runner(
        name = name + "_run",
        testonly = True,
        binary = ":%s_bin" % name,
        corpus = corpus,
        dictionary = dictionary,
        options = options,
        seeds = ":" + seeds,
        tags = ["manual"],
        target = name,
        **kwargs
    )

    cc_binary(
        name = name + "_oss_fuzz_raw_",
        testonly = True,
        srcs = srcs,
        copts = copts,
        # A flag, or an archive with a main().
        linkopts = ["$(LIB_FUZZING_ENGINE)"],
        tags = ["manual"],
        toolchains = [str(Label("//bazel:lib_fuzzing_engine"))],
        deps = deps + mutators,
        **kwargs
    )

    if "no-oss-fuzz" in tags:
        return
    oss_fuzz_package(
        name = name + "_oss_fuzz",
        testonly = True,
        binary = ":%s_oss_fuzz_raw_" % name,
        companions = [
            ":%s_options" % name,
            ":%s_seed_corpus" % name,
        ] + ([dictionary] if dictionary else []),
        out = name + "_oss_fuzz.tar",
        tags = ["manual"],
        target = name,
        **kwargs
    )
    if mutator:
        symbols = str(Label("//fuzz/mutator:afl_mutator.lds"))
        cc_binary(
            name = name + "_afl_mutator.so",
            testonly = True,
            srcs = [str(Label("//fuzz/mutator:afl_mutator.cc"))],
            additional_linker_inputs = [symbols],
            copts = CXX_STANDARD,
            linkopts = ["-Wl,--version-script=$(location %s)" % symbols],
            linkshared = True,
            # libFuzzer's own default.
            local_defines = [
                "FUSE_DIRENTS_MAX_LEN=" + options.get("max_len", "4096"),
            ],
            tags = ["manual"],
            deps = mutators + [str(Label("//base:random"))],
            **kwargs
        )
