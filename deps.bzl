# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""The external repositories of fuse-dirents.  None needs a network.

A workspace that uses fuse-dirents needs only

    local_repository(name = "fuse_dirents", path = "...")  # or http_archive
    load("@fuse_dirents//:deps.bzl", "fuse_dirents_deps")
    fuse_dirents_deps()

A repository that the workspace has already defined is left alone.  Names are
those of the Bazel Central Registry, so BUILD files work with MODULE.bazel too.
"""

load("//third_party:system_package.bzl", "stand_in", "system_package")

# Repositories of rules that Bazel 4.2 has itself or requires at start-up:
# name -> files of third_party/NAME, without ".stand_in".
_STAND_INS = {
    "remote_coverage_tools": ["BUILD"],
    "rules_cc": ["BUILD", "cc/BUILD", "cc/defs.bzl"],
    "rules_java": ["BUILD", "java/BUILD", "java/defs.bzl"],
    "rules_proto": ["BUILD", "proto/BUILD", "proto/defs.bzl"],
    "rules_shell": ["BUILD", "shell/BUILD", "shell/sh_binary.bzl", "shell/sh_test.bzl"],
}

# Repository -> Debian package, and {path in the repository: path on the system}.
# A path without a leading "/" is looked up in the library folder of this
# machine's architecture, such as /usr/lib/x86_64-linux-gnu.
_SYSTEM_PACKAGES = {
    "cli11": ("libcli11-dev", {
        "copyright": "/usr/share/doc/libcli11-dev/copyright",
        "include/CLI": "/usr/include/CLI",
    }),
    "fmt": ("libfmt-dev", {
        "copyright": "/usr/share/doc/libfmt-dev/copyright",
        "include/fmt": "/usr/include/fmt",
    }),
    "google_benchmark": ("libbenchmark-dev", {
        "include/benchmark": "/usr/include/benchmark",
        "lib/libbenchmark.so": "libbenchmark.so",
        "lib/libbenchmark_main.a": "libbenchmark_main.a",
    }),
    "googletest": ("googletest", {
        "googlemock": "/usr/src/googletest/googlemock",
        "googletest": "/usr/src/googletest/googletest",
    }),
    "nlohmann_json": ("nlohmann-json3-dev", {
        "copyright": "/usr/share/doc/nlohmann-json3-dev/copyright",
        "include/nlohmann": "/usr/include/nlohmann",
    }),
    "rapidcheck": ("librapidcheck-dev", {
        "include/rapidcheck": "/usr/include/rapidcheck",
        "include/rapidcheck.h": "/usr/include/rapidcheck.h",
        "lib/librapidcheck.a": "librapidcheck.a",
    }),
    "xxhash": ("libxxhash-dev", {
        "copyright": "/usr/share/doc/libxxhash-dev/copyright",
        "include/xxh3.h": "/usr/include/xxh3.h",
        "include/xxhash.h": "/usr/include/xxhash.h",
    }),
}

def _label(path):
    return Label("//third_party:" + path)

def fuse_dirents_deps():
    """Defines the repositories that fuse-dirents needs."""
    for name, files in _STAND_INS.items():
        if not native.existing_rule(name):
            stand_in(
                name = name,
                files = {
                    _label("%s/%s.stand_in" % (name, file)): file
                    for file in files
                },
            )
    for name, (package, links) in _SYSTEM_PACKAGES.items():
        if not native.existing_rule(name):
            system_package(
                name = name,
                build_file = _label(name + ".BUILD"),
                links = links,
                package = package,
            )
