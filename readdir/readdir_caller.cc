// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/readdir_caller.h"

#include <cerrno>
#include <climits>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {
namespace {

// struct linux_dirent64, without the name.
constexpr size_t kInoAt = 0;
constexpr size_t kOffAt = 8;
constexpr size_t kReclenAt = 16;
constexpr size_t kTypeAt = 18;
constexpr size_t kNameAt = 19;

// Lengths of a path, and so of a name, stay below this.
constexpr size_t kPathMax = 4096;

// The bits that S_DT_MASK leaves of a type.
constexpr uint32_t kTypeMask = 15;

template <typename T>
T Load(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

}  // namespace

void Getdents64::Reset(size_t size) {
  FUSE_DIRENTS_CHECK(size <= INT_MAX);
  size_ = size;
  Reset();
}

bool Getdents64::Take(const dirents_entry& entry, uint64_t pos) {
  const std::string_view name(entry.name, entry.namelen);
  if (name.empty() || name.size() >= kPathMax ||
      name.find('/') != std::string_view::npos) {
    error_ = -EIO;
    return false;
  }
  error_ = -EINVAL;
  const size_t reclen = Getdents64Reclen(name.size());
  if (reclen > left_) return false;
  if (last_reclen_ > 0) SetLastOff(pos);
  const size_t used = buffer_.size();
  buffer_.resize(used + reclen);  // Zeros.
  std::byte* at = buffer_.data() + used;
  const auto reclen16 = static_cast<uint16_t>(reclen);
  const auto type = static_cast<uint8_t>(entry.type & kTypeMask);
  std::memcpy(at + kInoAt, &entry.ino, sizeof entry.ino);
  std::memcpy(at + kReclenAt, &reclen16, sizeof reclen16);
  std::memcpy(at + kTypeAt, &type, sizeof type);
  std::memcpy(at + kNameAt, name.data(), name.size());
  left_ -= reclen;
  last_reclen_ = reclen;
  return true;
}

void Getdents64::SetLastOff(uint64_t off) {
  std::memcpy(buffer_.data() + buffer_.size() - last_reclen_ + kOffAt, &off,
              sizeof off);
}

int64_t Getdents64::Finish(int error, uint64_t pos) {
  if (last_reclen_ > 0) {
    SetLastOff(pos);
    return static_cast<int64_t>(buffer_.size());
  }
  return error < 0 ? error : error_;
}

void ReadGetdents64(std::span<const std::byte> bytes,
                    std::vector<ListedEntry>* entries) {
  while (!bytes.empty()) {
    FUSE_DIRENTS_CHECK(bytes.size() >= Getdents64Reclen(0));
    const auto reclen = Load<uint16_t>(bytes.data() + kReclenAt);
    FUSE_DIRENTS_CHECK(reclen % 8 == 0);
    FUSE_DIRENTS_CHECK(reclen >= Getdents64Reclen(0));
    FUSE_DIRENTS_CHECK(reclen <= bytes.size());
    const char* name = reinterpret_cast<const char*>(bytes.data() + kNameAt);
    const void* end = std::memchr(name, 0, reclen - kNameAt);
    FUSE_DIRENTS_CHECK(end != nullptr);
    const auto namelen =
        static_cast<size_t>(static_cast<const char*>(end) - name);
    entries->push_back({Load<uint64_t>(bytes.data() + kInoAt),
                        Load<uint64_t>(bytes.data() + kOffAt),
                        Load<uint8_t>(bytes.data() + kTypeAt),
                        std::string(name, namelen)});
    bytes = bytes.subspan(reclen);
  }
}

bool KeepingCaller::Take(const dirents_entry& entry, uint64_t /*pos*/) {
  if (entries_.size() >= max_entries_) return false;
  entries_.push_back({entry.ino, entry.off,
                      static_cast<uint8_t>(entry.type & kTypeMask),
                      std::string(entry.name, entry.namelen)});
  return true;
}

}  // namespace fuse_dirents
