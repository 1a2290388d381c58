#!/bin/bash -eu
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
# http://www.apache.org/licenses/LICENSE-2.0

exec bash -eux fuzz/oss-fuzz/build.sh
