#!/bin/bash
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
#
# Stands where a suite would be if its tree were there.  Bazel skips it.

echo "there is no tree of this client: see oracle/foreign/README.md" >&2
exit 1
