# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""linux_source: readdir.c of a kernel tree, compiled against the stand-ins."""

load("@rules_cc//cc:defs.bzl", "cc_library")

def linux_source(name, repository, name_max = 0, tags = [], **kwargs):
    """Compiles readdir.c of a kernel tree.

    Defines

    NAME           a library with NAME_entry_points (entry_points.h) and
                   NAME_parse, which has the type of dirents_parse()
    NAME_checked   fails with one line if the tree needs a stand-in that is
                   missing

    Args:
      name: [a-z0-9_]+; also the prefix of the symbols.
      repository: a package with the targets of linux_tree.bzl, such as
        "@linux_6_12//".
      name_max: what FUSE_NAME_MAX must be; 0: anything.
      tags: of all targets.
      **kwargs: attributes of all targets, such as testonly.
    """
    files = Label(repository + ":files")
    folder = "/".join([
        part
        for part in [files.workspace_root, files.package]
        if part
    ])
    defines = ["SOURCE_NAME=" + name]
    if name_max:
        defines.append("SOURCE_NAME_MAX=%d" % name_max)
    stand_ins = "//oracle/linux_source:stand_ins"
    native.genrule(
        name = name + "_checked",
        srcs = [
            "//oracle/linux_source:compiled_source.c",
            "//oracle/linux_source:stand_in_files",
            repository + ":files",
            repository + ":fuse_name_max",
        ],
        outs = [name + "_checked.h"],
        cmd = " ".join([
            "$(location //oracle/linux_source:check_source.sh) $(CC) $@",
            "$(location //oracle/linux_source:compiled_source.c)",
            "-iquote " + folder,
            "-iquote $$(dirname $(location %s:fuse_name_max))" % repository,
            "-isystem %s/uapi" % folder,
        ] + ["-D" + define for define in defines]),
        tags = tags,
        toolchains = ["@bazel_tools//tools/cpp:current_cc_toolchain"],
        tools = ["//oracle/linux_source:check_source.sh"],
        **kwargs
    )
    cc_library(
        name = name,
        srcs = [
            "//oracle/linux_source:compiled_source.c",
            # So that a missing stand-in is reported before the compiler does.
            ":%s_checked" % name,
        ],
        copts = [
            "-iquote",
            folder,
            # Replies may lie at any address, as the C ABI says; the kernel reads
            # them as they lie, which x86 and arm64 allow.
            "-fno-sanitize=alignment",
            # The warnings of readdir.c are not ours to mend.
            "-w",
        ],
        local_defines = defines,
        tags = tags,
        deps = [
            "//oracle/linux_source:entry_points",
            stand_ins,
            repository + ":source",
        ],
        **kwargs
    )
