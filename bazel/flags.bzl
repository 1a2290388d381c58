# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Flags of the compiler and the linker, each stated once.

The transitions of bazel/ read them here.  .bazelrc cannot, so //bazel/tree:flags_test
compares it with BAZELRC.
"""

CXX_STANDARD = ["-std=c++20"]

# Tests of many cases run several times as fast, and compile hardly slower.
TEST_SPEED = ["-O1"]

LINKER = ["-fuse-ld=lld"]

_FRAMES = "-fno-omit-frame-pointer"

# UBSan's pointer-overflow and vptr checks compare addresses.  libFuzzer uses
# compared values in its mutations, so runs of one seed would differ.
_REPEATABLE = "-fno-sanitize=pointer-overflow,vptr"
_NO_RECOVERY = "-fno-sanitize-recover=all"
_CXX_RUNTIME = "-fsanitize-link-c++-runtime"

_MSAN_ROOT = "/usr/local/%s/fuse_dirents_msan"

_MEMORY = struct(
    copts = ["-fsanitize=memory"],
    cxxopts = [
        "-nostdinc++",
        "-isystem" + _MSAN_ROOT % "include" + "/c++/v1",
    ],
    linkopts = [
        "-fsanitize=memory",
        "-stdlib=libc++",
        "-L" + _MSAN_ROOT % "lib",
    ],
)

COVERAGE = struct(
    copts = TEST_SPEED + [
        "-fprofile-instr-generate",
        "-fcoverage-mapping",
        "-fcoverage-mcdc",
    ],
    linkopts = ["-fprofile-instr-generate"],
)

# Every binary that libFuzzer drives.
FUZZ_COPTS = [
    "-O2",
    "-gline-tables-only",
    _FRAMES,
    "-fsanitize=fuzzer-no-link",
]

# Value of //bazel:sanitizer -> what NAME_bin is built with besides.
FUZZ_SANITIZERS = {
    "address": struct(
        copts = [
            "-fsanitize=address",
            "-fsanitize=undefined",
            _REPEATABLE,
            _NO_RECOVERY,
        ],
        cxxopts = [],
        linkopts = ["-fsanitize=address,undefined", _CXX_RUNTIME],
    ),
    "memory": struct(
        copts = _MEMORY.copts,
        cxxopts = _MEMORY.cxxopts,
        # Debian's libFuzzer is built with libstdc++.
        linkopts = _MEMORY.linkopts + ["-l:libstdc++.so.6"],
    ),
    "none": struct(copts = [], cxxopts = [], linkopts = []),
}

# A transition resolves "//" in the outermost workspace, so name it in full.
_ENGINE = str(Label("//bazel:engine"))

def exact_flags(engine, suffix, copts, cxxopts = [], linkopts = []):
    """What a transition returns for binaries that are the same under every --config.

    Sets all flags rather than adding to them.

    Args:
      engine: value of //bazel:engine.
      suffix: of the output folder.
      copts: flags for C and C++.
      cxxopts: flags for C++, besides the standard.
      linkopts: flags of the linker, besides its choice.

    Returns:
      setting -> value, for each of EXACT_FLAGS.
    """
    return {
        "//command_line_option:compilation_mode": "fastbuild",
        "//command_line_option:conlyopt": [],
        "//command_line_option:copt": copts,
        "//command_line_option:cxxopt": CXX_STANDARD + cxxopts,
        "//command_line_option:dynamic_mode": "off",
        "//command_line_option:linkopt": LINKER + linkopts,
        "//command_line_option:platform_suffix": suffix,
        "//command_line_option:strip": "never",
        _ENGINE: engine,
    }

# Outputs of such a transition.
EXACT_FLAGS = exact_flags("", "", []).keys()

def _config(copts = [], cxxopts = [], host_cxxopts = [], linkopts = []):
    return (
        ["--copt=" + flag for flag in copts] +
        ["--cxxopt=" + flag for flag in cxxopts] +
        ["--host_cxxopt=" + flag for flag in host_cxxopts] +
        ["--linkopt=" + flag for flag in linkopts]
    )

# Config -> its flags in .bazelrc for the compiler and the linker, in order.
BAZELRC = {
    "": _config(
        TEST_SPEED,
        CXX_STANDARD,
        CXX_STANDARD,
        LINKER,
    ),
    "asan": _config(
        ["-fsanitize=address", "-fsanitize-address-use-after-scope"],
        linkopts = ["-fsanitize=address"],
    ),
    "coverage": _config(COVERAGE.copts, linkopts = COVERAGE.linkopts),
    "fuzz": _config(
        [
            "-fsanitize=fuzzer-no-link,address,undefined",
            _REPEATABLE,
            _NO_RECOVERY,
        ],
        linkopts = ["-fsanitize=address,undefined", _CXX_RUNTIME],
    ),
    # g++ looks for a linker without a version in its name.
    "gcc": _config(linkopts = ["-fuse-ld=gold"]),
    "msan": _config(_MEMORY.copts, _MEMORY.cxxopts, linkopts = _MEMORY.linkopts),
    "opt": _config(["-O2"]),
    "sanitizer": _config(TEST_SPEED + ["-g1", _FRAMES]),
    "ubsan": _config(
        ["-fsanitize=undefined", _NO_RECOVERY],
        linkopts = ["-fsanitize=undefined", _CXX_RUNTIME],
    ),
}

def _bazelrc_flags_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".txt")
    lines = [
        "build%s %s\n" % (":" + config if config else "", flag)
        for config, flags in BAZELRC.items()
        for flag in flags
    ]
    ctx.actions.write(out, "".join(lines))
    return [DefaultInfo(
        files = depset([out]),
        runfiles = ctx.runfiles(files = [out]),
    )]

bazelrc_flags = rule(
    implementation = _bazelrc_flags_impl,
    doc = "BAZELRC as lines of a .bazelrc: NAME.txt.",
)
