// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/entry_out_fields.h"

#include <charconv>
#include <cstddef>
#include <cstring>
#include <iterator>

#include "base/check.h"
#include "base/text.h"

namespace fuse_dirents {
namespace {

constexpr EntryOutField kFields[] = {
    {"nodeid", offsetof(FuseEntryOut, nodeid), 8},
    {"generation", offsetof(FuseEntryOut, generation), 8},
    {"entry_valid", offsetof(FuseEntryOut, entry_valid), 8},
    {"attr_valid", offsetof(FuseEntryOut, attr_valid), 8},
    {"entry_valid_nsec", offsetof(FuseEntryOut, entry_valid_nsec), 4},
    {"attr_valid_nsec", offsetof(FuseEntryOut, attr_valid_nsec), 4},
    {"attr.ino", offsetof(FuseEntryOut, attr.ino), 8},
    {"attr.size", offsetof(FuseEntryOut, attr.size), 8},
    {"attr.blocks", offsetof(FuseEntryOut, attr.blocks), 8},
    {"attr.atime", offsetof(FuseEntryOut, attr.atime), 8},
    {"attr.mtime", offsetof(FuseEntryOut, attr.mtime), 8},
    {"attr.ctime", offsetof(FuseEntryOut, attr.ctime), 8},
    {"attr.atimensec", offsetof(FuseEntryOut, attr.atimensec), 4},
    {"attr.mtimensec", offsetof(FuseEntryOut, attr.mtimensec), 4},
    {"attr.ctimensec", offsetof(FuseEntryOut, attr.ctimensec), 4},
    {"attr.mode", offsetof(FuseEntryOut, attr.mode), 4},
    {"attr.nlink", offsetof(FuseEntryOut, attr.nlink), 4},
    {"attr.uid", offsetof(FuseEntryOut, attr.uid), 4},
    {"attr.gid", offsetof(FuseEntryOut, attr.gid), 4},
    {"attr.rdev", offsetof(FuseEntryOut, attr.rdev), 4},
    {"attr.blksize", offsetof(FuseEntryOut, attr.blksize), 4},
    {"attr.flags", offsetof(FuseEntryOut, attr.flags), 4},
};

void AppendNumber(uint64_t number, int base, std::string* text) {
  char digits[22];  // 64 bits in octal.
  const auto [end, error] =
      std::to_chars(std::begin(digits), std::end(digits), number, base);
  text->append(digits, end);
}

}  // namespace

std::span<const EntryOutField> EntryOutFields() { return kFields; }

uint64_t GetField(const FuseEntryOut& entry_out, const EntryOutField& field) {
  const auto* at = reinterpret_cast<const char*>(&entry_out) + field.offset;
  if (field.size == 8) {
    uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  FUSE_DIRENTS_CHECK(field.size == 4);
  uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

void SetField(FuseEntryOut* entry_out, const EntryOutField& field,
              uint64_t value) {
  auto* at = reinterpret_cast<char*>(entry_out) + field.offset;
  const auto low = static_cast<uint32_t>(value);
  if (field.size == 8) {
    std::memcpy(at, &value, sizeof value);
  } else {
    std::memcpy(at, &low, sizeof low);
  }
}

void AppendEntryOut(const FuseEntryOut& entry_out, std::string* text) {
  for (const EntryOutField& field : kFields) {
    const uint64_t value = GetField(entry_out, field);
    if (value == 0) continue;
    *text += ' ';
    *text += field.name;
    *text += '=';
    const bool is_mode = field.offset == offsetof(FuseEntryOut, attr.mode);
    if (is_mode) *text += '0';
    AppendNumber(value, is_mode ? 8 : 10, text);
  }
}

std::string EntryOutText(const FuseEntryOut& entry_out) {
  std::string text;
  AppendEntryOut(entry_out, &text);
  return text;
}

bool SetFieldNamed(std::string_view name, uint64_t value,
                   FuseEntryOut* entry_out) {
  for (const EntryOutField& field : kFields) {
    if (field.name != name) continue;
    if (field.size == 4 && value > UINT32_MAX) return false;
    SetField(entry_out, field, value);
    return true;
  }
  return false;
}

bool ParseEntryOutField(std::string_view key, std::string_view value,
                        FuseEntryOut* entry_out) {
  const auto number = ParseNumber(value);
  return number && SetFieldNamed(key, *number, entry_out);
}

}  // namespace fuse_dirents
