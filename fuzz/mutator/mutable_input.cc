// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/mutator/mutable_input.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"
#include "differential/resize_name.h"

namespace fuse_dirents {
namespace {

// Where the lowest `size` bytes of *value lie.
char* LowBytes(uint64_t* value, size_t size) {
  const bool is_little = std::endian::native == std::endian::little;
  return reinterpret_cast<char*>(value) +
         (is_little ? 0 : sizeof(*value) - size);
}

}  // namespace

void MutableInput::Read(TargetFormat target, std::string_view bytes,
                        size_t max_size) {
  target_ = target;
  max_size_ = max_size;
  Input input = DecodeInput(bytes);
  reply = input.reply;
  choices = std::move(input.choices);
  Frame();
}

size_t MutableInput::Write(uint8_t* data) const {
  FUSE_DIRENTS_CHECK(max_size_ > 0);
  std::string bytes = EncodeInput(reply, choices);
  if (bytes.size() > max_size_) {
    const size_t trailer = bytes.size() - reply.size();
    const bool keeps_trailer = trailer > 0 && trailer < max_size_;
    bytes = reply.substr(0, max_size_ - (keeps_trailer ? trailer : 0));
    if (keeps_trailer) bytes += EncodeTrailer(choices);
  }
  if (bytes.empty()) bytes = "\n";
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

size_t MutableInput::room() const {
  const size_t used = reply.size() + kTrailerBytes;
  return used < max_size_ ? max_size_ - used : 0;
}

void MutableInput::Frame() { SetFramesOf(format(), reply, &frames_); }

uint64_t MutableInput::Get(size_t at, size_t size) const {
  FUSE_DIRENTS_CHECK(size <= sizeof(uint64_t));
  FUSE_DIRENTS_CHECK(size <= reply.size() && at <= reply.size() - size);
  uint64_t value = 0;
  std::memcpy(LowBytes(&value, size), reply.data() + at, size);
  return value;
}

void MutableInput::Set(size_t at, size_t size, uint64_t value) {
  FUSE_DIRENTS_CHECK(size <= sizeof(uint64_t));
  FUSE_DIRENTS_CHECK(size <= reply.size() && at <= reply.size() - size);
  std::memcpy(reply.data() + at, LowBytes(&value, size), size);
}

bool MutableInput::ResizeName(RecordFrame frame, uint32_t namelen) {
  const uint64_t body = Reclen(format(), namelen) - header_size();
  const size_t old_body = frame.end - frame.name_at;
  if (body > old_body && body - old_body > room()) return false;
  fuse_dirents::ResizeName(format(), frame, namelen, &reply);
  Frame();
  return true;
}

size_t MutableInput::Landmark(Random* random) const {
  if (frames_.empty()) return random->Below(reply.size() + 1);
  const RecordFrame& frame = frames_[random->Below(frames_.size())];
  // In a plain record the dirent is the header.
  const size_t dirent = frame.name_at - sizeof(FuseDirent);
  const size_t name_end =
      std::min<size_t>(frame.end, frame.name_at + uint64_t{frame.namelen});
  const auto within = [&](size_t base, RecordField field) {
    return base + field.at + random->Below(field.size);
  };
  const size_t kind = random->Below(12);
  constexpr RecordField kOfDirent[] = {kInoField, kOffField, kNamelenField,
                                       kTypeField};
  const size_t bounds[] = {frame.pos, frame.name_at, name_end, frame.end};
  size_t at = 0;
  if (kind < 4) {
    at = bounds[kind];
  } else if (kind < 8) {
    at = within(dirent, kOfDirent[kind - 4]);
  } else if (kind == 8) {
    at = frame.name_at + random->Below(name_end - frame.name_at + 1);
  } else if (kind == 9) {
    at = within(frame.pos, kNodeidField);
  } else if (kind == 10 && format() == RecordFormat::kDirentplus) {
    at = within(frame.pos, random->Below(2) == 0 ? kSizeField : kModeField);
  } else {
    at = frame.pos + random->Below(frame.size());
  }
  if (random->Below(4) == 0) {
    at = random->Below(2) == 0 ? at + 1 : at - (at > 0 ? 1 : 0);
  }
  return std::min(at, reply.size());
}

}  // namespace fuse_dirents
