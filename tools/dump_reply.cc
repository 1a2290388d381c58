// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/dump_reply.h"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "base/check.h"
#include "base/hex.h"
#include "base/text.h"
#include "parser/entry_out_fields.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

// Bytes of hexadecimal in one line.
constexpr size_t kHexPerLine = 16;

__attribute__((format(printf, 2, 3))) void Append(std::string* out,
                                                  const char* format, ...) {
  std::array<char, 512> line;
  va_list args;
  va_start(args, format);
  const int size = std::vsnprintf(line.data(), line.size(), format, args);
  va_end(args);
  FUSE_DIRENTS_CHECK(size >= 0 && static_cast<size_t>(size) < line.size());
  out->append(line.data(), static_cast<size_t>(size));
}

void AppendBytes(std::string* out, ByteRun bytes) {
  for (const std::byte byte : bytes) {
    *out += ' ';
    AppendHex(std::to_integer<uint8_t>(byte), out);
  }
}

class Dumper {
 public:
  Dumper(RecordFormat format, ByteRun reply, const Profile& profile,
         size_t page_size)
      : format_(format),
        reply_(reply),
        profile_(profile),
        page_size_(page_size),
        next_cut_(page_size) {}

  std::string Run() {
    DirentReader reader(format_, ReplyBytes(reply_), profile_);
    for (Dirent dirent; reader.Next(&dirent);) {
      Record(dirent, reader.entry_out());
    }
    Rest(reader);
    const size_t headers = records_ * HeaderSize(format_);
    FUSE_DIRENTS_CHECK(headers + names_ + padding_ + trailing_ ==
                       reply_.size());
    Append(&out_,
           "%zu bytes: %zu records: %zu headers + %zu names + %zu padding + "
           "%zu trailing\n",
           reply_.size(), records_, headers, names_, padding_, trailing_);
    return std::move(out_);
  }

 private:
  void Record(const Dirent& dirent, const FuseEntryOut& entry_out) {
    const size_t header_size = HeaderSize(format_);
    FUSE_DIRENTS_CHECK(dirent.pos == pos_);
    FUSE_DIRENTS_CHECK(dirent.reclen >= header_size + dirent.name.size());
    FUSE_DIRENTS_CHECK(dirent.reclen <= reply_.size() - pos_);
    CutBetweenRecords();
    Append(&out_, "%8zu  record %zu: ", pos_, records_);
    Header(dirent.ino, dirent.off, dirent.name.size(), dirent.type);
    Append(&out_, " reclen=%zu%s\n", dirent.reclen,
           dirent.hidden ? " (hidden from the caller)" : "");
    if (format_ == RecordFormat::kDirentplus) {
      out_ += "          entry_out" + EntryOutText(entry_out) + "\n";
    }
    out_ += "          name " + Quote(dirent.name) + "\n";
    const size_t name_end = pos_ + header_size + dirent.name.size();
    Padding(reply_.subspan(name_end, pos_ + dirent.reclen - name_end));
    CutsInside(dirent);
    pos_ += dirent.reclen;
    names_ += dirent.name.size();
    padding_ += dirent.reclen - header_size - dirent.name.size();
    ++records_;
  }

  void Header(uint64_t ino, uint64_t off, size_t namelen, uint32_t type) {
    Append(&out_,
           "ino=%" PRIu64 " off=%" PRIu64 " namelen=%zu type=%" PRIu32 " %.*s",
           ino, off, namelen, type, static_cast<int>(TypeName(type).size()),
           TypeName(type).data());
  }

  void Padding(ByteRun bytes) {
    if (bytes.empty()) return;
    Append(&out_, "          padding %zu:", bytes.size());
    AppendBytes(&out_, bytes);
    const bool zero = std::all_of(bytes.begin(), bytes.end(), [](std::byte b) {
      return b == std::byte{0};
    });
    out_ += zero ? "\n" : "  NOT ZERO\n";
  }

