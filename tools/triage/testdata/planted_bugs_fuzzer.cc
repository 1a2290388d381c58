// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Planted bugs: the type of a record of a READDIR reply says which one it is.

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "fuzz/engine/parsers_agree.h"
#include "parser/reader/dirent_reader.h"

namespace {

char* volatile kept;
volatile int read_byte;

// One byte past its end is in no heap block.
__attribute__((noinline)) void ReadPastEnd(const uint8_t* data, size_t size) {
  read_byte = data[size];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  const Input input =
      DecodeInput(std::string_view(reinterpret_cast<const char*>(data), size));
  DirentReader reader(RecordFormat::kDirent,
                      ReplyBytes(std::as_bytes(
                          std::span(input.reply.data(), input.reply.size()))));
  Dirent record;
  for (size_t count = 0; reader.Next(&record); ++count) {
    switch (record.type) {
      case 901:
        ReportFinding("planted differs from reference, at event " +
                      std::to_string(count) + ":\n  expected  emit name=\"" +
                      std::string(record.name) +
                      "\"\n  got       return -EIO\n");
      case 902:
        FUSE_DIRENTS_CHECK(record.off < 1000);
        break;
      case 903:  // Only where pages are larger.
        if (input.choices.layout.page_size == 16384) {
          ReportFinding("large pages are not liked");
        }
        break;
      case 904:
        raise(SIGKILL);
        break;
      case 999:
        for (;;) read_byte = 1;
      case 906:
        ReadPastEnd(data, size);
        break;
      case 907:
        kept = new char[64];
        kept = nullptr;
        break;
      case 908: {
        volatile int number = 2147483647;
        number = number + static_cast<int>(record.name.size());
        break;
      }
      case 909:
        _Exit(7);
      default:
        break;
    }
  }
  return 0;
}
