// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// An input of a fuzz target, taken apart so that it can be changed.

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_MUTABLE_INPUT_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_MUTABLE_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "differential/input.h"
#include "fuzz/mutator/target_format.h"
#include "parser/frames.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Offsets and sizes of the fields of a header, in bytes, from its FuseDirent.
struct RecordField {
  size_t at, size;
};
// From its FuseDirent.
inline constexpr RecordField kInoField = {offsetof(FuseDirent, ino), 8},
                             kOffField = {offsetof(FuseDirent, off), 8},
                             kNamelenField = {offsetof(FuseDirent, namelen), 4},
                             kTypeField = {offsetof(FuseDirent, type), 4};
// From its FuseEntryOut.
inline constexpr RecordField kNodeidField = {offsetof(FuseEntryOut, nodeid), 8},
                             kSizeField = {offsetof(FuseEntryOut, attr.size),
                                           8},
                             kModeField = {offsetof(FuseEntryOut, attr.mode),
                                           4},
                             kNlinkField = {offsetof(FuseEntryOut, attr.nlink),
                                            4},
                             kBlocksField = {
                                 offsetof(FuseEntryOut, attr.blocks), 8};

class MutableInput {
 public:
  // Takes any bytes.  What it grows to is meant to stay within `max_size`
  // bytes; Write() sees to that.
  void Read(TargetFormat target, std::string_view bytes, size_t max_size);

  // Writes the input to `data` and returns its size: 1 to `max_size` of
  // Read(); what is too long loses the end of its reply.  There is a trailer
  // where a choice is not the default one.
  // REQUIRES: the `max_size` of Read() is not 0, and `data` has that many.
  size_t Write(uint8_t* data) const;

  RecordFormat format() const { return FormatOf(target_, choices); }
  size_t header_size() const { return HeaderSize(format()); }

  // Bytes by which the reply may grow, room for a trailer being kept.
  size_t room() const;

  // Frames what reply() holds, leniently: a record that runs past the end ends
  // there, namelen 0 frames a header.  What is too short for a header is in no
  // frame.
  void Frame();
  // As of the last Frame().
  const std::vector<RecordFrame>& frames() const { return frames_; }

  // Numbers of the reply, in host byte order.
  uint64_t Get(size_t at, size_t size) const;
  void Set(size_t at, size_t size, uint64_t value);

  // Gives the record a name of `namelen` bytes, whole with its padding: the
  // old one, cut or continued.  Moves what follows.  False, and nothing is
  // done, where there is no room.
  bool ResizeName(RecordFrame frame, uint32_t namelen);

  // An offset in the reply where parsers go wrong: the start, the end or a
  // byte of a field of some record, or one to either side.  At most
  // reply.size().
  size_t Landmark(Random* random) const;

  std::string reply;
  Choices choices;

 private:
  TargetFormat target_ = TargetFormat::kDirent;
  size_t max_size_ = 0;
  std::vector<RecordFrame> frames_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_MUTABLE_INPUT_H_
