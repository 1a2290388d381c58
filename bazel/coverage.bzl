# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Coverage by the corpus: its sources, a report, and a test that holds the floor."""

load("//bazel:flags.bzl", "COVERAGE", "EXACT_FLAGS", "exact_flags")

_NOT_COUNTED = [
    "*_benchmark.cc",
    "*_test.c",
    "*_test.cc",
]

def sources(name):
    """Defines two filegroups: what the coverage table counts of a package, and the rest.

    Args:
      name: "sources" in every package.  The rest is NAME_not_counted.
    """
    native.filegroup(
        name = name,
        srcs = native.glob(
            ["*.cc", "*.h"],
            exclude = _NOT_COUNTED,
        ),
        visibility = ["//visibility:public"],
    )
    native.filegroup(
        name = name + "_not_counted",
        srcs = native.glob(
            _NOT_COUNTED,
            allow_empty = True,
        ),
        visibility = ["//visibility:public"],
    )

def _instrument_impl(_settings, _attr):
    return exact_flags(
        "replay",
        "-coverage",
        COVERAGE.copts,
        linkopts = COVERAGE.linkopts,
    )

_instrument = transition(
    implementation = _instrument_impl,
    inputs = [],
    outputs = EXACT_FLAGS,
)

_LAUNCHER = """#!/bin/bash
cd "${{RUNFILES_DIR:-$0.runfiles}}/{workspace}" || exit 1
exec {run} {judge} {replays} {floor} {sources} {not_counted} "$@"
"""

def _corpus_coverage_impl(ctx):
    replays = ctx.actions.declare_file(ctx.label.name + ".replays")
    sources = ctx.actions.declare_file(ctx.label.name + ".sources")
    not_counted = ctx.actions.declare_file(ctx.label.name + ".not_counted")
    runfiles = ctx.runfiles(
        files = ctx.files.srcs + ctx.files.not_counted + [
            ctx.executable._judge,
            ctx.file._run,
            ctx.file.floor,
            not_counted,
            replays,
            sources,
        ],
    ).merge(ctx.attr._judge[DefaultInfo].default_runfiles)
    lines = []
    for target, arguments in ctx.attr.replays.items():
        info = target[DefaultInfo]
        program = info.files_to_run.executable.short_path
        lines.append("%s %s\n" % (program, arguments))
        runfiles = runfiles.merge(info.default_runfiles)
    ctx.actions.write(replays, "".join(lines))
    for out, files in [
        (not_counted, ctx.files.not_counted),
        (sources, ctx.files.srcs),
    ]:
        ctx.actions.write(
            out,
            "".join([file.short_path + "\n" for file in files]),
        )
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, _LAUNCHER.format(
        floor = ctx.file.floor.short_path,
        judge = ctx.executable._judge.short_path,
        not_counted = not_counted.short_path,
        replays = replays.short_path,
        run = ctx.file._run.short_path,
        sources = sources.short_path,
        workspace = ctx.workspace_name,
    ), is_executable = True)
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

corpus_coverage = rule(
    implementation = _corpus_coverage_impl,
    attrs = {
        "floor": attr.label(allow_single_file = True, mandatory = True),
        "not_counted": attr.label_list(
            allow_files = True,
            doc = "Sources that the table lists by name and size alone.",
        ),
        "replays": attr.label_keyed_string_dict(
            cfg = _instrument,
            doc = "Program -> its arguments.",
            mandatory = True,
        ),
        "srcs": attr.label_list(
            allow_files = True,
            doc = "Sources in the coverage table.",
            mandatory = True,
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
        "_judge": attr.label(
            cfg = "target",
            default = "//corpus/gate:coverage_judge",
            executable = True,
        ),
        "_run": attr.label(
            allow_single_file = True,
            default = "//corpus/gate:run.sh",
        ),
    },
    doc = "Prints the coverage of the programs and writes it as HTML.",
    executable = True,
)

def _corpus_coverage_test_impl(ctx):
    coverage = ctx.executable.coverage
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(
        launcher,
        '#!/bin/bash\nexec %s --gate "$@"\n' % coverage.short_path,
        is_executable = True,
    )
    runfiles = ctx.runfiles(files = [coverage]).merge(
        ctx.attr.coverage[DefaultInfo].default_runfiles,
    )
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

# It depends on a corpus_coverage, and not on the programs: Bazel 7 configures
# those of a test in another way, and would compile them to the same files twice.
corpus_coverage_test = rule(
    implementation = _corpus_coverage_test_impl,
    attrs = {
        "coverage": attr.label(
            cfg = "target",
            doc = "A corpus_coverage.",
            executable = True,
            mandatory = True,
        ),
    },
    doc = "Fails if the programs cover less, or more, than the floor says.",
    test = True,
)
