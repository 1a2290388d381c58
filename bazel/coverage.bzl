# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Coverage by the corpus: a report, and a test that holds the floor."""

load("//bazel:flags.bzl", "COVERAGE", "CXX_STANDARD", "LINKER")

# A transition resolves "//" in the outermost workspace, so name it in full.
_ENGINE = str(Label("//bazel:engine"))

def _instrument_impl(_settings, _attr):
    return {
        "//command_line_option:compilation_mode": "fastbuild",
        "//command_line_option:conlyopt": [],
        "//command_line_option:copt": COVERAGE.copts,
        "//command_line_option:cxxopt": CXX_STANDARD,
        "//command_line_option:dynamic_mode": "off",
        "//command_line_option:linkopt": LINKER + COVERAGE.linkopts,
        "//command_line_option:platform_suffix": "-coverage",
        "//command_line_option:strip": "never",
        _ENGINE: "replay",
    }

# Sets all flags rather than adding to them, so coverage is the same under every
# --config.
_instrument = transition(
    implementation = _instrument_impl,
    inputs = [],
    outputs = [
        "//command_line_option:compilation_mode",
        "//command_line_option:conlyopt",
        "//command_line_option:copt",
        "//command_line_option:cxxopt",
        "//command_line_option:dynamic_mode",
        "//command_line_option:linkopt",
        "//command_line_option:platform_suffix",
        "//command_line_option:strip",
        _ENGINE,
    ],
)

_LAUNCHER = """#!/bin/bash
cd "${{RUNFILES_DIR:-$0.runfiles}}/{workspace}" || exit 1
exec {run} {judge} {replays} {floor} {sources} {mode} "$@"
"""

def _corpus_coverage_impl(ctx):
    replays = ctx.actions.declare_file(ctx.label.name + ".replays")
    sources = ctx.actions.declare_file(ctx.label.name + ".sources")
    runfiles = ctx.runfiles(
        files = ctx.files.srcs + [
            ctx.executable._judge,
            ctx.file._run,
            ctx.file.floor,
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
    ctx.actions.write(
        sources,
        "".join([file.short_path + "\n" for file in ctx.files.srcs]),
    )
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, _LAUNCHER.format(
        floor = ctx.file.floor.short_path,
        judge = ctx.executable._judge.short_path,
        mode = ctx.attr._mode,
        replays = replays.short_path,
        run = ctx.file._run.short_path,
        sources = sources.short_path,
        workspace = ctx.workspace_name,
    ), is_executable = True)
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

def _attrs(mode):
    return {
        "floor": attr.label(allow_single_file = True, mandatory = True),
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
        "_mode": attr.string(default = mode),
        "_run": attr.label(
            allow_single_file = True,
            default = "//corpus/gate:run.sh",
        ),
    }

corpus_coverage = rule(
    implementation = _corpus_coverage_impl,
    attrs = _attrs(""),
    doc = "Prints the coverage of the programs and writes it as HTML.",
    executable = True,
)

corpus_coverage_test = rule(
    implementation = _corpus_coverage_impl,
    attrs = _attrs("--gate"),
    doc = "Fails if the programs cover less, or more, than the floor says.",
    test = True,
)
