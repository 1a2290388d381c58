# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""The rules that cc_fuzz_test uses."""

load("//bazel:flags.bzl", "EXACT_FLAGS", "FUZZ_COPTS", "FUZZ_SANITIZERS", "exact_flags")

StringFlagInfo = provider(
    doc = "A string_flag.",
    fields = {"value": "What it is set to."},
)

FuzzTargetInfo = provider(
    doc = "A fuzz target and its files.",
    fields = {
        "binary": "The libFuzzer binary.",
        "dictionary": "A file, or None.",
        "options": "libFuzzer's flags, name -> value.",
        "seeds": "The list that fuzz_seed_list() writes.",
        "target": "Its name.",
    },
)

def _string_flag_impl(ctx):
    if ctx.build_setting_value not in ctx.attr.values:
        fail("%s is %s; expected one of %s" % (
            ctx.label,
            ctx.build_setting_value,
            ", ".join(ctx.attr.values),
        ))
    return [StringFlagInfo(value = ctx.build_setting_value)]

string_flag = rule(
    implementation = _string_flag_impl,
    attrs = {"values": attr.string_list(mandatory = True)},
    build_setting = config.string(flag = True),
    doc = "A command line flag with a fixed set of values.",
)

def _lib_fuzzing_engine_impl(ctx):
    return [platform_common.TemplateVariableInfo({
        "LIB_FUZZING_ENGINE": ctx.var.get("LIB_FUZZING_ENGINE", "-fsanitize=fuzzer"),
    })]

lib_fuzzing_engine = rule(
    implementation = _lib_fuzzing_engine_impl,
    doc = "$(LIB_FUZZING_ENGINE): --define=LIB_FUZZING_ENGINE=, or libFuzzer.",
)

_SANITIZER = str(Label("//bazel:sanitizer"))

def _instrument_impl(settings, attr):
    sanitizer = attr.sanitizer or settings[_SANITIZER]
    if sanitizer not in FUZZ_SANITIZERS:
        fail("//bazel:sanitizer is %s; it can be %s" %
             (sanitizer, ", ".join(sorted(FUZZ_SANITIZERS))))
    flags = FUZZ_SANITIZERS[sanitizer]
    return exact_flags(
        "libfuzzer",
        "-fuzz-" + sanitizer,
        FUZZ_COPTS + flags.copts,
        flags.cxxopts,
        flags.linkopts,
    )

_instrument = transition(
    implementation = _instrument_impl,
    inputs = [_SANITIZER],
    outputs = EXACT_FLAGS,
)

def _instrumented_binary_impl(ctx):
    binary = ctx.attr.binary[0][DefaultInfo]
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = out,
        target_file = binary.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(
        executable = out,
        files = depset([out]),
        runfiles = binary.default_runfiles,
    )]

