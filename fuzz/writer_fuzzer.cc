// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a writer writes is read back the same, byte for byte but for padding;
// and the recipe of any bytes gives those bytes.
//
// The format is Choices::format.  Choices::checks_recipe: the recipe of a long
// reply is checked whole.

#include <cstddef>
#include <cstdint>

#include "fuzz/checks/writer_check.h"
#include "fuzz/engine/parsers_agree.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  const Choices& choices = input.choices;
  ReportIfFound(
      CheckWriter(choices.format, input.reply, choices.checks_recipe));
  return 0;
}
