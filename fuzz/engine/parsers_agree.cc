// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/parsers_agree.h"

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace fuse_dirents {

void ReportFinding(std::string_view report) {
  std::fprintf(stderr, "finding: %.*s\n", static_cast<int>(report.size()),
               report.data());
  std::fflush(stderr);
  std::abort();
}

bool ReadInput(const uint8_t* data, size_t size, Input* input) {
  DecodeInput(std::string_view(reinterpret_cast<const char*>(data), size),
              input);
  return input->reply.size() <= kMaxReplyBytes;
}

void CheckParsersAgree(RecordFormat format, const Input& input,
                       Comparer* comparer) {
  const std::optional<Difference> difference = comparer->Compare(format, input);
  if (difference) ReportFinding(difference->report);
}

}  // namespace fuse_dirents
