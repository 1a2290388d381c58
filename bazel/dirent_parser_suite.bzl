# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""dirent_parser_suite: puts any parser under every check."""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")
load("//bazel:cc_fuzz_test.bzl", "cc_fuzz_test")
load("//bazel:flags.bzl", "CXX_STANDARD")

_FORMATS = ["dirent", "direntplus"]

def _label(target):
    return str(Label(target))

def _check(name, symbol, formats):
    for i in range(len(name)):
        if name[i] not in "abcdefghijklmnopqrstuvwxyz0123456789_":
            fail("dirent_parser_suite %s: a name holds only a-z, 0-9 and _" %
                 name)
    for i in range(len(symbol)):
        if not (symbol[i].isalnum() or symbol[i] == "_"):
            fail("dirent_parser_suite %s: no C function can be called '%s'" %
                 (name, symbol))
    for format in formats or []:
        if format not in _FORMATS:
            fail("dirent_parser_suite %s: formats holds '%s'; it can hold %s" %
                 (name, format, " and ".join(_FORMATS)))
    if formats == []:
        fail("dirent_parser_suite %s: formats is empty; leave it out for all" %
             name)

def _rules(name, overrides):
    rules = []
    for field, words in overrides.items():
        rule = field + "=" + words.replace(" ", "_")
        for i in range(len(rule)):
            if not (rule[i].isalnum() or rule[i] in "_=-"):
                fail("dirent_parser_suite %s: overrides holds '%s'; see %s" %
                     (name, rule, "parser/profile/profile.h for the names"))
        rules.append(rule)
    return ",".join(rules)

def dirent_parser_suite(
        name,
        parser,
        symbol = "dirents_parse",
        profile = "linux",
        formats = None,
        segments = True,
        links = True,
        fetches_once = True,
        overrides = {},
        size = "medium",
        tags = [],
        **kwargs):
    """Tests a parser that implements the C ABI (parser/parser_under_test.h).

    Defines

    NAME              a test_suite of the next three
    NAME_properties   every property of a single parser (properties/) on random
                      replies and pages, some rewritten during the parse
    NAME_exhaustive   small scopes in full, and thinned sets of
                      properties/exhaustive
    NAME_corpus       the corpus in every default layout
    NAME_fuzzer       a cc_fuzz_test (//bazel:cc_fuzz_test.bzl): NAME_fuzzer_run fuzzes

    All of them watch every call for leaks.

    Each test is deterministic and fails on the first rule that the parser
    breaks: it prints "rule: ...", the evidence, and the simplest case that shows
    it.  If it passes, it prints what it did not check and why.  To run any of
    them on the case of a recipe alone:
    bazel run :NAME_corpus -- --replay=FILE

    Args:
      name: [a-z0-9_]+.
      parser: label of a library that defines `symbol`.
      symbol: the C function of the ABI's type.
      profile: the client whose rules it follows: a column of parser/RULES.md.
      formats: which of "dirent" and "direntplus" it parses; by default those
        that the client asks for.
      segments: False if it takes only replies in one segment.
      links: False if it never calls link or forget, whatever the profile says,
        and stops when the buffer is full.
      fetches_once: False if it reads fields of a header again after a callback:
        for parsers as they are, not as they should be.
      overrides: rules that differ from the profile's, by their fields in
        parser/profile/profile.h, in the words of RULES.md's table:
        {"name_max": "143", "emit_time": "after the reply"}.
      size: of the tests.
      tags: of the tests.
      **kwargs: attributes of all targets, such as visibility.
    """
    _check(name, symbol, formats)
    rules = _rules(name, overrides)
    binding = name + "_binding_"
    cc_library(
        name = binding,
        testonly = True,
        srcs = [_label("//properties/suite:bind_parser.cc")],
        copts = CXX_STANDARD,
        local_defines = [
            "FUSE_DIRENTS_SUITE_NAME=" + name,
            "FUSE_DIRENTS_SUITE_SYMBOL=" + symbol,
            "FUSE_DIRENTS_SUITE_PROFILE=" + profile,
            "FUSE_DIRENTS_SUITE_OVERRIDES=" + rules,
            "FUSE_DIRENTS_SUITE_SEGMENTS=%d" % (1 if segments else 0),
            "FUSE_DIRENTS_SUITE_LINKS=%d" % (1 if links else 0),
            "FUSE_DIRENTS_SUITE_FETCHES_ONCE=%d" % (1 if fetches_once else 0),
        ] + [
            "FUSE_DIRENTS_SUITE_%s=%d" % (
                format.upper(),
                1 if formats and format in formats else 0,
            )
            for format in _FORMATS
        ],
        tags = ["manual"],
        deps = [
            parser,
            _label("//properties/suite:parser_under_suite"),
        ],
        alwayslink = True,
    )

    for check in ["properties", "exhaustive", "corpus"]:
        cc_test(
            name = "%s_%s" % (name, check),
            size = size,
            args = ["--check=" + check],
            linkstatic = True,
            tags = tags,
            deps = [
                ":" + binding,
                _label("//properties/suite:suite_main"),
            ],
            **kwargs
        )
    native.test_suite(
        name = name,
        # Named one by one, to include tests with the tag "manual".
        tests = [
            ":%s_%s" % (name, check)
            for check in ["properties", "exhaustive", "corpus"]
        ],
        tags = tags,
        **kwargs
    )
    cc_fuzz_test(
        name = name + "_fuzzer",
        corpus = _label("//fuzz:by_trailer_seeds"),
        dicts = [_label("//fuzz:dirents.dict")],
        mutator = _label("//fuzz/mutator:for_format_by_trailer"),
        options = {"max_len": "8192"},
        size = size,
        tags = tags,
        deps = [
            ":" + binding,
            _label("//properties/suite:suite_fuzzer"),
        ],
        **kwargs
    )
