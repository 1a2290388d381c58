// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_JSON_TEXT_H_
#define FUSE_DIRENTS_TOOLS_JSON_TEXT_H_

#include <string>
#include <string_view>

#include "nlohmann/json.hpp"

namespace fuse_dirents {

// A name of any bytes as UTF-8, without loss: a backslash is \\, and each byte
// that is no part of well-formed UTF-8 is \xHH.
std::string Utf8Name(std::string_view name);

// A document of two blanks' indentation that ends in a newline.
std::string JsonText(const nlohmann::ordered_json& document);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_JSON_TEXT_H_
