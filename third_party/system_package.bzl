# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Repository rules that need no network."""

def _stand_in_impl(ctx):
    ctx.file("WORKSPACE", "")
    for label, destination in ctx.attr.files.items():
        ctx.symlink(ctx.path(label), destination)

# local_repository would resolve its path in the outermost workspace.  Labels
# resolve to our files from any workspace.
stand_in = repository_rule(
    implementation = _stand_in_impl,
    attrs = {
        "files": attr.label_keyed_string_dict(
            doc = "Our file -> its path in the repository.",
            allow_files = True,
        ),
    },
    doc = "A repository made of our files.",
)

def _library_folders(ctx):
    """Returns the folders for libraries, this machine's architecture first."""
    machine = ctx.execute(["uname", "-m"]).stdout.strip()
    native = []
    foreign = []
    for folder in ctx.path("/usr/lib").readdir():
        if folder.basename.startswith(machine + "-linux-gnu"):
            native.append(folder)
        elif "-linux-gnu" in folder.basename:
            foreign.append(folder)
    return native + foreign + [ctx.path("/usr/lib")]

def _system_package_impl(ctx):
    ctx.file("WORKSPACE", "")
    ctx.symlink(ctx.path(ctx.attr.build_file), "BUILD")
    libraries = _library_folders(ctx)
    for destination, source in ctx.attr.links.items():
        if source.startswith("/"):
            candidates = [ctx.path(source)]
        else:
            candidates = [folder.get_child(source) for folder in libraries]
        found = [path for path in candidates if path.exists]
        if not found:
            fail("%s: %s is missing; ./setup installs it from Debian package %s" %
                 (ctx.name, source, ctx.attr.package))
        ctx.symlink(found[0], destination)

system_package = repository_rule(
    implementation = _system_package_impl,
    attrs = {
        "build_file": attr.label(mandatory = True),
        "links": attr.string_dict(
            doc = "Path in the repository -> path on the system.",
            mandatory = True,
        ),
        "package": attr.string(
            doc = "The Debian package, for the error message.",
            mandatory = True,
        ),
    },
    doc = "A repository that shows an installed Debian package.",
    local = True,
)
