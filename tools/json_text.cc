// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/json_text.h"

#include <cstdint>

#include "base/hex.h"
#include "base/utf8.h"

namespace fuse_dirents {
namespace {

// Bytes of the character that `text` starts with; 0 if it starts with none.
size_t CharacterSize(std::string_view text) {
  for (size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (IsUtf8(text.substr(0, size))) return size;
  }
  return 0;
}

}  // namespace

std::string Utf8Name(std::string_view name) {
  std::string text;
  while (!name.empty()) {
    size_t size = CharacterSize(name);
    if (size == 0) {
      text += "\\x";
      AppendHex(static_cast<uint8_t>(name[0]), &text);
      size = 1;
    } else {
      if (name[0] == '\\') text += '\\';
      text += name.substr(0, size);
    }
    name.remove_prefix(size);
  }
  return text;
}

std::string JsonText(const nlohmann::ordered_json& document) {
  return document.dump(2) + "\n";
}

}  // namespace fuse_dirents
