// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/hex_dump.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/hex.h"
#include "base/text.h"
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
    const std::string title = "record " + std::to_string(record++);
    const FuseDirentplus header = HeaderOf(reply, frame);
    const size_t dirent_at = frame.name_at - sizeof(FuseDirent);
    if (format == RecordFormat::kDirentplus) {
      notes.push_back({frame.pos, title + ": entry_out nodeid=" +
                                      std::to_string(header.entry_out.nodeid)});
    }
    const FuseDirent& dirent = header.dirent;
    notes.push_back({dirent_at, title + ": ino=" + std::to_string(dirent.ino) +
                                    " off=" + std::to_string(dirent.off)});
    notes.push_back(
        {dirent_at + 16, "namelen=" + std::to_string(dirent.namelen) +
                             " type=" + std::to_string(dirent.type)});
    const std::string_view name = NameOf(reply, frame);
    const size_t name_end = frame.name_at + name.size();
    if (!name.empty()) {
      notes.push_back({frame.name_at, "name " + Shortened(Quote(name))});
    }
    if (!frame.is_whole()) {
      notes.push_back(
          {reply.size(), "end of the reply, " +
                             std::to_string(frame.reclen - frame.size()) +
                             " bytes short of the record"});
      return notes;
    }
    if (frame.end > name_end) {
      notes.push_back(
          {name_end, "padding " + std::to_string(frame.end - name_end)});
    }
    pos = frame.end;
  }
  if (pos < reply.size()) {
    notes.push_back({pos, std::to_string(reply.size() - pos) +
                              " bytes, fewer than a header"});
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
