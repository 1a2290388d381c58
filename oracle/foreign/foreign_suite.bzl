# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""The parsers of other clients under the suite and compared with ours, if their trees are there."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")
load("@rules_shell//shell:sh_binary.bzl", "sh_binary")
load("@rules_shell//shell:sh_test.bzl", "sh_test")
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
        for rule in [sh_test, sh_binary]:
            rule(
                name = name if rule == sh_test else name + "_fuzzer_run",
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

def foreign_agreement(name, trees):
    """Defines a program that compares each client with ours on random replies.

    Args:
      name: of the cc_binary.
      trees: name of a foreign_suite() -> TREE of its repository.
    """
    present = {key: tree for key, tree in trees.items() if tree.present}
    cc_binary(
        name = name,
        testonly = True,
        srcs = ["agreement.cc"],
        local_defines = [
            'HAVE_%s=\\"%s\\"' % (key.upper(), tree.version)
            for key, tree in present.items()
        ],
        tags = ["manual"],
        deps = [
            "//base:cli",
            "//base:fail",
            "//differential:runner",
            "//oracle:agreement",
            "//parser:parser_under_test",
            "//parser/profile",
            "@cli11",
            "@fmt",
        ] + [":%s_client" % key for key in present],
    )
