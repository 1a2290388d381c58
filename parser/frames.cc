// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/frames.h"

#include <algorithm>
#include <cstring>

namespace fuse_dirents {

std::optional<RecordFrame> FrameAt(RecordFormat format, std::string_view reply,
                                   size_t pos) {
  const size_t left = reply.size() - pos;
  if (left < HeaderSize(format)) return std::nullopt;
  RecordFrame frame;
  frame.pos = pos;
  frame.name_at = pos + HeaderSize(format);
  std::memcpy(&frame.namelen,
              reply.data() + frame.name_at - sizeof(FuseDirent) +
                  offsetof(FuseDirent, namelen),
              sizeof frame.namelen);
  frame.reclen = Reclen(format, frame.namelen);
  frame.end = pos + std::min<uint64_t>(frame.reclen, left);
  return frame;
}

void SetFramesOf(RecordFormat format, std::string_view reply,
                 std::vector<RecordFrame>* frames) {
  frames->clear();
  size_t pos = 0;
  while (const auto frame = FrameAt(format, reply, pos)) {
    frames->push_back(*frame);
    pos = frame->end;
  }
}

std::vector<RecordFrame> FramesOf(RecordFormat format, std::string_view reply) {
  std::vector<RecordFrame> frames;
  SetFramesOf(format, reply, &frames);
  return frames;
}

FuseDirentplus HeaderOf(std::string_view reply, const RecordFrame& frame) {
  FuseDirentplus header = {};
  const size_t size = frame.name_at - frame.pos;
  std::memcpy(reinterpret_cast<char*>(&header) + (sizeof header - size),
              reply.data() + frame.pos, size);
  return header;
}

std::string_view NameOf(std::string_view reply, const RecordFrame& frame) {
  return reply.substr(
      frame.name_at,
      std::min<size_t>(frame.namelen, reply.size() - frame.name_at));
}

}  // namespace fuse_dirents
