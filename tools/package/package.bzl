# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Packages of a program: a tarball or a Debian package."""

load("//bazel:flags.bzl", "EXACT_FLAGS", "exact_flags")

_RELEASE = dict(
    exact_flags("replay", "-release", ["-O2"]),
    **{
        "//command_line_option:compilation_mode": "opt",
        # .bazelrc compiles some files without optimisation.
        "//command_line_option:per_file_copt": [],
    }
)

def _release_impl(_settings, _attr):
    return _RELEASE

_release = transition(
    implementation = _release_impl,
    inputs = [],
    outputs = EXACT_FLAGS + ["//command_line_option:per_file_copt"],
)

def _places(ctx):
    """Returns the place in the package, below its prefix, of each file."""
    places = {}
    for target, folder in ctx.attr.files.items():
        for file in target.files.to_list():
            if folder.endswith("/**"):
                places[folder[:-len("**")] + file.short_path] = file
            else:
                places[folder + file.basename] = file
    return places

def _package_impl(ctx):
    # A transition makes a list of a label.
    binary, make_manual = [
        (target if type(target) == "Target" else target[0])[DefaultInfo]
        for target in [ctx.attr.binary, ctx.attr.make_manual]
    ]
    manual = ctx.actions.declare_directory(ctx.label.name + ".manual")
    ctx.actions.run(
        outputs = [manual],
        inputs = [ctx.file.exit_status],
        executable = make_manual.files_to_run,
        arguments = [manual.path, ctx.attr.date, ctx.file.exit_status.path],
        mnemonic = "MakeManual",
    )
    places = _places(ctx)
    places["bin/" + ctx.attr.program] = binary.files_to_run.executable
    list = ctx.actions.declare_file(ctx.label.name + ".list")
    ctx.actions.write(list, "".join([
        "%s\t%s\n" % (place, places[place].path)
        for place in sorted(places)
    ]))
    out = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run(
        outputs = [out],
        inputs = places.values() + [list, manual, ctx.file.module] +
                 ctx.files.copyrights,
        tools = [ctx.executable._make_package],
        executable = ctx.executable._make_package,
        arguments = [
            ctx.attr.kind,
            out.path,
            ctx.attr.date,
            ctx.file.module.path,
            list.path,
            manual.path,
        ] + [file.path for file in ctx.files.copyrights],
        mnemonic = "Package",
        use_default_shell_env = True,
    )
    return [DefaultInfo(
        files = depset([out]),
        runfiles = ctx.runfiles(files = [out]),
    )]

def _package_rule(cfg, **attrs):
    return rule(
        implementation = _package_impl,
        attrs = dict(
            attrs,
            binary = attr.label(
                cfg = cfg,
                executable = True,
                mandatory = True,
            ),
            copyrights = attr.label_list(
                allow_files = True,
                doc = "Of libraries that the program is compiled with.",
            ),
            date = attr.string(
                doc = "YYYY-MM-DD, of every file in the package.",
                mandatory = True,
            ),
            exit_status = attr.label(
                allow_single_file = True,
                mandatory = True,
            ),
            files = attr.label_keyed_string_dict(
                allow_files = True,
                doc = "Files -> their folder in the package; after \"/**\" " +
                      "they keep the folders that they have here.",
            ),
            kind = attr.string(values = ["deb", "tarball"]),
            # Built like the binary, or everything would be compiled twice.
            make_manual = attr.label(
                cfg = cfg,
                executable = True,
                mandatory = True,
            ),
            module = attr.label(
                allow_single_file = True,
                doc = "MODULE.bazel, which has the version.",
                mandatory = True,
            ),
            program = attr.string(mandatory = True),
            _make_package = attr.label(
                cfg = "exec",
                default = "//tools/package:make_package",
                executable = True,
            ),
        ),
    )

# A folder with the package, whose name has its version and architecture.  The
# binary is optimised whatever the configuration is.
released_package = _package_rule(
    _release,
    _allowlist_function_transition = attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
)

# The same with the binary of the configuration.
package_as_built = _package_rule("target")
