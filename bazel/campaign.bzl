# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Runs fuzz targets.

fuzz_campaign: for a number of runs.  fuzz_soak: for hours.  fuzz_throughput: to time them.
fleet.bzl: as tests, on any number of machines.
"""

load("//bazel:fuzz_rules.bzl", "FuzzTargetInfo", "StringFlagInfo")

_LAUNCHER = """#!/bin/bash
runfiles="${RUNFILES_DIR:-$0.runfiles}/{workspace}"
exec "$runfiles/{program}" "$runfiles/{manifest}" "$runfiles" {args} "$@"
"""

def _short(label):
    """Returns a label as a user types it: Bazel 7 writes "@@//" for our own."""
    text = str(label)
    for own in ["@@//", "@//"]:
        if text.startswith(own):
            return text[len(own) - len("//"):]
    return text

def write_manifest(ctx, targets):
    """Writes the manifest that campaign_target.h describes.

    Args:
      ctx: of a rule with program_attrs().
      targets: the NAME_run of each cc_fuzz_test.

    Returns:
      The manifest, and the runfiles that it names.
    """
    sanitizer = ctx.attr._sanitizer[StringFlagInfo].value
    bazel_run = "bazel run "
    if sanitizer != "address":
        bazel_run += "--%s=%s " % (_short(ctx.attr._sanitizer.label), sanitizer)
    lines = []
    runfiles = ctx.runfiles()
    for runner in targets:
        target = runner[FuzzTargetInfo]
        dictionary = target.dictionary
        lines.append("\t".join([
            target.target,
            bazel_run + _short(runner.label) + " --",
            target.binary.short_path,
            target.seeds.short_path,
            dictionary.short_path if dictionary else "-",
        ] + ["-%s=%s" % item for item in sorted(target.options.items())]))
        runfiles = runfiles.merge(runner[DefaultInfo].default_runfiles)
    manifest = ctx.actions.declare_file(ctx.label.name + ".manifest")
    ctx.actions.write(manifest, "".join([line + "\n" for line in lines]))
    return manifest, runfiles

def launch(ctx, manifest, runfiles, args = []):
    """Makes the executable of a rule with program_attrs().

    Args:
      ctx: of the rule.
      manifest: as write_manifest() returns it.
      runfiles: the same.
      args: arguments of the program, after the manifest and the runfiles.

    Returns:
      Providers.
    """
    launcher = ctx.actions.declare_file(ctx.label.name)
    content = _LAUNCHER
    for key, value in {
        "args": " ".join(args),
        "manifest": manifest.short_path,
        "program": ctx.executable._program.short_path,
        "workspace": ctx.workspace_name,
    }.items():
        content = content.replace("{%s}" % key, value)
    ctx.actions.write(launcher, content, is_executable = True)
    runfiles = runfiles.merge(
        ctx.attr._program[DefaultInfo].default_runfiles,
    ).merge(ctx.runfiles(files = [manifest, ctx.executable._program]))
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

def fuzz_campaign_impl(ctx):
    """Of a rule with campaign_attrs() whose program needs no more arguments."""
    manifest, runfiles = write_manifest(ctx, ctx.attr.targets)
    return launch(ctx, manifest, runfiles)

def program_attrs(program):
    """The attributes that write_manifest() and launch() need."""
    return {
        "_program": attr.label(
            cfg = "target",
            default = program,
            executable = True,
        ),
        "_sanitizer": attr.label(default = "//bazel:sanitizer"),
    }

def campaign_attrs(program):
    """The same, and the targets that the manifest lists."""
    return dict(
        program_attrs(program),
        targets = attr.label_list(
            doc = "The NAME_run of each cc_fuzz_test, in the table's order.",
            mandatory = True,
            providers = [FuzzTargetInfo],
        ),
    )

fuzz_campaign = rule(
    implementation = fuzz_campaign_impl,
    attrs = campaign_attrs("//fuzz/engine:campaign"),
    doc = "`bazel run` it with --help for what it can do.",
    executable = True,
)

def _fuzz_soak_impl(ctx):
    manifest, runfiles = write_manifest(ctx, ctx.attr.targets)
    sanitizer = ctx.attr._sanitizer[StringFlagInfo].value
    return launch(ctx, manifest, runfiles, ["--sanitizer=" + sanitizer])

fuzz_soak = rule(
    implementation = _fuzz_soak_impl,
    attrs = campaign_attrs("//fuzz/soak:soak_main"),
    doc = "`bazel run` it with --help for what it can do.",
    executable = True,
)

def _fuzz_throughput_impl(ctx):
    manifest, runfiles = write_manifest(ctx, ctx.attr.goals.keys())
    return launch(ctx, manifest, runfiles, ["--seconds=20"] + [
        "--goal %s %s" % (runner[FuzzTargetInfo].target, goal)
        for runner, goal in ctx.attr.goals.items()
    ])

fuzz_throughput = rule(
    implementation = _fuzz_throughput_impl,
    attrs = dict(
        program_attrs("//fuzz/engine:campaign"),
        goals = attr.label_keyed_string_dict(
            doc = "The NAME_run of each cc_fuzz_test, and the share of an " +
                  "empty target's runs/s that it is meant to reach.",
            mandatory = True,
            providers = [FuzzTargetInfo],
        ),
    ),
    doc = "`bazel run` it with --help for what it can do.",
    executable = True,
)
