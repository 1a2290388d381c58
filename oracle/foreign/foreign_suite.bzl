# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""foreign_suite: the parser of another client under the suite, if its tree is there."""

load("@rules_cc//cc:defs.bzl", "cc_library")
load("//bazel:dirent_parser_suite.bzl", "dirent_parser_suite")

def foreign_suite(name, tree, srcs, skipped, formats = None):
    """Puts one function of a client's tree under dirent_parser_suite().

    Args:
      name: of the suite, of the profile and of the repository.  Without a tree,
        of a test that is skipped.
      tree: TREE of the repository.
      srcs: the stand-ins, which include the function and define NAME_parse.
      skipped: a constraint value that no platform has; its name says how to get
        a tree.
      formats: as in dirent_parser_suite().
    """
    if not tree.present:
        for rule in [native.sh_test, native.sh_binary]:
            rule(
                name = name if rule == native.sh_test else name + "_fuzzer_run",
                testonly = True,
                srcs = ["absent.sh"],
                target_compatible_with = [skipped],
            )
        return
    cc_library(
        name = name + "_client",
        testonly = True,
        srcs = srcs,
        copts = [
            # Replies may lie at any address, as the C ABI says.
            "-fno-sanitize=alignment",
            # The warnings of the function are not ours to mend.
            "-w",
        ],
        deps = [
            ":client",
            "@%s//:functions" % name,
        ],
    )
    dirent_parser_suite(
        name = name,
        # Clients as they are: they read fields again after a callback.
        fetches_once = False,
        formats = formats,
        parser = ":%s_client" % name,
        profile = name,
        segments = False,
        symbol = name + "_parse",
    )
