// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/read_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "differential/input.h"

namespace fuse_dirents {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Reads a file of at most `max_size` bytes; `what` it is expected to hold.
std::optional<std::vector<std::byte>> ReadAtMost(const std::string& path,
                                                 size_t max_size,
                                                 const std::string& what,
                                                 std::string* error) {
  const std::unique_ptr<std::FILE, CloseFile> file(
      std::fopen(path.c_str(), "rb"));
  if (file == nullptr) {
    *error = path + ": cannot open: " + std::strerror(errno) +
             "; expected a file that holds " + what;
    return std::nullopt;
  }
  // One byte more than allowed shows that a file is too long, however it lies
  // about its size (pipes, /proc).
  std::vector<std::byte> bytes(4096);
  size_t size = 0;
  for (;;) {
    size += std::fread(bytes.data() + size, 1, bytes.size() - size, file.get());
    if (size < bytes.size() || size > max_size) break;
    bytes.resize(bytes.size() * 2 < max_size ? bytes.size() * 2 : max_size + 1);
  }
  if (std::ferror(file.get()) != 0) {
    *error = path + ": cannot read: " + std::strerror(errno) +
             "; expected a file that holds " + what;
    return std::nullopt;
  }
  if (size > max_size) {
    *error = path + ": longer than " + what + " can be; expected at most " +
             std::to_string(max_size) + " bytes (16 MiB";
    *error += max_size > kMaxReplyBytes ? " and a trailer)" : ")";
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

const char* FileEnding(RecordFormat format) {
  return format == RecordFormat::kDirent ? kDirentEnding : kDirentplusEnding;
}

std::optional<RecordFormat> FormatFromFileName(const std::string& path) {
  if (path.ends_with(kDirentEnding)) return RecordFormat::kDirent;
  if (path.ends_with(kDirentplusEnding)) return RecordFormat::kDirentplus;
  return std::nullopt;
}

std::optional<std::vector<std::byte>> ReadReplyFile(const std::string& path,
                                                    std::string* error) {
  auto bytes = ReadAtMost(path, kMaxReplyBytes, "a reply", error);
  if (bytes && bytes->empty()) {
    *error = path +
             ": empty; expected at least one byte (a reply of length 0 is the "
             "end of the directory)";
    return std::nullopt;
  }
  return bytes;
}

std::optional<std::string> ReadInputFile(const std::string& path,
                                         std::string* error) {
  const auto bytes =
      ReadAtMost(path, kMaxReplyBytes + kTrailerBytes, "an input", error);
  if (!bytes) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(bytes->data()),
                     bytes->size());
}

}  // namespace fuse_dirents
