// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The operations on records.

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>

#include "fuzz/mutator/record_edges.h"
#include "fuzz/mutator/record_mutator.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kModes[] = {
    S_IFDIR | 0755,
    S_IFREG | 0644,
    S_IFLNK | 0777,
    S_IFSOCK | 0755,
    S_IFIFO | 0644,
    S_IFCHR | 0644,
    S_IFBLK | 0644,
    // No file type, and two that do not exist.
    0644,
    0x3000 | 0644,
    0xf000 | 0644,
};
constexpr size_t kGoodModes = 7;

// Of 512 bytes: 2^55 of them are 2^64 bytes.
constexpr uint64_t kBlocksEdges[] = {(1ULL << 55) - 1, 1ULL << 55, ~0ULL};

constexpr std::string_view kDotNames[] = {".",   "..", "...", ".a",
                                          "..a", "a.", "./",  "../"};

// Where a record can be put: the start of one, or the end of the last.
size_t PickPlace(Random* random, const MutableInput& input) {
  const auto& frames = input.frames();
  const size_t place = random->Below(frames.size() + 1);
  if (place < frames.size()) return frames[place].pos;
  return frames.empty() ? 0 : frames.back().end;
}

bool InsertRecord(Random* random, MutableInput* input) {
  // Names are short mostly: inputs stay small.
  uint32_t namelen = 1 + static_cast<uint32_t>(random->Below(12));
  if (random->Below(16) == 0) namelen = OneOf(kNamelenEdges, random);
  if (namelen == 0 || Reclen(input->format(), namelen) > input->room()) {
    return false;
  }
  const uint32_t mode = random->Below(8) == 0
                            ? OneOf(kModes, random)
                            : kModes[random->Below(kGoodModes)];
  RecordFields fields;
  if (input->format() == RecordFormat::kDirentplus) {
    fields.entry_out.nodeid =
        random->Below(8) == 0 ? random->Below(2) : 2 + random->Below(64);
    fields.entry_out.attr.mode = mode;
  }
  fields.ino = 1 + random->Below(64);
  fields.off = 1 + random->Below(64);
  fields.type = mode >> 12;
  while (fields.name.size() < namelen) {
    fields.name += static_cast<char>('a' + random->Below(26));
  }
  DirentWriter writer(input->format());
  writer.Append(fields);
  input->reply.insert(PickPlace(random, *input), writer.bytes());
  return true;
}

bool SetAnyField(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  const bool edge = random->Below(2) == 0;
  switch (random->Below(4)) {
    case 0:
      SetField(*frame, kInoField, random->Below(4) == 0 ? 0 : Number(random),
               input);
      return true;
    case 1:
      SetField(*frame, kOffField,
               edge ? OneOf(kLoffEdges, random) : Number(random), input);
      return true;
    case 2:
      SetField(*frame, kTypeField,
               edge ? OneOf(kTypeEdges, random) : Number(random), input);
      return true;
  }
  const uint64_t padding = frame->name_at + uint64_t{frame->namelen};
  if (padding >= frame->end) return false;
  const char byte =
      static_cast<char>(random->Below(2) == 0 ? uint64_t{'/'} : random->Next());
  std::fill(input->reply.begin() + static_cast<ptrdiff_t>(padding),
            input->reply.begin() + static_cast<ptrdiff_t>(frame->end), byte);
  return true;
}

bool SetNamelen(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  uint32_t namelen = AnyNamelen(random);
  // One to either side of what is there, or the longest that still fits.
  const uint64_t which = random->Below(8);
  if (which == 0) namelen = frame->namelen + 1;
  if (which == 1) namelen = frame->namelen - 1;
  if (which == 2) {
    namelen = static_cast<uint32_t>(input->reply.size() - frame->name_at);
  }
  SetField(*frame, kNamelenField, namelen, input);
  return true;
}

bool ResizeName(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  uint32_t namelen = AnyNamelen(random);
  if (random->Below(3) == 0) {
    namelen = frame->namelen + static_cast<uint32_t>(random->Below(33)) - 16;
  }
  return input->ResizeName(*frame, namelen);
}

bool DuplicateRecord(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr || frame->size() > input->room()) return false;
  const std::string record = input->reply.substr(frame->pos, frame->size());
  input->reply.insert(PickPlace(random, *input), record);
  return true;
}

bool DropRecord(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  input->reply.erase(frame->pos, frame->size());
  return true;
}

bool SwapRecords(Random* random, MutableInput* input) {
  const RecordFrame* a = PickFrame(random, *input);
  const RecordFrame* b = PickFrame(random, *input);
  if (a == b) return false;
  if (a->pos > b->pos) std::swap(a, b);
  const std::string first = input->reply.substr(a->pos, a->size());
  const std::string second = input->reply.substr(b->pos, b->size());
  input->reply.replace(b->pos, b->size(), first);
  input->reply.replace(a->pos, a->size(), second);
  return true;
}

