// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/dump_reply.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hex.h"
#include "base/text.h"
#include "differential/record_parts.h"
#include "fmt/format.h"
#include "parser/frames.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

// Bytes of hexadecimal in one line.
constexpr size_t kHexPerLine = 16;

std::string HexBytes(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += ' ';
    AppendHex(static_cast<uint8_t>(byte), &text);
  }
  return text;
}

// "ino=3 off=4 namelen=3 type=8 DT_REG".
std::string HeaderText(std::string_view reply, const RecordFrame& frame,
                       const std::vector<RecordPart>& parts) {
  std::string text;
  for (const RecordPart& part : parts) {
    if (part.field == "header") text += part.text + " ";
  }
  return text + std::string(TypeName(HeaderOf(reply, frame).dirent.type));
}

class Dumper {
 public:
  Dumper(RecordFormat format, std::string_view reply, const Profile& profile,
         size_t page_size)
      : format_(format),
        reply_(reply),
        profile_(profile),
        page_size_(page_size),
        next_cut_(page_size) {}

  std::string Run() {
    DirentReader reader(format_, ReplyBytes(std::as_bytes(std::span(reply_))),
                        profile_);
    for (Dirent dirent; reader.Next(&dirent);) Record(dirent);
    Rest(reader);
    const size_t headers = records_ * HeaderSize(format_);
    FUSE_DIRENTS_CHECK(headers + names_ + padding_ + trailing_ ==
                       reply_.size());
    Print(
        "{} bytes: {} records: {} headers + {} names + {} padding + {} "
        "trailing\n",
        reply_.size(), records_, headers, names_, padding_, trailing_);
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format,
                   std::forward<Args>(args)...);
  }

  void Record(const Dirent& dirent) {
    const auto frame = FrameAt(format_, reply_, pos_);
    FUSE_DIRENTS_CHECK(frame && dirent.pos == pos_ &&
                       frame->size() == dirent.reclen &&
                       NameOf(reply_, *frame) == dirent.name);
    CutBetweenRecords();
    const std::vector<RecordPart> parts = PartsOf(format_, reply_, *frame);
    Print("{:8}  record {}: {} reclen={}{}\n", pos_, records_,
          HeaderText(reply_, *frame, parts), dirent.reclen,
          dirent.hidden ? " (hidden from the caller)" : "");
    for (const RecordPart& part : parts) {
      if (part.field == "header") continue;
      Print("          {}", part.text);
      if (part.field == "padding") Padding(part);
      out_ += "\n";
    }
    while (next_cut_ > pos_ && next_cut_ < frame->end) {
      Cut(fmt::format("inside record {}: {}", records_,
                      CutText(parts, next_cut_)));
    }
    pos_ = frame->end;
    names_ += dirent.name.size();
    ++records_;
  }

  void Padding(const RecordPart& part) {
    const std::string_view bytes =
        reply_.substr(part.begin, part.end - part.begin);
    const bool is_zero = bytes.find_first_not_of('\0') == bytes.npos;
    Print(":{}{}", HexBytes(bytes), is_zero ? "" : "  NOT ZERO");
    padding_ += bytes.size();
  }

  // The seam before page `next_cut_ / page_size_`.
  void Cut(std::string_view where) {
    Print("--------  page {} ends at byte {}, {}\n", next_cut_ / page_size_ - 1,
          next_cut_, where);
    next_cut_ += page_size_;
  }

  void CutBetweenRecords() {
    if (next_cut_ != pos_) return;
    Cut(pos_ == reply_.size() ? "after the last byte" : "between records");
  }

  void Rest(const DirentReader& reader) {
    FUSE_DIRENTS_CHECK(reader.pos() == pos_);
    CutBetweenRecords();
    trailing_ = reply_.size() - pos_;
    Print("{:8}  stop: {}; the parser returns {}\n", pos_,
          StopText(reader.stop()), ErrorText(reader.error()));
    if (const auto frame = FrameAt(format_, reply_, pos_)) {
      Print("          the header there: {} reclen={}\n",
            HeaderText(reply_, *frame, PartsOf(format_, reply_, *frame)),
            frame->reclen);
    }
    while (pos_ < reply_.size()) {
      if (next_cut_ == pos_) Cut("inside what trails");
      const std::string_view bytes =
          reply_.substr(pos_, std::min(kHexPerLine, next_cut_ - pos_));
      Print("{:8}  trailing:{}\n", pos_, HexBytes(bytes));
      pos_ += bytes.size();
    }
  }

  const RecordFormat format_;
  const std::string_view reply_;
  const Profile& profile_;
  const size_t page_size_;
  size_t next_cut_;
  std::string out_;
  size_t pos_ = 0;
  size_t records_ = 0;
  size_t names_ = 0, padding_ = 0, trailing_ = 0;  // In bytes.
};

}  // namespace

std::string_view TypeName(uint32_t type) {
  constexpr std::string_view kNames[] = {
      "DT_UNKNOWN", "DT_FIFO", "DT_CHR", "", "DT_DIR",  "", "DT_BLK", "",
      "DT_REG",     "",        "DT_LNK", "", "DT_SOCK", "", "DT_WHT"};
  const bool has_name = type < std::size(kNames) && !kNames[type].empty();
  return has_name ? kNames[type] : "DT_?";
}

std::string DumpReply(RecordFormat format, std::string_view reply,
                      const Profile& profile, size_t page_size) {
  FUSE_DIRENTS_CHECK(profile.Supports(format) && page_size > 0);
  return Dumper(format, reply, profile, page_size).Run();
}

std::string ColouredDump(std::string_view dump) {
  constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m",
                             kRed = "\x1b[31m", kGreen = "\x1b[32m",
                             kYellow = "\x1b[33m", kMagenta = "\x1b[35m",
                             kCyan = "\x1b[36m", kPlain = "\x1b[0m";
  constexpr std::pair<std::string_view, std::string_view> kColours[] = {
      {"record ", kBold},     {"name ", kGreen},   {"entry_out", kCyan},
      {"padding ", kDim},     {"stop: ", kYellow}, {"the header ", kYellow},
      {"trailing:", kYellow}, {"page ", kMagenta}};
  constexpr size_t kColumn = 10;  // Where the text of a line starts.
  std::string out;
  while (!dump.empty()) {
    const size_t size = dump.find('\n');
    const std::string_view line = dump.substr(0, size);
    dump.remove_prefix(std::min(dump.size(), size + 1));
    std::string_view colour;
    for (const auto& [start, its_colour] : kColours) {
      if (line.size() > kColumn && line.substr(kColumn).starts_with(start)) {
        colour = its_colour;
      }
    }
    if (colour == kDim && line.ends_with("  NOT ZERO")) colour = kRed;
    out += colour.empty() ? std::string(line)
                          : fmt::format("{}{}{}", colour, line, kPlain);
    out += '\n';
  }
  return out;
}

}  // namespace fuse_dirents
