# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""The fuzz targets that make claims.  A new one is one file and one line here.

fuzz/BUILD, //corpus and the table in fuzz/inputs/fuzz_targets.cc read this file.
"""

# Two pages of 4 KiB: the longest record and a seam.  Seeds are replayed whole.
_REPLY_MAX_LEN = 8192

# Kind of input (fuzz/inputs/fuzz_targets.h) -> its seeds and its mutator.
_KINDS = {
    "by-trailer": ("//fuzz:by_trailer_seeds", "//fuzz/mutator:for_format_by_trailer"),
    "dirent": ("//corpus:dirent_seeds", "//fuzz/mutator:for_dirents"),
    "direntplus": ("//corpus:plus_seeds", "//fuzz/mutator:for_direntplus"),
    "request": ("//fuzz/inputs:request_seeds", "//fuzz/mutator:for_request"),
    "session": ("//fuzz/inputs:session_seeds", "//fuzz/mutator:for_session"),
}

def _target(
        kind,
        goal,
        deps = [],
        guided = True,
        max_len = _REPLY_MAX_LEN,
        seeds = []):
    """What a target is, besides its name and its source NAME.cc.

    Args:
      kind: of its inputs.
      goal: the share of an empty target's runs/s that it is meant to reach.
      deps: what it includes, besides fuzz/engine/parsers_agree.h.
      guided: False: its own code leads the fuzzer nowhere.
      max_len: of an input that the fuzzer makes.
      seeds: besides those of its kind and its regressions.

    Returns:
      A struct.
    """
    if kind not in _KINDS:
        fail("a target's kind is %s; it can be %s" %
             (kind, ", ".join(sorted(_KINDS))))
    kind_seeds, mutator = _KINDS[kind]
    return struct(
        deps = deps,
        goal = goal,
        guided = guided,
        is_reply = kind not in ["request", "session"],
        kind = kind,
        max_len = max_len,
        mutator = mutator,
        seeds = [kind_seeds] + seeds,
    )

# In the order of the campaign's table.
# buildifier: disable=unsorted-dict-items
FUZZ_TARGETS = {
    "reply_fuzzer": _target("dirent", "0.5"),
    "plus_reply_fuzzer": _target("direntplus", "0.5"),
    "layout_fuzzer": _target("by-trailer", "0.4", deps = ["//fuzz/checks"]),
    "profile_fuzzer": _target("by-trailer", "0.5", deps = ["//fuzz/checks"]),
    "request_fuzzer": _target("request", "0.4", max_len = 32, deps = [
        "//fuzz/checks:request_check",
        "//fuzz/inputs:request_input",
    ]),
    "session_fuzzer": _target("session", "0.15", max_len = 96, guided = False, deps = [
        "//fuzz:session_oracle",
    ]),
    "hostile_pages_fuzzer": _target(
        "by-trailer",
        "0.4",
        seeds = ["//fuzz/inputs:hostile_pages_seeds"],
        deps = ["//fuzz/checks"],
    ),
    "writer_fuzzer": _target("by-trailer", "0.5", deps = ["//fuzz/checks:writer_check"]),
}

def _fuzz_target_table_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".inc")
    ctx.actions.write(out, "".join([
        "{\"%s\", \"%s\"},\n" % (name, target.kind)
        for name, target in FUZZ_TARGETS.items()
    ]))
    return [DefaultInfo(files = depset([out]))]

fuzz_target_table = rule(
    implementation = _fuzz_target_table_impl,
    doc = "FUZZ_TARGETS as C++: NAME.inc, a line {\"name\", \"kind\"}, for each.",
)
