# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""source_suite: a kernel tree under the suite, if there is one."""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")
load("//bazel:dirent_parser_suite.bzl", "dirent_parser_suite")
load(":linux_source.bzl", "linux_source")

def source_suite(name, source, fuzz, tree, repository, skipped):
    """Puts readdir.c of a kernel tree under dirent_parser_suite().

    Args:
      name: of the suite.  Without a tree, of a test that is skipped.
      source: of the linux_source().
      fuzz: of what `bazel run` starts the fuzzer by.
      tree: TREE of the repository.
      repository: its package, such as "@linux_6_12//".
      skipped: a constraint value that no platform has; its name says how to get
        a tree.
    """
    if not tree.present:
        native.sh_test(
            name = name,
            srcs = ["check_source.sh"],
            target_compatible_with = [skipped],
        )
        native.sh_binary(
            name = fuzz,
            testonly = True,
            srcs = ["check_source.sh"],
            target_compatible_with = [skipped],
        )
        return
    linux_source(
        name = source,
        testonly = True,
        name_max = tree.name_max,
        repository = repository,
    )
    dirent_parser_suite(
        name = name,
        # hostile_test lists what it fetches again.
        fetches_once = False,
        parser = ":" + source,
        profile = tree.profile,
        segments = False,
        symbol = source + "_parse",
    )
    cc_library(
        name = source + "_binding",
        testonly = True,
        srcs = ["bind_source.cc"],
        hdrs = ["linked_source.h"],
        local_defines = ["SOURCE_NAME=" + source],
        deps = [
            ":" + source,
            ":entry_points",
        ],
        alwayslink = True,
    )
    for test in ["path_test", "hostile_test"]:
        cc_test(
            name = "%s_%s" % (source, test),
            size = "medium",
            deps = [
                ":%s_binding" % source,
                ":%s_main" % test,
            ],
        )
    native.alias(
        name = fuzz,
        testonly = True,
        actual = ":%s_fuzzer_run" % name,
        # As all that it stands for: built when asked for.
        tags = ["manual"],
    )
