# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""source_suite: a kernel tree under the suite, if there is one."""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")
load("@rules_shell//shell:sh_binary.bzl", "sh_binary")
load("@rules_shell//shell:sh_test.bzl", "sh_test")
load("//bazel:cc_fuzz_test.bzl", "cc_fuzz_test")
load("//bazel:dirent_parser_suite.bzl", "dirent_parser_suite")
load(":linux_source.bzl", "linux_source")

def source_suite(name, tree, skipped, suffix = ""):
    """Puts readdir.c of a kernel tree under the suite and the path's checks.

    Defines, each with the suffix,

    suite         a test_suite of all tests
    fuzz          runs both fuzzers
    parser        the parsers under dirent_parser_suite()
    path_test     fuse_readdir() under the session oracle, and what is fetched
                  again
    path_fuzzer   a cc_fuzz_test of the same

    Args:
      name: of the linux_source(), and of the repository.
      tree: TREE of the repository.
      skipped: a constraint value that no platform has; its name says how to get
        a tree.  Without a tree, suite and fuzz are incompatible with it.
      suffix: such as "_6_12".
    """
    suite = "suite" + suffix
    fuzz = "fuzz" + suffix
    if not tree.present:
        sh_test(
            name = suite,
            srcs = ["check_source.sh"],
            target_compatible_with = [skipped],
        )
        sh_binary(
            name = fuzz,
            testonly = True,
            srcs = ["fuzz.sh"],
            target_compatible_with = [skipped],
        )
        return
    linux_source(
        name = name,
        testonly = True,
        name_max = tree.name_max,
        repository = "@%s//" % name,
    )
    source_list(
        name = name + "_alone",
        trees = {name: tree},
    )
    parser = "parser" + suffix
    dirent_parser_suite(
        name = parser,
        # refetch_test lists what it fetches again.
        fetches_once = False,
        parser = ":" + name,
        profile = tree.profile,
        segments = False,
        symbol = name + "_parse",
    )
    path_test = "path_test" + suffix
    cc_test(
        name = path_test,
        size = "medium",
        deps = [
            ":refetch_test_main",
            ":%s_alone" % name,
            "//oracle/linux_source/path:path_test_main",
        ],
    )
    native.test_suite(
        name = suite,
        tests = [
            ":" + parser,
            ":" + path_test,
        ],
    )
    path_fuzzer = "path_fuzzer" + suffix
    cc_fuzz_test(
        name = path_fuzzer,
        corpus = "//fuzz:session_fuzzer_inputs",
        options = {"max_len": "160"},
        # path_test runs its checks.
        tags = ["manual", "no-oss-fuzz"],
        deps = [
            ":%s_alone" % name,
            "//oracle/linux_source/path:path_fuzzer_main",
        ],
    )
    sh_binary(
        name = fuzz,
        testonly = True,
        srcs = ["fuzz.sh"],
        args = [
            "$(rootpath :%s_fuzzer_run)" % parser,
            "$(rootpath :%s_run)" % path_fuzzer,
            "--",
        ],
        data = [
            ":%s_fuzzer_run" % parser,
            ":%s_run" % path_fuzzer,
        ],
        # As what it runs: built when asked for.
        tags = ["manual"],
    )

def source_list(name, trees):
    """Defines LinkedSources() of sources.h.

    Args:
      name: of a library.
      trees: name of a linux_source() -> its tree, those that are present.
    """
    present = {key: tree for key, tree in trees.items() if tree.present}
    cc_library(
        name = name,
        testonly = True,
        srcs = ["sources.cc"],
        local_defines = [
            'HAVE_%s=\\"%s\\"' % (key.upper(), tree.title)
            for key, tree in present.items()
        ],
        deps = [
            ":sources_h",
        ] + [":" + key for key in present],
        # Mains need it, whatever the order in which they are linked.
        alwayslink = True,
    )
