#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Checks every page (*.md) of the workspace: each link and each path in
# backticks leads to a file, a folder or a package, and lines of prose have at
# most 100 characters.  Tables, code and what follows "<!-- generated -->" may be
# longer.  Prints each problem as FILE:LINE.
#
#   docs_test.sh README.md
#
# README.md is that of the workspace.  Pages and paths are read through it from
# the source tree, since the runfiles of a test do not hold every file.

set -euo pipefail
export LC_ALL=C.UTF-8

root="$(dirname "$(realpath "$1")")"
cd "$root"

problems=0
pages=0
paths=0

problem() {
  echo "$1:$2: $3"
  problems=$((problems + 1))
}

# Whether $2 exists, as page $1 would name it: beside the page or from the root.
leads_somewhere() {
  local page="$1" path="$2"
  [[ -e $(dirname "$page")/$path || -e $path ]]
}

# //package or //package:target.  The package must have a BUILD file; targets of
# macros are not looked up.
check_label() {
  local page="$1" line="$2" label="$3" package
  package="${label#//}"
  package="${package%%:*}"
  package="${package%/...}"
  if [[ $package != ... && ! -e ${package:-.}/BUILD ]]; then
    problem "$page" "$line" "$label: there is no ${package}/BUILD"
  fi
}

# A word in backticks that looks like a path of the tree.
check_word() {
  local page="$1" line="$2" word="$3"
  if [[ $word == //* ]]; then
    paths=$((paths + 1))
    check_label "$page" "$line" "$word"
    return
  fi
  word="${word%/}"
  # Not globs, flags, absolute paths or placeholders.
  [[ $word =~ ^[A-Za-z0-9_.][A-Za-z0-9_./-]*$ ]] || return 0
  [[ ! $word =~ (NAME|TARGET|DIR|FILE) ]] || return 0
  [[ $word == */* || $word =~ \.(cc|h|c|md|bzl|sh|txt)$ ]] || return 0
  paths=$((paths + 1))
  leads_somewhere "$page" "$word" ||
    problem "$page" "$line" "$word: there is no such file or folder"
}

# Reads page $1 from standard input.
check_page() {
  local page="$1" line text number=0 code=false link words
  pages=$((pages + 1))
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    if [[ $line == '```'* ]]; then
      if $code; then code=false; else code=true; fi
      continue
    fi
    if $code || [[ $line == '    '* ]]; then continue; fi
    if [[ $line == '<!-- generated -->' ]]; then break; fi
    if [[ $line != '|'* && ${#line} -gt 100 ]]; then
      problem "$page" "$number" "${#line} characters; expected at most 100"
    fi
    text="$line"
    while [[ $text =~ \]\(([^\)]*)\) ]]; do
      link="${BASH_REMATCH[1]}"
      text="${text#*"]($link)"}"
      if [[ $link == *://* || $link == '#'* ]]; then continue; fi
      paths=$((paths + 1))
      [[ -e $(dirname "$page")/${link%%#*} ]] ||
        problem "$page" "$number" "link to $link: there is no such file or folder"
    done
    text="$line"
    while [[ $text =~ \`([^\`]*)\` ]]; do
      words="${BASH_REMATCH[1]}"
      text="${text#*"\`$words\`"}"
      for word in $words; do check_word "$page" "$number" "$word"; done
    done
  done
}

set -f
while IFS= read -r page; do
  check_page "${page#./}" <"$page"
done < <(find . -name '*.md' -not -path './.git/*' -not -path './bazel-*' | sort)

echo "$pages pages, $paths paths, $problems problems"
[[ $problems -eq 0 && $pages -ge 10 && $paths -ge 100 ]]
