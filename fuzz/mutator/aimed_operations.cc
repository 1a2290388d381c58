// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Operations that aim at what needs two conditions at once, or bytes that no
// other operation writes.

#include <algorithm>
#include <string>
#include <string_view>

#include "fuzz/mutator/record_edges.h"
#include "fuzz/mutator/record_mutator.h"

namespace fuse_dirents {
namespace {

// Bytes of a name that a client refuses or hides: beside what prints, around
// it, and what is no UTF-8: a surrogate, overlong, too large, cut.
constexpr std::string_view kOddBytes[] = {
    "\\",
    " ",
    "~",
    "\x01",
    "\x1f",
    "\x7f",
    "\x80",
    "\xff",
    "\xc3\xa9",
    "\xed\xa0\x80",
    "\xc3",
    "\xc0\xaf",
    "\xf4\x90\x80\x80",
};

}  // namespace

// Within the name, or all of it.
bool OddName(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  const std::string_view odd = OneOf(kOddBytes, random);
  const size_t name_at = frame->name_at;
  const size_t size = std::min<uint64_t>(frame->namelen, frame->end - name_at);
  if (size >= odd.size() && random->Below(4) != 0) {
    const size_t at = name_at + random->Below(size - odd.size() + 1);
    input->reply.replace(at, odd.size(), odd);
    return true;
  }
  if (!input->ResizeName(*frame, static_cast<uint32_t>(odd.size()))) {
    return false;
  }
  input->reply.replace(name_at, odd.size(), odd);
  return true;
}

// Where what lies on either side of a seam counts: within a number that has
// bytes on both sides, or next to a '/' or a dot.
bool SeamInField(Random* random, MutableInput* input) {
  const RecordFrame* const picked = PickFrame(random, *input);
  if (picked == nullptr) return false;
  RecordFrame frame = *picked;
  const size_t dirent = frame.name_at - sizeof(FuseDirent);
  const auto number = [&](size_t base, RecordField field) {
    input->Set(base + field.at, field.size, random->Next());
    return base + field.at + 1 + random->Below(field.size - 1);
  };
  const size_t size =
      std::min<uint64_t>(frame.namelen, frame.end - frame.name_at);
  size_t seam = 0;
  switch (random->Below(6)) {
    case 0:
      seam = number(dirent, kInoField);
      break;
    case 1:
      seam = number(dirent, kOffField);
      break;
    case 2:
      if (input->format() != RecordFormat::kDirentplus) return false;
      seam = number(frame.pos, kNodeidField);
      break;
    case 3:
      if (!input->ResizeName(frame, 2)) return false;
      input->reply.replace(frame.name_at, 2, "..");
      seam = frame.name_at + random->Below(3);
      break;
    default: {
      if (size == 0) return false;
      const size_t slash = frame.name_at + random->Below(size);
      input->reply[slash] = '/';
      seam = slash + random->Below(2);
    }
  }
  PutSeam(seam, random, input);
  return true;
}

// The caller's buffer is full at a record, and what comes after it is one that
// the client would refuse or that cannot be linked.
bool FullAtRecord(Random* random, MutableInput* input) {
  const auto& frames = input->frames();
  if (frames.empty()) return false;
  const size_t record = random->Below(frames.size());
  const RecordFrame& after =
      frames[std::min(record + random->Below(2), frames.size() - 1)];
  input->choices.plan.capacity = static_cast<uint32_t>(record);
  switch (random->Below(5)) {
    case 0:
      input->choices.plan.failing_links = ~uint32_t{0};
      break;
    case 1:
      SetField(after, kOffField, OneOf(kLoffEdges, random), input);
      break;
    case 2:
      SetField(after, kTypeField, OneOf(kTypeEdges, random), input);
      break;
    case 3:
      SetField(after, kNamelenField, AnyNamelen(random), input);
      break;
    default:
      if (after.name_at < after.end) input->reply[after.name_at] = '/';
      break;
  }
  return true;
}

}  // namespace fuse_dirents
