# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Kernel source trees as repositories: the few files that are compiled.

A repository holds

readdir.c            fs/fuse/readdir.c of the tree
uapi/linux/fuse.h    include/uapi/linux/fuse.h of the tree
:fuse_name_max       the line of its fs/fuse/fuse_i.h that defines FUSE_NAME_MAX
tree.bzl             TREE: what the tree is, or that there is none

The files are links into the tree, so a build sees edits of them.  tree.bzl is
written once: an edit of FUSE_NAME_MAX fails the build until `bazel sync`.
"""

_READDIR = "fs/fuse/readdir.c"
_FUSE_I = "fs/fuse/fuse_i.h"
_FUSE_H = "include/uapi/linux/fuse.h"

# How fuse_i.h was seen to define FUSE_NAME_MAX: the value and the profile.
_NAME_MAX = {
    "(PATH_MAX - 1)": (4095, "linux"),
    "1024": (1024, "linux_before_6_15"),
    "4095": (4095, "linux"),
}

_BUILD = """
package(default_visibility = ["//visibility:public"])
exports_files(["readdir.c"])
genrule(
    name = "fuse_name_max",
    srcs = ["tree/fuse_i.h"],
    outs = ["generated/fuse_name_max.h"],
    cmd = "grep -E '^#define[[:space:]]+FUSE_NAME_MAX[[:space:]]' $< >$@",
)
filegroup(
    name = "files",
    srcs = glob(["*.c", "uapi/**/*.h"]),
)
cc_library(
    name = "source",
    textual_hdrs = [":files", ":fuse_name_max"],
    includes = ["generated", "uapi"],
)
"""

def _write_tree(ctx, present, name_max = 0, profile = "", title = ""):
    ctx.file("tree.bzl", "TREE = struct(%s)\n" % ", ".join([
        "present = %s" % present,
        "name_max = %d" % name_max,
        "profile = %r" % profile,
        "title = %r" % title,
    ]))

def _name_max_lines(fuse_i):
    return [
        line
        for line in fuse_i.split("\n")
        if line.replace("\t", " ").startswith("#define FUSE_NAME_MAX ")
    ]

def _in(ctx, root, file):
    return ctx.path("%s/%s" % (root, file))

def _title(ctx, root):
    """Returns the version by the Makefile of the tree, such as "6.12.117"."""
    makefile = _in(ctx, root, "Makefile")
    if not makefile.exists:
        return "of no known version"
    numbers = {}
    for line in ctx.read(makefile).split("\n")[:10]:
        key, _, value = line.partition("=")
        numbers[key.strip()] = value.strip()
    return ".".join([
        numbers.get(key, "?")
        for key in ["VERSION", "PATCHLEVEL", "SUBLEVEL"]
    ]) + numbers.get("EXTRAVERSION", "")

def _show_tree(ctx, root, where):
    """Makes the repository of the tree in the folder `root`."""
    for file in [_READDIR, _FUSE_I, _FUSE_H]:
        if not _in(ctx, root, file).exists:
            fail("%s: %s is missing; a folder with the sources of a Linux kernel was expected" %
                 (where, file))
    lines = _name_max_lines(ctx.read(_in(ctx, root, _FUSE_I)))
    value = ""
    if len(lines) == 1:
        value = lines[0].replace("\t", " ")[len("#define FUSE_NAME_MAX "):]
        value = value.split("/*")[0].strip()
    if value not in _NAME_MAX:
        fail("%s: %s defines FUSE_NAME_MAX as '%s'; linux_tree.bzl knows %s" %
             (where, _FUSE_I, value, ", ".join(_NAME_MAX)))
    name_max, profile = _NAME_MAX[value]

    # Not beside readdir.c, which would include it.
    ctx.symlink(_in(ctx, root, _FUSE_I), "tree/fuse_i.h")
    ctx.symlink(_in(ctx, root, _READDIR), "readdir.c")
    ctx.symlink(_in(ctx, root, _FUSE_H), "uapi/linux/fuse.h")
    _write_tree(ctx, True, name_max, profile, _title(ctx, root))

def _debian_linux_impl(ctx):
    ctx.file("WORKSPACE", "")
    ctx.file("BUILD", _BUILD)
    tarball = ctx.path("/usr/src/%s.tar.xz" % ctx.attr.package)
    if not tarball.exists:
        _write_tree(ctx, False)
        return
    ctx.report_progress("Unpacking three files of %s" % tarball)
    members = [
        "%s/%s" % (ctx.attr.package, file)
        for file in ["Makefile", _READDIR, _FUSE_I, _FUSE_H]
    ]
    unpacked = ctx.path("unpacked")
    ctx.file("unpacked/BUILD", "")
    result = ctx.execute(
        ["tar", "-xJf", tarball, "-C", unpacked, "--strip-components=1", "--occurrence=1"] +
        members,
    )
    if result.return_code != 0:
        fail("%s: tar cannot unpack it: %s" % (tarball, result.stderr.strip()))
    _show_tree(ctx, unpacked, str(tarball))

# Unpacks once, and again when `bazel sync` says so.
debian_linux = repository_rule(
    implementation = _debian_linux_impl,
    attrs = {"package": attr.string(mandatory = True)},
    doc = "Debian's package of kernel sources, if it is installed.",
)

def _local_linux_impl(ctx):
    ctx.file("WORKSPACE", "")
    ctx.file("BUILD", _BUILD)
    where = ctx.os.environ.get("LINUX_TREE", "")
    if not where:
        _write_tree(ctx, False)
        return
    if not where.startswith("/"):
        fail("LINUX_TREE=%s: an absolute path was expected" % where)
    _show_tree(ctx, ctx.path(where), "LINUX_TREE=" + where)

local_linux = repository_rule(
    implementation = _local_linux_impl,
    doc = "The tree that LINUX_TREE names, if it is set.",
    environ = ["LINUX_TREE"],
    local = True,
)
