// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the fuzz targets that read a reply with its choices have in common.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_PARSERS_AGREE_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_PARSERS_AGREE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "differential/input.h"
#include "differential/runner.h"
#include "fuzz/engine/report_finding.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Reads a fuzz target's input into *input.  False where the reply is longer
// than kMaxReplyBytes, which no client asks for: such an input is ignored.
inline bool ReadInput(const uint8_t* data, size_t size, Input* input) {
  DecodeInput(std::string_view(reinterpret_cast<const char*>(data), size),
              input);
  return input->reply.size() <= kMaxReplyBytes;
}

// Compares the parsers of `runner` on `input`; a difference is a finding.
inline void CheckParsersAgree(RecordFormat format, const Input& input,
                              Runner* runner) {
  const std::optional<Difference> difference = runner->Compare(format, input);
  if (difference) ReportFinding(difference->report);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_PARSERS_AGREE_H_
