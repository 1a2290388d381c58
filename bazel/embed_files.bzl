# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""embedded_files: files inside a program, which can then be copied anywhere."""

load("//bazel:cc.bzl", "cc_library")

# Compiled without the preprocessor, so that Bazel takes every file for an input
# of the action and not only those that a compiler lists.
_HEAD = """    .section .note.GNU-stack,"",%progbits
    .section .rodata
    .globl {symbol}
    .globl {symbol}_end
{symbol}:
"""

_FILE = """    .4byte {path_bytes}, 2f - 1f
    .ascii "{path}"
1:  .incbin "{file}"
2:
"""

def _assembly_impl(ctx):
    files = {file.short_path.replace("../", "", 1): file for file in ctx.files.srcs}
    text = _HEAD.format(symbol = ctx.attr.symbol)
    for path in sorted(files):
        if "\"" in path or "\\" in path:
            fail("%s: no quote in the name of a file: %s" % (ctx.label, path))
        text += _FILE.format(
            file = files[path].path,
            path = path,
            path_bytes = len(path),
        )
    ctx.actions.write(ctx.outputs.out, text + ctx.attr.symbol + "_end:\n")

_assembly = rule(
    implementation = _assembly_impl,
    attrs = {
        "out": attr.output(mandatory = True),
        "srcs": attr.label_list(allow_files = True, mandatory = True),
        "symbol": attr.string(mandatory = True),
    },
)

def embedded_files(name, srcs, symbol, **kwargs):
    """A cc_library of the bytes from `symbol` to `symbol`_end.

    For each file, in the order of paths: the length of its path and its size,
    4 bytes each in the order of the machine; the path below the workspace,
    without a NUL; its bytes.  Nothing is aligned.

    Args:
      name: of the library.
      srcs: the files.
      symbol: a C name.
      **kwargs: attributes of the library.
    """
    _assembly(
        name = name + "_assembly",
        srcs = srcs,
        out = name + ".s",
        symbol = symbol,
    )
    cc_library(
        name = name,
        srcs = [name + ".s"],
        # An assembler takes few of a compiler's flags.
        copts = ["-Wno-unused-command-line-argument"],
        textual_hdrs = srcs,
        **kwargs
    )
