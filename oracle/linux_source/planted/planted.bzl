# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""A copy of readdir.c with planted bugs, to see that each check can fail."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")
load("//bazel:dirent_parser_suite.bzl", "dirent_parser_suite")

def planted_source(name, repository, present):
    """Defines the planted copy, the suite on it, and the tests that run both.

    NAME_suite, its fuzzer and NAME_agreement take PLANTED=EDIT from the
    environment (planted_edits.h).

    Args:
      name: planted, which is also the prefix of the symbols.
      repository: as in linux_source(); a tree with one page and folios.
      present: whether the tree is there; without it nothing is defined.
    """
    if not present:
        return
    native.genrule(
        name = name + "_c",
        srcs = [
            repository + ":readdir.c",
            "newer_uncached.c",
        ],
        outs = [name + ".c"],
        cmd = "$(location plant.sh) $(SRCS) $@",
        tools = ["plant.sh"],
    )
    cc_library(
        name = name,
        testonly = True,
        srcs = [
            "planted_source.cc",
            "//oracle/linux_source:compiled_source.c",
        ],
        hdrs = ["planted_edits.h"],
        copts = [
            "-fno-sanitize=alignment",
            "-w",
        ],
        local_defines = [
            "SOURCE_NAME=" + name,
            "SOURCE_FILE=oracle/linux_source/planted/%s.c" % name,
            "SOURCE_NAMES_OF_4095",
        ],
        textual_hdrs = [
            "planted_calls.h",
            ":%s_c" % name,
        ],
        deps = [
            "//oracle/linux_source:entry_points",
            "//oracle/linux_source:stand_ins",
            repository + ":source",
        ],
    )
    cc_test(
        name = name + "_path_test",
        size = "medium",
        srcs = ["planted_path_test.cc"],
        deps = [
            ":" + name,
            "//oracle/linux_source/path:source_sessions",
            "@googletest//:gtest_main",
        ],
    )
    dirent_parser_suite(
        name = name + "_suite",
        fetches_once = False,
        parser = ":" + name,
        segments = False,
        symbol = "planted_source_parse",
        tags = ["manual"],
    )
    cc_library(
        name = name + "_alone",
        testonly = True,
        srcs = ["//oracle/linux_source:sources.cc"],
        local_defines = ['HAVE_PLANTED=\\"planted\\"'],
        deps = [
            ":" + name,
            "//oracle/linux_source:sources_h",
        ],
        # agreement_main needs it, whatever the order in which they are linked.
        alwayslink = True,
    )
    cc_binary(
        name = name + "_agreement",
        testonly = True,
        visibility = ["//oracle:__pkg__"],
        deps = [
            ":%s_alone" % name,
            "//oracle/linux_source:agreement_main",
        ],
    )
    cc_test(
        name = name + "_suite_test",
        size = "medium",
        srcs = ["planted_suite_test.cc"],
        data = [
            ":%s_agreement" % name,
            ":%s_suite_exhaustive" % name,
        ],
        deps = [
            "//base:process",
            "@googletest//:gtest_main",
        ],
    )
