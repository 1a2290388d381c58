#!/usr/bin/env python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Gives Bazel its modules without a registry: modules.py TREE FOLDER BAZELRC

Runs in the chroot.  Writes below FOLDER one folder for each module that the
module graph of TREE names, and an empty registry; writes BAZELRC, which points
Bazel there and sets the flips of Bazel 8 and 9 in flips.bazelrc.  Modules for
development alone are in TREE/user.bazelrc: other workspaces do without.

- Libraries are copies of the files that deps.bzl shows to WORKSPACE.
- Rules are Debian's packages of them.
- Modules of which nothing is used are empty.
"""

import os
import pathlib
import shutil
import subprocess
import sys

# Module -> Debian's folder.
RULES = {
    "bazel_features": "/usr/share/bazel/tools/features",
    "bazel_skylib": "/usr/share/bazel/tools/skylib",
    "platforms": "/usr/share/bazel/tools/platforms",
    "rules_cc": "/usr/share/bazel/rules/cc",
    "rules_license": "/usr/share/bazel/rules/license",
    "rules_proto": "/usr/share/bazel/rules/proto",
    "rules_python": "/usr/share/bazel/rules/python",
    "rules_shell": "/usr/share/bazel/rules/shell",
}

# Dependencies of Bazel itself.
EMPTY = ["apple_support", "buildozer", "protobuf", "rules_java", "zlib"]


def system_packages(tree):
    """Returns the table of deps.bzl: name -> (package, {path: path on the system})."""
    names = {"load": lambda *symbols: None}
    exec((tree / "deps.bzl").read_text(), names)
    return names["_SYSTEM_PACKAGES"]


def development_modules(tree):
    """Returns the names in MODULE.bazel that have dev_dependency."""
    found = set()

    def bazel_dep(name, dev_dependency=False, **_):
        if dev_dependency:
            found.add(name)

    ignore = lambda *args, **kwargs: None
    exec((tree / "MODULE.bazel").read_text(), {
        "bazel_dep": bazel_dep,
        "module": ignore,
        "single_version_override": ignore,
        "use_repo_rule": lambda *args: ignore,
    })
    return found


def on_the_system(path):
    if path.startswith("/"):
        return pathlib.Path(path)
    machine = subprocess.check_output(["uname", "-m"], text=True).strip()
    return pathlib.Path("/usr/lib", machine + "-linux-gnu", path)


def copy(source, destination):
    destination.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, destination)
    else:
        shutil.copy(source, destination)


def write_library(tree, folder, name, links):
    for path, source in links.items():
        source = on_the_system(source)
        if not source.exists():
            sys.exit("modules.py: %s: %s is missing in the chroot" % (name, source))
        copy(source, folder / path)
    build = (tree / "third_party" / (name + ".BUILD")).read_text()
    (folder / "BUILD.bazel").write_text(build)
    module = ['module(name = "%s")' % name]
    for other in ["fuse_dirents", "googletest", "rules_cc"]:
        if '"@%s//' % other in build:
            module.append('bazel_dep(name = "%s")' % other)
    (folder / "MODULE.bazel").write_text("\n".join(module) + "\n")


def main():
    tree, root, bazelrc = [pathlib.Path(arg) for arg in sys.argv[1:]]
    if root.exists():
        shutil.rmtree(root)
    registry = root / "registry"
    (registry / "modules").mkdir(parents=True)
    (registry / "bazel_registry.json").write_text("{}\n")
    modules = dict(RULES)
    for name, folder in RULES.items():
        if not os.path.exists(folder + "/MODULE.bazel"):
            sys.exit("modules.py: %s: there is no %s/MODULE.bazel in the chroot" %
                     (name, folder))
    for name, (_, links) in system_packages(tree).items():
        folder = root / name
        write_library(tree, folder, name, links)
        modules[name] = folder
    for name in EMPTY:
        folder = root / name
        folder.mkdir()
        (folder / "BUILD").touch()
        (folder / "MODULE.bazel").write_text('module(name = "%s")\n' % name)
        modules[name] = folder
    lines = [
        "common --registry=file://%s" % registry,
        "common --lockfile_mode=off",
    ]
    own_lines = []
    own = development_modules(tree)
    for name, folder in sorted(modules.items()):
        line = "common --override_module=%s=%s" % (name, folder)
        (own_lines if name in own else lines).append(line)
    (tree / "user.bazelrc").write_text("\n".join(own_lines) + "\n")
    # The coverage tools of a test rule, which Bazel would download.
    tools = "remote_coverage_tools"
    copy(tree / "third_party" / tools / "BUILD.stand_in", root / tools / "BUILD")
    (root / tools / "WORKSPACE").touch()
    lines.append(
        "common --override_repository=bazel_tools+%s_extension+%s=%s" %
        (tools, tools, root / tools))
    flips = (tree / "tools/bazel7/flips.bazelrc").read_text()
    bazelrc.write_text("\n".join(lines) + "\n" + flips)


main()
