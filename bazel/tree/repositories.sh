#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# repositories.sh FOLDER [CLOSURE]
#
# Checks the workspace in FOLDER.  Each repository that a BUILD file or a .bzl file
# names is defined in MODULE.bazel and also in WORKSPACE or deps.bzl, and these
# define no other.  No file names their folder, external/NAME: Bazel 7 has another.
# Bazel 7 also needs WORKSPACE.bzlmod, or it reads WORKSPACE.
#
# CLOSURE is a list of labels, those that other workspaces load and build: their
# repositories are the only ones that are no dev_dependency.
#
# Prints each problem as FILE:LINE.  Exits 1 if there is one.

set -euo pipefail
export LC_ALL=C
closure="$(realpath "${2:-/dev/null}")"
cd "$1"
for file in MODULE.bazel WORKSPACE WORKSPACE.bzlmod deps.bzl; do
  [[ -e ${file} ]] || { echo "$1/${file}: there is no such file" && exit 1; }
done

# Examples below properties/ are workspaces of other people.
find . -mindepth 1 \( -name 'bazel-*' -o -name '.?*' \
  -o -path ./properties/examples/c_parser \
  -o -path ./properties/examples/seam_bug \) -prune \
  -o -type f \( -name BUILD -o -name '*.bzl' -o -name '*.BUILD' \) -print |
  sort | sed 's|^\./||' |
  xargs awk '
  # Returns the string in quotes after `key` and " = " in the line, or "".
  function value(key) {
    if (!match($0, "(^|[ (])" key " = \"[^\"]*\"")) return ""
    found = substr($0, RSTART, RLENGTH)
    gsub(/^[^"]*"|"$/, "", found)
    return found
  }

  function where() { return FILENAME ":" FNR }

  function problem(place, text) {
    print place ": " text
    problems++
  }

  # The repositories that MODULE.bazel and WORKSPACE define.  A call begins at the
  # left margin and ends in that line or with a ")" at the left margin.
  function end_of_call() {
    if (call != "" && name != "" && call !~ /^(module|workspace|use_repo_rule)$/) {
      if (FILENAME == "MODULE.bazel") {
        module[name] = place
        if (!dev) for_users[name] = place
      } else {
        workspace[name] = place
      }
    }
    call = ""
  }

  { sub(/^[ \t]*#.*/, "") }

  FILENAME == "MODULE.bazel" || FILENAME == "WORKSPACE" {
    if (match($0, /^[a-z_]+\(/)) {
      call = substr($0, 1, RLENGTH - 1)
      name = ""
      dev = 0
      place = where()
    }
    if (call == "") next
    if (value("name") != "") name = value("name")
    if (value("repo_name") != "") name = value("repo_name")
    if (/dev_dependency = True/) dev = 1
    if (/\)$/ && (/^\)/ || /^[a-z_]+\(/)) end_of_call()
    next
  }

  # The keys of the tables there.
  FILENAME == "deps.bzl" && match($0, /^    "[a-z0-9_]+": [[(]/) {
    name = $1
    gsub(/[":]/, "", name)
    workspace[name] = where()
  }

  FILENAME == closure {
    if (match($0, /^@+[a-z0-9_]+/)) {
      name = substr($0, 1, RLENGTH)
      sub(/^@+/, "", name)
      wanted[name] = 1
    }
    next
  }

  /external\/|"external"/ && !/tags = / {
    problem(where(), "Bazel 7 has no folder external/NAME; expected workspace_root")
  }

  {
    rest = $0
    while (match(rest, /"@[a-z0-9_]+("|\/\/)/)) {
      name = substr(rest, RSTART + 2, RLENGTH - 2)
      gsub(/["\/]/, "", name)
      if (!(name in named)) named[name] = where()
      rest = substr(rest, RSTART + RLENGTH)
    }
  }

  END {
    # Bazel has these, or this workspace is one, or Bazel 4.2 requires it to start.
    split("bazel_tools platforms local_config_cc fuse_dirents", ours, " ")
    for (i in ours) delete named[ours[i]]
    split("remote_coverage_tools rules_java rules_proto", start, " ")
    for (i in start) delete workspace[start[i]]

    for (name in named) {
      count++
      if (!(name in module))
        problem(named[name], "@" name " is not in MODULE.bazel")
      if (!(name in workspace))
        problem(named[name], "@" name " is not in WORKSPACE or deps.bzl")
    }
    for (name in module)
      if (!(name in named))
        problem(module[name], "no BUILD file names @" name)
    for (name in workspace)
      if (!(name in named))
        problem(workspace[name], "no BUILD file names @" name)

    # The others are those of rules that Bazel 7 loads.
    for (name in wanted) {
      if (!(name in named)) {
        delete wanted[name]
        continue
      }
      users++
      if (!(name in for_users))
        problem("MODULE.bazel:1", "other workspaces build @" name \
          ", which is not in MODULE.bazel or is a dev_dependency")
    }
    if (users > 0)
      for (name in for_users)
        if (!(name in wanted))
          problem(for_users[name], "other workspaces do not need @" name \
            "; expected dev_dependency = True")
    if (count < 1) problem("BUILD:1", "no file names a repository")
    printf "%d repositories, %d for other workspaces, %d problems\n",
      count, users, problems > "/dev/stderr"
    exit problems > 0
  }' closure="${closure}" MODULE.bazel WORKSPACE deps.bzl "${closure}" |
  sort -t: -k1,1 -k2,2n
