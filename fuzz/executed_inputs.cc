// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A digest over every input that a fuzz binary executes, in order.  A target
// that does not return 0 is stopped.
//
// Every NAME_bin is linked with it and with --wrap=LLVMFuzzerTestOneInput, so
// no target has to think of it.  With --executed_inputs=FILE on the command
// line (libFuzzer ignores flags with two dashes) FILE holds, once the binary
// has come to its end, one line "COUNT DIGEST": XXH3-128 over each input behind
// its size as 8 bytes, little-endian.
//
// Built without instrumentation, as the fuzzer should not see it.

#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" int __real_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" int __wrap_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

const char* output_path = nullptr;
uint64_t executed = 0;
XXH3_state_t state;

// glibc hands the command line to constructors.
__attribute__((constructor)) void ReadFlag(int argc, char** argv) {
  static constexpr char kFlag[] = "--executed_inputs=";
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], kFlag, sizeof(kFlag) - 1) == 0) {
      output_path = argv[i] + sizeof(kFlag) - 1;
    }
  }
  XXH3_128bits_reset(&state);
}

__attribute__((destructor)) void WriteDigest() {
  if (output_path == nullptr) return;
  const XXH128_hash_t digest = XXH3_128bits_digest(&state);
  std::FILE* file = std::fopen(output_path, "w");
  if (file == nullptr ||
      std::fprintf(file, "%llu %016llx%016llx\n",
                   static_cast<unsigned long long>(executed),
                   static_cast<unsigned long long>(digest.high64),
                   static_cast<unsigned long long>(digest.low64)) < 0 ||
      std::fclose(file) != 0) {
    std::fprintf(stderr, "executed_inputs: %s: cannot be written\n",
                 output_path);
    std::_Exit(1);
  }
}

}  // namespace

extern "C" int __wrap_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (output_path != nullptr) {
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof(bytes); ++i) {
      bytes[i] = static_cast<uint8_t>(uint64_t{size} >> (8 * i));
    }
    XXH3_128bits_update(&state, bytes, sizeof(bytes));
    XXH3_128bits_update(&state, data, size);
    ++executed;
  }
  const int result = __real_LLVMFuzzerTestOneInput(data, size);
  if (result != 0) {
    std::fprintf(stderr,
                 "executed_inputs: the target returned %d; engines other than "
                 "libFuzzer know only 0\n",
                 result);
    std::abort();
  }
  return 0;
}
