// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/foreign/viofs.h"

#include <cerrno>

#define TEXT(text) text
#include "ReadDirectory.inc"

extern "C" int viofs_parse(const dirents_reply* reply, const dirents_sink* sink,
                           uint64_t* pos) {
  VIRTFS mount = {.parse = {reply, sink, pos, 0}};
  the_mount = &mount;
  FSP_FILE_SYSTEM file_system = {&mount};
  VIRTFS_FILE_CONTEXT directory = {};
  ULONG transferred = 0;
  // The function gives the reply twice this room.
  const auto room = static_cast<ULONG>(reply->nbytes / 2 + 1);
  const NTSTATUS status = ReadDirectory(&file_system, &directory, nullptr,
                                        nullptr, nullptr, room, &transferred);
  return NT_SUCCESS(status) ? 0 : -EIO;
}
