// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/writer_properties.h"

#include <cstring>

namespace fuse_dirents {
namespace {

// In host byte order, as the wire is.
template <typename T>
void Put(T number, std::string* bytes) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes->append(raw, sizeof raw);
}

void PutEntryOut(const FuseEntryOut& e, std::string* bytes) {
  for (const uint64_t n :
       {e.nodeid, e.generation, e.entry_valid, e.attr_valid}) {
    Put<uint64_t>(n, bytes);
  }
  for (const uint32_t n : {e.entry_valid_nsec, e.attr_valid_nsec}) {
    Put<uint32_t>(n, bytes);
  }
  const FuseAttr& a = e.attr;
  for (const uint64_t n :
       {a.ino, a.size, a.blocks, a.atime, a.mtime, a.ctime}) {
    Put<uint64_t>(n, bytes);
  }
  for (const uint32_t n : {a.atimensec, a.mtimensec, a.ctimensec, a.mode,
                           a.nlink, a.uid, a.gid, a.rdev, a.blksize, a.flags}) {
    Put<uint32_t>(n, bytes);
  }
}

}  // namespace

std::string WireBytes(RecordFormat format, const RecordFields& fields) {
  std::string bytes;
  if (format == RecordFormat::kDirentplus) {
    PutEntryOut(fields.entry_out, &bytes);
  }
  Put<uint64_t>(fields.ino, &bytes);
  Put<uint64_t>(fields.off, &bytes);
  Put<uint32_t>(static_cast<uint32_t>(fields.name.size()), &bytes);
  Put<uint32_t>(fields.type, &bytes);
  bytes += fields.name;
  while (bytes.size() % 8 != 0) bytes += '\0';
  return bytes;
}

}  // namespace fuse_dirents