  // The seam before page `next_cut_ / page_size_`.
  void Cut(const std::string& where) {
    Append(&out_, "--------  page %zu ends at byte %zu, ",
           next_cut_ / page_size_ - 1, next_cut_);
    out_ += where + "\n";
    next_cut_ += page_size_;
  }

  void CutBetweenRecords() {
    if (next_cut_ != pos_) return;
    Cut(pos_ == reply_.size() ? "after the last byte" : "between records");
  }

  void CutsInside(const Dirent& dirent) {
    const size_t end = pos_ + dirent.reclen;
    while (next_cut_ > pos_ && next_cut_ < end) {
      Cut("inside record " + std::to_string(records_) + ": " +
          CutField(next_cut_ - pos_, dirent.name.size()));
    }
  }

  // What lies `at` bytes into a record, such as "name, 3 of its 27 bytes
  // before".
  std::string CutField(size_t at, size_t namelen) const {
    const size_t header = HeaderSize(format_);
    const size_t dirent_start = header - sizeof(FuseDirent);
    const auto field = [at](const char* name, size_t start, size_t size) {
      return std::string(name) + ", " + std::to_string(at - start) + " of " +
             std::to_string(size) + " bytes before the cut";
    };
    if (at < dirent_start) return field("entry_out", 0, dirent_start);
    if (at == dirent_start) return "header, between entry_out and fuse_dirent";
    if (at < header) {
      return field("header", dirent_start, sizeof(FuseDirent));
    }
    if (at == header) return "between header and name";
    if (at < header + namelen) return field("name", header, namelen);
    if (at == header + namelen) return "between name and padding";
    return field(
        "padding", header + namelen,
        Reclen(format_, static_cast<uint32_t>(namelen)) - header - namelen);
  }

  void Rest(const DirentReader& reader) {
    FUSE_DIRENTS_CHECK(reader.pos() == pos_);
    CutBetweenRecords();
    trailing_ = reply_.size() - pos_;
    Append(&out_, "%8zu  stop: ", pos_);
    out_ += std::string(StopText(reader.stop())) + "; the parser returns " +
            ErrorText(reader.error()) + "\n";
    if (trailing_ >= HeaderSize(format_)) {
      FuseDirent header;
      std::memcpy(&header,
                  reply_.data() + pos_ + HeaderSize(format_) - sizeof header,
                  sizeof header);
      out_ += "          the header there: ";
      Header(header.ino, header.off, header.namelen, header.type);
      Append(&out_, " reclen=%" PRIu64 "\n", Reclen(format_, header.namelen));
    }
    while (pos_ < reply_.size()) {
      if (next_cut_ == pos_) Cut("inside what trails");
      const size_t size =
          std::min({kHexPerLine, reply_.size() - pos_, next_cut_ - pos_});
      Append(&out_, "%8zu  trailing:", pos_);
      AppendBytes(&out_, reply_.subspan(pos_, size));
      out_ += "\n";
      pos_ += size;
    }
  }

  RecordFormat format_;
  ByteRun reply_;
  const Profile& profile_;
  size_t page_size_;
  size_t next_cut_;
  std::string out_;
  size_t pos_ = 0;
  size_t records_ = 0;
  size_t names_ = 0, padding_ = 0, trailing_ = 0;  // In bytes.
};

}  // namespace

std::string_view TypeName(uint32_t type) {
  switch (type) {
    case 0:
      return "DT_UNKNOWN";
    case 1:
      return "DT_FIFO";
    case 2:
      return "DT_CHR";
    case 4:
      return "DT_DIR";
    case 6:
      return "DT_BLK";
    case 8:
      return "DT_REG";
    case 10:
      return "DT_LNK";
    case 12:
      return "DT_SOCK";
    case 14:
      return "DT_WHT";
  }
  return "DT_?";
}

std::string DumpReply(RecordFormat format, ByteRun reply,
                      const Profile& profile, size_t page_size) {
  FUSE_DIRENTS_CHECK(profile.Supports(format) && page_size > 0);
  return Dumper(format, reply, profile, page_size).Run();
}

}  // namespace fuse_dirents