bool CutReply(Random* random, MutableInput* input) {
  if (input->reply.empty()) return false;
  size_t at = input->Landmark(random);
  // Often at the last record, so that the others are kept.
  if (!input->frames().empty() && random->Below(2) == 0) {
    const RecordFrame& last = input->frames().back();
    const uint64_t name_end = last.name_at + uint64_t{last.namelen};
    const size_t places[] = {
        last.pos + 1, last.pos + random->Below(input->header_size()),
        last.name_at,
        static_cast<size_t>(std::min<uint64_t>(name_end, last.end)),
        last.end - 1};
    at = std::min(OneOf(places, random), input->reply.size());
  }
  if (at == input->reply.size()) return false;
  input->reply.resize(at);
  return true;
}

bool EditNameEnd(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  const size_t size = static_cast<size_t>(
      std::min<uint64_t>(frame->namelen, frame->end - frame->name_at));
  if (size == 0) return false;
  const auto place = [&] {
    const uint64_t kind = random->Below(3);
    if (kind == 0) return frame->name_at;
    return frame->name_at + (kind == 1 ? size - 1 : random->Below(size));
  };
  const bool both = random->Below(4) == 0;
  const bool slash = random->Below(2) == 0;
  if (both || !slash) input->reply[place()] = '\0';
  if (both || slash) input->reply[place()] = '/';
  return true;
}

bool DotName(Random* random, MutableInput* input) {
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  const size_t name_at = frame->name_at;
  const std::string_view name = random->Below(2) == 0
                                    ? kDotNames[random->Below(2)]
                                    : OneOf(kDotNames, random);
  if (!input->ResizeName(*frame, static_cast<uint32_t>(name.size()))) {
    return false;
  }
  input->reply.replace(name_at, name.size(), name);
  return true;
}

bool SetEntryOut(Random* random, MutableInput* input) {
  if (input->format() != RecordFormat::kDirentplus) return false;
  const RecordFrame* frame = PickFrame(random, *input);
  if (frame == nullptr) return false;
  const auto set = [&](RecordField field, uint64_t value) {
    input->Set(frame->pos + field.at, field.size, value);
  };
  switch (random->Below(5)) {
    case 0:
      set(kNodeidField,
          random->Below(2) == 0 ? random->Below(3) : Number(random));
      return true;
    case 1:
      set(kModeField, OneOf(kModes, random));
      return true;
    case 2:
      set(kSizeField,
          random->Below(4) == 0 ? Number(random) : OneOf(kLoffEdges, random));
      return true;
    case 3:
      set(kNlinkField, random->Below(4));
      set(kModeField, OneOf(kModes, random));
      return true;
    default:
      set(kBlocksField, OneOf(kBlocksEdges, random));
      return true;
  }
}

bool SeamByName(Random* random, MutableInput* input) {
  const auto& frames = input->frames();
  if (frames.size() < 2) return false;
  const size_t record = 1 + random->Below(frames.size() - 1);
  const RecordFrame& before = frames[random->Below(record)];
  const RecordFrame& moved = frames[record];
  // Records stay aligned, so the byte is the first of eight.
  const size_t target =
      moved.pos + random->Below(moved.size()) / kRecordAlign * kRecordAlign;
  const Layout& layout = input->choices.layout;
  const size_t folio = layout.folio_bytes();
  const size_t past = (layout.head + target) % folio;
  const size_t grow = past == 0 ? 0 : folio - past;
  if (grow == 0 || before.namelen > kFuseNameMax) return false;
  // Else the record shrinks, by what is too much.
  const uint64_t namelen = before.namelen + uint64_t{grow};
  if (namelen <= kFuseNameMax) {
    return input->ResizeName(before, static_cast<uint32_t>(namelen));
  }
  if (past >= before.namelen) return false;
  return input->ResizeName(before,
                           before.namelen - static_cast<uint32_t>(past));
}

bool EditTrailer(Random* random, MutableInput* input) {
  EditTrailerChoice(random->Below(kTrailerChoices), random, input);
  return true;
}

bool DropTrailer(Random* /*random*/, MutableInput* input) {
  if (input->choices == Choices()) return false;
  input->choices = Choices();
  return true;
}

// What changes one value of many is tried more often than what has one outcome.
constexpr OperationFacts kFacts[] = {
    {"insert_record", 8, &InsertRecord},
    {"set_field", 4, &SetAnyField},
    {"set_namelen", 4, &SetNamelen},
    {"resize_name", 9, &ResizeName},
    {"duplicate", 3, &DuplicateRecord},
    {"drop", 3, &DropRecord},
    {"swap", 2, &SwapRecords},
    {"cut_reply", 4, &CutReply},
    {"edit_name_end", 5, &EditNameEnd},
    {"dot_name", 3, &DotName},
    {"odd_name", 4, &OddName},
    {"entry_out", 5, &SetEntryOut},
    {"seam_by_layout", 6, &SeamByLayout},
    {"seam_by_name", 2, &SeamByName},
    {"seam_in_field", 4, &SeamInField},
    {"full_at_record", 3, &FullAtRecord},
    {"edit_trailer", 5, &EditTrailer},
    {"drop_trailer", 1, &DropTrailer},
};

}  // namespace

std::span<const OperationFacts, kOperations> AllOperations() { return kFacts; }

bool ApplyOperation(Operation operation, Random* random, MutableInput* input) {
  if (!kFacts[static_cast<size_t>(operation)].apply(random, input)) {
    return false;
  }
  // The trailer may say which format the reply has.
  input->Frame();
  return true;
}

}  // namespace fuse_dirents
