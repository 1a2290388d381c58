# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Copies of readdir.c with one bug each, to see that the suite finds it."""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")
load("//bazel:dirent_parser_suite.bzl", "dirent_parser_suite")

# Name -> (pattern, replacement) of plant.sh.  Tokens alone.
PLANTED_EDITS = {
    "forget_gone": ("fuse_force_forget(file, direntplus", "planted_nothing(file, direntplus"),
    "link_only_while_not_full": ("= fuse_direntplus_link(", "= over ? 0 : fuse_direntplus_link("),
    "namelen_off_by_one": ("namelen > FUSE_NAME_MAX", "namelen >= FUSE_NAME_MAX"),
    "oversized_cached": ("reclen > PAGE_SIZE", "0"),
    "pos_before_emit": ("fuse_emit(file, ctx, ", "planted_pos_first(file, ctx, "),
    "reclen_or_equal": ("reclen > nbytes", "reclen >= nbytes"),
    "slash_taken": ("memchr(", "planted_absent("),
}

# With names of 4095 bytes and a readdir cache.
_CACHED = ["oversized_cached"]

def planted_sources(name, repository, present):
    """Defines NAME, a suite whose parser PLANTED names, manual.

    And planted_cache, a suite of the one that needs a cache, for its fuzzer.

    Args:
      name: planted_source.
      present: whether the tree is there; without it nothing is defined.
      repository: as in linux_source(), of a tree with FUSE_NAME_MAX 1024.
    """
    if not present:
        return
    for edit, (pattern, replacement) in PLANTED_EDITS.items():
        native.genrule(
            name = "planted_" + edit + "_c",
            srcs = [repository + ":readdir.c"],
            outs = ["planted_%s.c" % edit],
            cmd = "$(location plant.sh) $< $@ '%s' '%s'" % (pattern, replacement),
            tags = ["manual"],
            tools = ["plant.sh"],
        )
        cc_library(
            name = "planted_" + edit,
            testonly = True,
            srcs = ["compiled_source.c"],
            copts = [
                "-fno-sanitize=alignment",
                "-w",
            ],
            local_defines = [
                "SOURCE_NAME=planted_" + edit,
                "SOURCE_FILE=oracle/linux_source/planted_%s.c" % edit,
            ] + (["SOURCE_NAMES_OF_4095"] if edit in _CACHED else []),
            tags = ["manual"],
            textual_hdrs = [
                "planted_calls.h",
                ":planted_%s_c" % edit,
            ],
            deps = [
                ":entry_points",
                ":stand_ins",
                repository + ":source",
            ],
        )
    cc_library(
        name = "planted_sources",
        testonly = True,
        srcs = ["planted_sources.cc"],
        tags = ["manual"],
        deps = [
            ":entry_points",
            "//base:check",
            "//parser:parser_under_test",
        ] + [":planted_" + edit for edit in PLANTED_EDITS],
    )
    dirent_parser_suite(
        name = name,
        fetches_once = False,
        parser = ":planted_sources",
        profile = "linux_before_6_15",
        segments = False,
        symbol = "planted_source_parse",
        tags = ["manual"],
    )
    dirent_parser_suite(
        name = "planted_cache",
        fetches_once = False,
        parser = ":planted_oversized_cached",
        segments = False,
        symbol = "planted_oversized_cached_parse_cached",
        tags = ["manual"],
    )
    cc_test(
        name = "planted_test",
        size = "medium",
        srcs = ["planted_test.cc"],
        data = [
            ":planted_cache_exhaustive",
            ":planted_source_exhaustive",
        ],
        deps = [
            "//base:process",
            "@googletest//:gtest_main",
        ],
    )
