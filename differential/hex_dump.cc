// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/hex_dump.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/hex.h"
#include "differential/record_parts.h"
#include "fmt/format.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

constexpr size_t kBytesPerLine = 16;
// Of a note, so that a line stays readable.
constexpr size_t kMaxNote = 80;

struct Note {
  size_t at;  // The byte that it belongs to.
  std::string text;
};

std::string Shortened(std::string text) {
  if (text.size() <= kMaxNote) return text;
  const size_t size = text.size();
  text.resize(kMaxNote);
  return text + "... (" + std::to_string(size) + ")";
}

// What each part of the reply is, in order.
std::vector<Note> Notes(RecordFormat format, std::string_view reply) {
  std::vector<Note> notes;
  size_t pos = 0;
  size_t record = 0;
  for (const RecordFrame& frame : FramesOf(format, reply)) {
    std::string title = fmt::format("record {}: ", record++);
    for (const RecordPart& part : PartsOf(format, reply, frame)) {
      notes.push_back(
          {part.begin, std::exchange(title, "") + Shortened(part.text)});
    }
    if (!frame.is_whole()) {
      notes.push_back(
          {reply.size(),
           fmt::format("end of the reply, {} bytes short of the record",
                       frame.reclen - frame.size())});
      return notes;
    }
    pos = frame.end;
  }
  if (pos < reply.size()) {
    notes.push_back({pos, fmt::format("{} bytes, fewer than a header",
                                      reply.size() - pos)});
  }
  notes.push_back({reply.size(), "end of the reply"});
  return notes;
}

std::string Line(std::string_view reply, size_t at) {
  std::string line = "  " + HexText(at, 6) + " ";
  for (size_t i = at; i < at + kBytesPerLine; ++i) {
    if (i % 8 == 0) line += " ";
    if (i >= reply.size()) {
      line += "   ";
      continue;
    }
    line += ' ';
    AppendHex(static_cast<uint8_t>(reply[i]), &line);
  }
  return line;
}

}  // namespace

std::string AnnotatedHexDump(RecordFormat format, std::string_view reply,
                             size_t max_lines) {
  const std::vector<Note> notes = Notes(format, reply);
  std::string dump;
  size_t lines = 0;
  size_t next = 0;
  bool elided = false;
  for (size_t at = 0; at <= reply.size(); at += kBytesPerLine) {
    std::string text;
    for (; next < notes.size() && notes[next].at < at + kBytesPerLine; ++next) {
      text += (text.empty() ? "  " : "; ") + notes[next].text;
    }
    // Inside of long parts only the line before the next part is shown.
    const bool last_of_part =
        next < notes.size() && notes[next].at < at + 2 * kBytesPerLine;
    if (text.empty() && !last_of_part) {
      if (!elided) dump += "  ...\n";
      elided = true;
      continue;
    }
    elided = false;
    if (lines++ == max_lines) {
      return dump + "  ... " + std::to_string(reply.size() - at) +
             " more bytes\n";
    }
    dump += Line(reply, at) + text + "\n";
  }
  return dump;
}

}  // namespace fuse_dirents
