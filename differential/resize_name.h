// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_DIFFERENTIAL_RESIZE_NAME_H_
#define FUSE_DIRENTS_DIFFERENTIAL_RESIZE_NAME_H_

#include <cstdint>
#include <string>

#include "parser/frames.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Gives the record in `frame` a name of `namelen` bytes, whole with its
// padding: the old name, cut or continued by letters.  Moves what follows.
void ResizeName(RecordFormat format, const RecordFrame& frame, uint32_t namelen,
                std::string* reply);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RESIZE_NAME_H_
