// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The fields of fuse_entry_out by name, for code that reads or writes them as
// text.

#ifndef FUSE_DIRENTS_PARSER_ENTRY_OUT_FIELDS_H_
#define FUSE_DIRENTS_PARSER_ENTRY_OUT_FIELDS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// A number in host byte order, `size` bytes at `offset` in fuse_entry_out.
struct EntryOutField {
  std::string_view name;  // The kernel's, with "attr." before fuse_attr's.
  size_t offset;
  size_t size;  // 4 or 8.
};

// All fields in wire order.  Together they cover the 128 bytes without a hole.
std::span<const EntryOutField> EntryOutFields();

uint64_t GetField(const FuseEntryOut& entry_out, const EntryOutField& field);

// Truncates `value` to the field's size.
void SetField(FuseEntryOut* entry_out, const EntryOutField& field,
              uint64_t value);

// The nonzero fields, each as " name=value", with attr.mode in octal.
std::string EntryOutText(const FuseEntryOut& entry_out);
void AppendEntryOut(const FuseEntryOut& entry_out, std::string* text);

// Sets the field called `name` to `value`.  Returns false if there is no such
// field or `value` is not a number of its size.
bool SetFieldNamed(std::string_view name, uint64_t value,
                   FuseEntryOut* entry_out);
// The same of a number as text.
bool ParseEntryOutField(std::string_view key, std::string_view value,
                        FuseEntryOut* entry_out);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_ENTRY_OUT_FIELDS_H_
