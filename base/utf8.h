// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_UTF8_H_
#define FUSE_DIRENTS_BASE_UTF8_H_

#include <string_view>

namespace fuse_dirents {

// Whether `text` is well-formed UTF-8 as RFC 3629 section 4 spells it out: no
// overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_UTF8_H_
