# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Trees of other FUSE clients as repositories: the functions that are compiled.

A repository holds

NAME.inc     one function of the tree, from its return type to its closing brace
include/     headers of the tree, whole, and empty ones that those include
tree.bzl     TREE: whether the tree is there, and its version: the functions by the
             first digits of the SHA-256 of the .inc files in the order of their names,
             without the #line
"""

_BUILD = """
package(default_visibility = ["//visibility:public"])
cc_library(
    name = "functions",
    includes = [".", "include"],
    textual_hdrs = glob(["*.inc", "include/**"], allow_empty = True),
)
"""

# Of each client: the environment variable that names a tree; the functions that
# are cut out, and the headers that are taken whole, by their files; and headers
# that those include and that need hold nothing.
_CLIENTS = {
    "edk2": struct(
        variable = "EDK2_TREE",
        functions = {
            "PopulateFileInfo": "OvmfPkg/VirtioFsDxe/SimpleFsRead.c",
            "RefillFileInfoCache": "OvmfPkg/VirtioFsDxe/SimpleFsRead.c",
            "VirtioFsFuseAttrToEfiFileInfo": "OvmfPkg/VirtioFsDxe/Helpers.c",
            "VirtioFsFuseDirentPlusToEfiFileInfo": "OvmfPkg/VirtioFsDxe/Helpers.c",
        },
        headers = {
            "IndustryStandard/VirtioFs.h": "OvmfPkg/Include/IndustryStandard/VirtioFs.h",
        },
        empty_headers = ["IndustryStandard/Virtio.h"],
    ),
    "freebsd": struct(
        variable = "FREEBSD_TREE",
        functions = {
            "fuse_internal_readdir_processdata": "sys/fs/fuse/fuse_internal.c",
        },
        headers = {},
        empty_headers = [],
    ),
    "openbsd": struct(
        variable = "OPENBSD_TREE",
        functions = {"fusefs_readdir": "sys/miscfs/fuse/fuse_vnops.c"},
        headers = {},
        empty_headers = [],
    ),
    "viofs": struct(
        variable = "VIOFS_TREE",
        functions = {"ReadDirectory": "viofs/svc/virtiofs.cpp"},
        headers = {},
        empty_headers = [],
    ),
}

def _is_head(line, name):
    """Whether `line`, at the left margin, goes on from `name` to a parameter."""
    at = line.find(name)
    if at < 0 or line[0] in " \t*/#":
        return False
    before = line[at - 1] if at > 0 else " "
    after = line[at + len(name):].lstrip(" ")
    return not (before.isalnum() or before == "_") and after.startswith("(")

def _first_ending(lines, start, end):
    """Returns the first line from `start` on that ends with `end`, or -1."""
    for i in range(start, len(lines)):
        if lines[i].rstrip(" ").endswith(end):
            return i
    return -1

def _cut(text, path, name):
    """Returns the definition of the function, or "" if there is none.

    It begins at the left margin and ends at the next "}" that is alone there.
    """
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for i in range(len(lines)):
        if lines[i] == "" or not _is_head(lines[i], name):
            continue
        brace = _first_ending(lines, i, "{")
        semicolon = _first_ending(lines, i, ";")
        if brace < 0 or (semicolon >= 0 and semicolon < brace):
            continue  # A declaration.
        if "}" not in lines[brace:]:
            continue
        end = brace + lines[brace:].index("}")
        start = i
        for _ in range(4):  # The lines of the return type.
            above = lines[start - 1] if start > 0 else ""
            if above and above[0].isalpha() and above[-1] not in ";}{:,":
                start -= 1
        return "#line %d \"%s\"\n%s\n" % (
            start + 1,
            path,
            "\n".join(lines[start:end + 1]),
        )
    return ""

def _path(ctx, client, where, file):
    path = ctx.path("%s/%s" % (where, file))
    if not path.exists:
        fail("%s=%s: %s is missing; a folder with the sources of %s was expected" %
             (client.variable, where, file, ctx.attr.client))
    return path

def _foreign_tree_impl(ctx):
    client = _CLIENTS[ctx.attr.client]
    ctx.file("WORKSPACE", "")
    ctx.file("BUILD", _BUILD)
    where = ctx.os.environ.get(client.variable, "")
    if not where:
        ctx.file("tree.bzl", "TREE = struct(present = False)\n")
        return
    if not where.startswith("/"):
        fail("%s=%s: an absolute path was expected" % (client.variable, where))
    for name, file in client.functions.items():
        text = ctx.read(_path(ctx, client, where, file))
        function = _cut(text, file, name)
        if not function:
            fail("%s=%s: %s defines no function %s at the left margin" %
                 (client.variable, where, file, name))
        ctx.file(name + ".inc", function)
    for header, file in client.headers.items():
        ctx.symlink(_path(ctx, client, where, file), "include/" + header)
    for header in client.empty_headers:
        ctx.file("include/" + header, "")
    digest = ctx.execute(["sh", "-c", "export LC_ALL=C; grep -hv '^#line ' *.inc | sha256sum"])
    if digest.return_code != 0:
        fail("sha256sum: %s" % digest.stderr.strip())
    ctx.file(
        "tree.bzl",
        "TREE = struct(present = True, version = %r)\n" % digest.stdout[:12],
    )

foreign_tree = repository_rule(
    implementation = _foreign_tree_impl,
    attrs = {
        "client": attr.string(
            mandatory = True,
            values = ["edk2", "freebsd", "openbsd", "viofs"],
        ),
    },
    doc = "The tree that an environment variable names, if it is set.",
    environ = ["EDK2_TREE", "FREEBSD_TREE", "OPENBSD_TREE", "VIOFS_TREE"],
    local = True,
)
