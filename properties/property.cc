// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/property.h"

#include "parser/check.h"

namespace fuse_dirents {

Bench::Bench(std::span<const ListedParser> parsers) : parsers_(parsers) {
  FUSE_DIRENTS_CHECK(!parsers.empty());
}

LaidOutReply& Bench::Lay(std::string_view reply, const Layout& layout) {
  return arena_.Lay(std::as_bytes(std::span(reply.data(), reply.size())),
                    layout);
}

}  // namespace fuse_dirents
