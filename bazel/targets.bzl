# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""The fuzz targets that make claims, in the order of the campaign's table."""

TARGETS = [
    "reply_fuzzer",
    "plus_reply_fuzzer",
    "layout_fuzzer",
    "profile_fuzzer",
    "request_fuzzer",
    "session_fuzzer",
    "hostile_pages_fuzzer",
    "writer_fuzzer",
]
