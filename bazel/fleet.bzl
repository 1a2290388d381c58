# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""A campaign in shards, each of which is a test action: fuzz/FLEET.md.

The number of actions of a test is fixed when its BUILD file is loaded, before any
flag of ours is read, and Bazel takes a shard_count of at most 50.  So each fuzz
target has tests for 1, 2, 4, 8 and 16 shards and some for 32, and a campaign uses
those that add up to --//fuzz:shards.  The others are incompatible, so skipped.
"""

load(
    "//bazel:campaign.bzl",
    "campaign_attrs",
    "fuzz_campaign_impl",
    "launch",
    "program_attrs",
    "write_manifest",
)
load("//bazel:fuzz_rules.bzl", "FuzzTargetInfo")

_LARGEST = 32

CountInfo = provider(
    doc = "A count_flag.",
    fields = {"value": "What it is set to."},
)

def _count_flag_impl(ctx):
    if ctx.build_setting_value < 1:
        fail("--%s=%d: expected a number from 1 to 2147483647" % (
            str(ctx.label).lstrip("@"),
            ctx.build_setting_value,
        ))
    return [CountInfo(value = ctx.build_setting_value)]

count_flag = rule(
    implementation = _count_flag_impl,
    build_setting = config.int(flag = True),
    doc = "A command line flag that is a number above 0.",
)

def _shards_of(test, shards):
    """The shards that a test of `test.count` shards runs, in a campaign of `shards`.

    The tests of 32 come first, one after the other, then one test for each binary
    digit of the rest.  Shards that are more than all tests have are dealt out to
    the tests of 32 again.

    Args:
      test: with the attributes of fleet_test.
      shards: of each target.

    Returns:
      Numbers, sorted.
    """
    all = test.blocks * _LARGEST
    if test.count < _LARGEST:
        if shards >= all or shards // test.count % 2 == 0:
            return []
        first = shards // test.count // 2 * test.count * 2
        return range(first, first + test.count)
    first = test.block * _LARGEST
    if shards < all and first + _LARGEST > shards:
        return []
    return [
        shard
        for begin in range(first, shards, all)
        for shard in range(begin, min(begin + _LARGEST, shards))
    ]

# What decides which shards a test runs.
_PLACE = {
    "block": attr.int(doc = "Among the tests of 32 of its target."),
    "blocks": attr.int(mandatory = True),
    "count": attr.int(doc = "Shards, as in shard_count.", mandatory = True),
    "_shards": attr.label(default = "//fuzz:shards"),
}

def _is_used_impl(ctx):
    used = len(_shards_of(ctx.attr, ctx.attr._shards[CountInfo].value)) > 0
    return [config_common.FeatureFlagInfo(value = "yes" if used else "no")]

_is_used = rule(
    implementation = _is_used_impl,
    attrs = _PLACE,
    doc = "For a config_setting: whether a test has shards to run.",
)

_RUNS_AND_SEED = {
    "_runs": attr.label(default = "//fuzz:runs"),
    "_seed": attr.label(default = "//fuzz:seed"),
}

# Of a rule with _RUNS_AND_SEED: runs //fuzz/fleet:shard for these targets.
def _launch_shard(ctx, targets, args):
    manifest, runfiles = write_manifest(ctx, targets)
    return launch(ctx, manifest, runfiles, args + [
        "--runs=%d" % ctx.attr._runs[CountInfo].value,
        "--seed=%d" % ctx.attr._seed[CountInfo].value,
    ])

def _fleet_test_impl(ctx):
    shards = _shards_of(ctx.attr, ctx.attr._shards[CountInfo].value)
    return _launch_shard(ctx, [ctx.attr.target], [
        "--shards=" + ",".join([str(shard) for shard in shards]),
    ])

# It does not read the number of shards, except for its own: a larger campaign
# reuses the results of a smaller one.
_fleet_test = rule(
    implementation = _fleet_test_impl,
    attrs = dict(
        program_attrs("//fuzz/fleet:shard"),
        target = attr.label(mandatory = True, providers = [FuzzTargetInfo]),
        **dict(_PLACE, **_RUNS_AND_SEED)
    ),
    test = True,
)

def _plan_test_impl(ctx):
    return _launch_shard(ctx, ctx.attr.targets, [
        "--plan",
        "--shards=%d" % ctx.attr._shards[CountInfo].value,
    ])

_plan_test = rule(
    implementation = _plan_test_impl,
    attrs = dict(
        campaign_attrs("//fuzz/fleet:shard"),
        _shards = attr.label(default = "//fuzz:shards"),
        **_RUNS_AND_SEED
    ),
    doc = "Writes down what a campaign consists of, for the merge.",
    test = True,
)

fleet_model = rule(
    implementation = fuzz_campaign_impl,
    attrs = campaign_attrs("//fuzz/fleet:model_main"),
    doc = "`bazel run` it with --help for what it can do.",
    executable = True,
)

def fuzz_fleet(name, targets, blocks):
    """A test_suite with a test action for each target and shard of a campaign.

    Args:
      name: of the suite.
      targets: label of the NAME_run of each cc_fuzz_test -> NAME.
      blocks: tests of 32 shards for each target; as many actions of it can run at
        once.
    """
    places = [(str(count), count, 0) for count in [1, 2, 4, 8, 16]] + [
        ("%d_%d" % (_LARGEST, block), _LARGEST, block)
        for block in range(blocks)
    ]
    for place, count, block in places:
        _is_used(
            name = "is_used_" + place,
            block = block,
            blocks = blocks,
            count = count,
            tags = ["manual"],
        )
        native.config_setting(
            name = "uses_" + place,
            flag_values = {":is_used_" + place: "yes"},
        )
    tests = [name + "_plan"]
    _plan_test(
        name = name + "_plan",
        size = "small",
        tags = ["manual"],
        targets = targets.keys(),
    )
    for label, target in targets.items():
        for place, count, block in places:
            test = "%s_%s" % (target, place)
            tests.append(test)
            _fleet_test(
                name = test,
                size = "small",
                timeout = "eternal",
                block = block,
                blocks = blocks,
                count = count,
                shard_count = count,
                tags = ["manual"],
                target = label,
                target_compatible_with = select({
                    ":uses_" + place: [],
                    "//conditions:default": ["//third_party:incompatible"],
                }),
            )
    native.test_suite(
        name = name,
        tags = ["manual"],
        tests = tests,
    )