instrumented_binary = rule(
    implementation = _instrumented_binary_impl,
    attrs = {
        "binary": attr.label(
            cfg = _instrument,
            executable = True,
            mandatory = True,
        ),
        "sanitizer": attr.string(
            doc = "Overrides //bazel:sanitizer.",
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    doc = "A cc_binary, it and all it depends on built for libFuzzer.",
    executable = True,
)

def _sorted_seeds(ctx):
    seeds = {file.short_path: file for file in ctx.files.corpus}
    if not seeds:
        fail("%s: the corpus %s is empty" % (ctx.label, ctx.attr.corpus.label))
    return [seeds[path] for path in sorted(seeds)]

def _fuzz_seed_list_impl(ctx):
    paths = [file.short_path for file in _sorted_seeds(ctx)]
    for path in paths:
        if "," in path or "\n" in path:
            fail("%s: no comma in the name of a seed: %s" % (ctx.label, path))
    ctx.actions.write(ctx.outputs.out, ",".join(paths))
    return [DefaultInfo(
        files = depset([ctx.outputs.out]),
        runfiles = ctx.runfiles(files = [ctx.outputs.out]),
    )]

fuzz_seed_list = rule(
    implementation = _fuzz_seed_list_impl,
    attrs = {
        "corpus": attr.label(allow_files = True, mandatory = True),
        "out": attr.output(mandatory = True),
    },
    doc = "A list of the seeds' paths below the runfiles, for -seed_inputs=@.",
)

def _fuzz_seeds_impl(ctx):
    # Replies come from many folders; of recipes, each lies in its own.
    outs = [
        ctx.actions.declare_file(
            ctx.label.name + "/" + src.path.replace("/", "-"),
        ) if ctx.attr.format == "direntplus" else ctx.actions.declare_file(
            src.owner.name[:-len(".txt")],
        )
        for src in ctx.files.srcs
    ]
    ctx.actions.run(
        outputs = outs,
        inputs = ctx.files.srcs,
        executable = ctx.executable.make_seeds,
        arguments = [ctx.attr.format, outs[0].dirname] +
                    [src.path for src in ctx.files.srcs],
        mnemonic = "FuzzSeeds",
    )
    return [DefaultInfo(
        files = depset(outs),
        runfiles = ctx.runfiles(files = outs),
    )]

fuzz_seeds = rule(
    implementation = _fuzz_seeds_impl,
    attrs = {
        "format": attr.string(
            doc = "The format's name in make_seeds.",
            mandatory = True,
        ),
        # As a genrule's tool it would be compiled again for the host.
        "make_seeds": attr.label(
            cfg = "target",
            executable = True,
            mandatory = True,
        ),
        "srcs": attr.label_list(allow_files = True, mandatory = True),
    },
    doc = "Makes one input from each file, as make_seeds.cc says.",
)

def _fuzz_seed_zip_impl(ctx):
    members = {}
    for file in _sorted_seeds(ctx):
        # Fuzzers expect a flat archive.
        member = file.short_path.replace("../", "").replace("/", "-")
        if member in members:
            fail("%s: two seeds have the name %s" % (ctx.label, member))
        members[member] = file
    manifest = ctx.actions.declare_file(ctx.label.name + ".manifest")
    ctx.actions.write(manifest, "".join([
        "%s\t%s\n" % (member, members[member].path)
        for member in sorted(members)
    ]))
    ctx.actions.run_shell(
        outputs = [ctx.outputs.out],
        inputs = members.values() + [manifest],
        arguments = [manifest.path, ctx.outputs.out.path],
        # One time stamp, one mode, sorted names and no extra fields, so the
        # same seeds give the same bytes.
        command = """
set -eu
manifest="$1"
out="$PWD/$2"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
while IFS="$(printf '\\t')" read -r member path; do
  cp -L "$path" "$folder/$member"
done <"$manifest"
rm -f "$out"
cut -f 1 "$manifest" >"$folder.names"
trap 'rm -rf "$folder" "$folder.names"' EXIT
cd "$folder"
chmod 0644 ./*
TZ=UTC0 touch -d 1980-01-01T00:00:00 ./*
TZ=UTC0 zip -X -q -@ "$out" <"$folder.names"
""",
        mnemonic = "SeedZip",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

fuzz_seed_zip = rule(
    implementation = _fuzz_seed_zip_impl,
    attrs = {
        "corpus": attr.label(allow_files = True, mandatory = True),
        "out": attr.output(mandatory = True),
    },
    doc = "The seeds as a zip for OSS-Fuzz.",
)

def _fuzz_dictionary_impl(ctx):
    ctx.actions.run_shell(
        outputs = [ctx.outputs.out],
        inputs = ctx.files.srcs,
        arguments = [ctx.outputs.out.path] + [f.path for f in ctx.files.srcs],
        # A line is blank, a comment, or name="value" with \\\\, \\" and \\xHH.
        command = r"""
set -eu
export LC_ALL=C
out="$1"
shift
entry='^([A-Za-z0-9_@.-]+[ \t]*=[ \t]*)?"([ !#-[]|[]-~]|\\\\|\\"|\\x[0-9A-Fa-f]{2})+"[ \t]*$'
if grep -nHEv -e '^[ \t]*(#.*)?$' -e "$entry" "$@" >&2; then
  echo 'error: the lines above are not dictionary entries: name="value"' >&2
  exit 1
fi
cat "$@" >"$out"
""",
        mnemonic = "FuzzDictionary",
    )
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

fuzz_dictionary = rule(
    implementation = _fuzz_dictionary_impl,
    attrs = {
        "out": attr.output(mandatory = True),
        "srcs": attr.label_list(allow_files = True, mandatory = True),
    },
    doc = "Checks dictionaries and joins them.",
)

def _fuzz_options_impl(ctx):
    lines = ["[libfuzzer]"]
    for key, value in sorted(ctx.attr.options.items()):
        lines.append("%s = %s" % (key, value))
    if ctx.file.dictionary:
        lines.append("dict = " + ctx.file.dictionary.basename)
    ctx.actions.write(ctx.outputs.out, "\n".join(lines) + "\n")
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

fuzz_options = rule(
    implementation = _fuzz_options_impl,
    attrs = {
        "dictionary": attr.label(allow_single_file = True),
        "options": attr.string_dict(),
        "out": attr.output(mandatory = True),
    },
    doc = "libFuzzer flags in the format of OSS-Fuzz.",
)

_RUNNER = """#!/bin/bash
# Runs {target} under libFuzzer.  If files are named, runs only those.
set -euo pipefail
runfiles="${RUNFILES_DIR:-$0.runfiles}/{workspace}"
out="${TMPDIR:-/tmp}/fuse_dirents_fuzz_$(id -u)/{target}"
mkdir -p "$out/corpus" "$out/artifacts"
flags=({flags} "-artifact_prefix=$out/artifacts/")
# Freed memory waits in a quarantine.  A run frees little, so a small one will do.
export ASAN_OPTIONS="quarantine_size_mb=10${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
cd "${BUILD_WORKING_DIRECTORY:-$PWD}"
for arg in "$@"; do
  if [[ $arg != -* ]]; then
    exec "$runfiles/{binary}" "${flags[@]}" "$@"
  fi
done
# The list is relative to the runfiles.
sed -e "s|^|$runfiles/|" -e "s|,|,$runfiles/|g" \\
  "$runfiles/{seeds}" >"$out/seeds"
echo "{target}: corpus in $out/corpus, findings in $out/artifacts" >&2
exec "$runfiles/{binary}" "${flags[@]}" "-seed_inputs=@$out/seeds" \\
  "$@" "$out/corpus"
"""

def _fuzz_runner_impl(ctx):
    flags = ["-%s=%s" % item for item in sorted(ctx.attr.options.items())]
    files = [ctx.executable.binary, ctx.file.seeds]
    if ctx.file.dictionary:
        files.append(ctx.file.dictionary)
        flags.append("-dict=$runfiles/" + ctx.file.dictionary.short_path)
    out = ctx.actions.declare_file(ctx.label.name)
    content = _RUNNER
    for key, value in {
        "binary": ctx.executable.binary.short_path,
        "flags": " ".join(['"%s"' % flag for flag in flags]),
        "seeds": ctx.file.seeds.short_path,
        "target": ctx.attr.target,
        "workspace": ctx.workspace_name,
    }.items():
        content = content.replace("{%s}" % key, value)
    ctx.actions.write(out, content, is_executable = True)
    runfiles = ctx.runfiles(files = files + ctx.files.corpus)
    runfiles = runfiles.merge(ctx.attr.binary[DefaultInfo].default_runfiles)
    return [
        DefaultInfo(executable = out, runfiles = runfiles),
        FuzzTargetInfo(
            binary = ctx.executable.binary,
            dictionary = ctx.file.dictionary,
            options = ctx.attr.options,
            seeds = ctx.file.seeds,
            target = ctx.attr.target,
        ),
    ]

fuzz_runner = rule(
    implementation = _fuzz_runner_impl,
    attrs = {
        "binary": attr.label(
            cfg = "target",
            executable = True,
            mandatory = True,
        ),
        "corpus": attr.label(allow_files = True, mandatory = True),
        "dictionary": attr.label(allow_single_file = True),
        "options": attr.string_dict(),
        "seeds": attr.label(allow_single_file = True, mandatory = True),
        "target": attr.string(mandatory = True),
    },
    doc = "A script that runs a fuzz binary on its seeds.",
    executable = True,
)

def _oss_fuzz_package_impl(ctx):
    ctx.actions.run_shell(
        outputs = [ctx.outputs.out],
        inputs = [ctx.executable.binary] + ctx.files.companions,
        arguments = [
            ctx.outputs.out.path,
            ctx.attr.target,
            ctx.executable.binary.path,
        ] + [file.path for file in ctx.files.companions],
        command = """
set -eu
out="$1"
target="$2"
binary="$3"
shift 3
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cp -L "$binary" "$folder/$target"
cp -L "$@" "$folder"
chmod 0755 "$folder/$target"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \\
  -C "$folder" -cf "$out" $(ls "$folder")
""",
        mnemonic = "OssFuzzPackage",
    )
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

# fuzz/oss-fuzz/build.sh finds the targets by this rule's name.
oss_fuzz_package = rule(
    implementation = _oss_fuzz_package_impl,
    attrs = {
        "binary": attr.label(
            cfg = "target",
            executable = True,
            mandatory = True,
        ),
        "companions": attr.label_list(
            allow_files = True,
            doc = "Files that go beside the binary.",
        ),
        "out": attr.output(mandatory = True),
        "target": attr.string(mandatory = True),
    },
    doc = "A fuzz target and its files, as OSS-Fuzz's $OUT holds them.",
)
