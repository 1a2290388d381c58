// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/resize_name.h"

#include <cstddef>
#include <cstring>

namespace fuse_dirents {
namespace {

// What a name is continued with: no '/', no NUL, and no two places alike.
char NameByte(size_t i) { return static_cast<char>('a' + (i + i / 26) % 26); }

}  // namespace

void ResizeName(RecordFormat format, const RecordFrame& frame, uint32_t namelen,
                std::string* reply) {
  std::string name(NameOf(*reply, frame).substr(0, namelen));
  while (name.size() < namelen) name += NameByte(name.size());
  name.resize(
      static_cast<size_t>(Reclen(format, namelen) - HeaderSize(format)));
  reply->replace(frame.name_at, frame.end - frame.name_at, name);
  std::memcpy(reply->data() + frame.name_at - sizeof(FuseDirent) +
                  offsetof(FuseDirent, namelen),
              &namelen, sizeof namelen);
}

}  // namespace fuse_dirents
