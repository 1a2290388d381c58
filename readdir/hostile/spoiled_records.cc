// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/spoiled_records.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"
#include "parser/frames.h"
#include "parser/sink_adapter.h"

namespace fuse_dirents {
namespace {

enum class Way : uint8_t { kInverted, kZero, kFlipped, kGood };

Way WayFor(uint32_t how, size_t record) {
  return static_cast<Way>((how + record) % 4);
}

template <typename T>
T Spoiled(Way way, T old) {
  switch (way) {
    case Way::kInverted:
      return static_cast<T>(~old);
    case Way::kZero:
      return old == 0 ? T{2} : T{0};
    case Way::kFlipped:
      return static_cast<T>(old ^ 1);
    case Way::kGood:
      return old == 1 ? T{3} : T{1};
  }
  FUSE_DIRENTS_CHECK(false);
}

// Another length that makes another record length and stays in the reply:
// `room` bytes from the name to its end.
uint32_t SpoiledNamelen(Way way, uint32_t old, size_t room) {
  const bool grows = way == Way::kZero || way == Way::kGood || old == 0;
  if (grows && uint64_t{old} + 8 <= room) return old + 8;
  return old - std::min(old, 8u);
}

FuseEntryOut SpoiledEntryOut(Way way, const FuseEntryOut& old) {
  std::array<uint32_t, sizeof(FuseEntryOut) / 4> words;
  static_assert(sizeof words == sizeof old);
  std::memcpy(words.data(), &old, sizeof old);
  for (uint32_t& word : words) word = Spoiled(way, word);
  FuseEntryOut spoiled;
  std::memcpy(&spoiled, words.data(), sizeof spoiled);
  if (way == Way::kFlipped || way == Way::kGood) {
    // What was bad becomes good.
    spoiled.attr.mode = old.attr.mode == 0100644 ? 0100600 : 0100644;
    spoiled.attr.size &= ~(uint64_t{1} << 63);
  }
  return spoiled;
}

void SpoilName(Way way, std::span<char> name) {
  switch (way) {
    case Way::kInverted:
      std::ranges::fill(name, '/');
      break;
    case Way::kZero:
      std::ranges::fill(name, '.');
      break;
    case Way::kFlipped:
      for (char& c : name) c = static_cast<char>(c ^ 1);
      break;
    case Way::kGood:
      std::ranges::fill(name, '\0');
      break;
  }
}

// The part of `header` that a record of `format` has on the wire.
std::span<char> OnWire(RecordFormat format, FuseDirentplus* header) {
  const size_t size = HeaderSize(format);
  return {reinterpret_cast<char*>(header) + sizeof *header - size, size};
}

// One record of `content`, by its frame.
struct Framed {
  size_t at = 0;
  size_t reclen = 0;
  FuseDirentplus header = {};  // Without entry_out in a fuse_dirent.

  // REQUIRES: start <= content.size().
  bool Read(RecordFormat format, std::string_view content, size_t start) {
    const auto frame = FrameAt(format, content, start);
    // The last one may lack padding.
    if (!frame || NameOf(content, *frame).size() < frame->namelen) return false;
    header = HeaderOf(content, *frame);
    at = start;
    reclen = frame->size();
    return true;
  }
  std::string_view Name(RecordFormat format, std::string_view content) const {
    return content.substr(at + HeaderSize(format), header.dirent.namelen);
  }
};

// Forwards each call to `inner`, then spoils.
class SpoilingSink : public PassingSink {
 public:
  // *content: the reply; gets the renewed records, but not what is spoiled.
  SpoilingSink(const dirents_sink& forwarded, const SpoiledCase& c,
               HostileMemory* memory, std::string* content)
      : PassingSink{forwarded},
        format_(c.format),
        type_mask_(c.type_mask),
        spoiling_(c.spoiling),
        memory_(memory),
        content_(content) {}

  bool renewed() const { return renewed_; }

  int Emit(const dirents_entry& entry) {
    // Finds the record before anything is spoiled.
    const bool known = MoveTo(entry, nullptr);
    const int taken = PassingSink::Emit(entry);
    After(known, /*is_link=*/false);
    return taken;
  }
  int Link(const dirents_entry& entry, const void* entry_out) {
    const bool known = MoveTo(entry, entry_out);
    const int error = PassingSink::Link(entry, entry_out);
    After(known, /*is_link=*/true);
    return error;
  }

 private:
  // `entry_out`: of a link, else null.
  bool IsAbout(const Framed& record, const dirents_entry& entry,
               const void* entry_out) const {
    const FuseDirent& dirent = record.header.dirent;
    return dirent.ino == entry.ino && dirent.off == entry.off &&
           (dirent.type & type_mask_) == entry.type &&
           dirent.namelen == entry.namelen &&
           (entry_out == nullptr ||
            std::memcmp(&record.header.entry_out, entry_out,
                        sizeof(FuseEntryOut)) == 0) &&
           record.Name(format_, *content_) ==
               std::string_view(entry.name, entry.namelen);
  }

  // Moves to the record that the call is about, and spoils those before it.
  // Returns false if there is none, for example because the parser gives a
  // record as it was before it was renewed.  Takes the first of equal records:
  // the compared fields decide whether a record is emitted or linked.
  bool MoveTo(const dirents_entry& entry, const void* entry_out) {
    if (entry_out != nullptr && emitted_ &&
        IsAbout(current_, entry, entry_out)) {
      return true;
    }
    Framed next;
    size_t passed = 0;
    for (size_t at = current_.at + current_.reclen;
         next.Read(format_, *content_, at); at += next.reclen) {
      ++passed;
      if (!IsAbout(next, entry, entry_out)) continue;
      // The parser is past the records in between.
      while (--passed > 0) {
        SpoilAll();
        current_.Read(format_, *content_, current_.at + current_.reclen);
        ++record_;
      }
      SpoilAll();
      current_ = next;
      ++record_;
      return true;
    }
    return false;
  }

  void After(bool known, bool is_link) {
    emitted_ = known && !is_link;
    const bool renews = spoiling_.renews_at == events_++;
    if (!known) return;
    if (renews) Renew();
    if (is_link || format_ == RecordFormat::kDirent) {
      SpoilAll();
    } else {
      SpoilHeader();
    }
  }

  // Spoils the header of the current record.  In READDIRPLUS the name is
  // borrowed until the link.
  void SpoilHeader() {
    FuseDirentplus spoiled = SpoiledHeader(current_, record_);
    const std::span<char> wire = OnWire(format_, &spoiled);
    memory_->Write(current_.at, {wire.data(), wire.size()});
  }
  void SpoilAll() {
    if (current_.reclen == 0) return;
    SpoilHeader();
    name_ = current_.Name(format_, *content_);
    SpoilName(WayFor(spoiling_.how, record_), name_);
    memory_->Write(current_.at + HeaderSize(format_), name_);
  }

  FuseDirentplus SpoiledHeader(const Framed& record, size_t number) const {
    const Way way = WayFor(spoiling_.how, number);
    FuseDirentplus header = record.header;
    if (format_ == RecordFormat::kDirentplus) {
      header.entry_out = SpoiledEntryOut(way, header.entry_out);
    }
    FuseDirent& dirent = header.dirent;
    dirent.ino = Spoiled(way, dirent.ino);
    dirent.off = Spoiled(way, dirent.off);
    dirent.type = Spoiled(way, dirent.type);
    const size_t name_at = record.at + HeaderSize(format_);
    dirent.namelen =
        SpoiledNamelen(way, dirent.namelen, content_->size() - name_at);
    return header;
  }

  // Rewrites every record after the current one with other numbers.  If `how`
  // has bit 2, the first of them swallows the second.
  void Renew() {
    renewed_ = true;
    const size_t from = current_.at + current_.reclen;
    Framed next;
    size_t number = record_ + 1;
    for (size_t at = from; next.Read(format_, *content_, at);
         at += next.reclen, ++number) {
      FuseDirentplus header = SpoiledHeader(next, number);
      header.dirent.namelen = next.header.dirent.namelen;
      Framed second;
      if (at == from && (spoiling_.how & 4) != 0 &&
          second.Read(format_, *content_, at + next.reclen)) {
        header.dirent.namelen = static_cast<uint32_t>(
            next.reclen + second.reclen - HeaderSize(format_));
      }
      const std::span<char> wire = OnWire(format_, &header);
      std::memcpy(content_->data() + at, wire.data(), wire.size());
    }
    memory_->Write(from, std::string_view(*content_).substr(from));
  }

  const RecordFormat format_;
  const uint32_t type_mask_;
  const Spoiling& spoiling_;
  HostileMemory* const memory_;
  std::string* const content_;
  Framed current_;     // reclen 0: none yet.
  size_t record_ = 0;  // Its number, from 1.
  bool emitted_ = false;
  bool renewed_ = false;
  size_t events_ = 0;
  std::string name_;
};

}  // namespace

void SpoiledRuns::Run(const BoundParser& parser, std::string_view reply,
                      size_t split, bool spoils, Trace* trace) {
  memory_.Show(reply, split);
  trace->Clear();
  RecordingSink recording(case_.plan, trace);
  SpoilingSink spoiling(recording.sink(), case_, &memory_, &content_);
  uint64_t pos = case_.start_off;
  const int error = parser(memory_.Reply(case_.format, case_.start_off),
                           spoils ? SinkOf(&spoiling) : recording.sink(), &pos);
  trace->AddReturn(error, pos);
  renewed_ |= spoiling.renewed();
}

void SpoiledRuns::Begin(const BoundParser& parser, const SpoiledCase& c) {
  expected_from_ = &parser;
  case_ = c;
  Run(parser, c.reply, 0, /*spoils=*/false, &untouched_);
}

bool SpoiledRuns::Holds(const BoundParser& parser, size_t split) {
  content_ = case_.reply;
  renewed_ = false;
  Run(parser, case_.reply, split, /*spoils=*/true, &spoiled_);
  if (spoiled_ == untouched_) return true;
  if (!renewed_) return false;
  Run(*expected_from_, content_, 0, /*spoils=*/false, &replaced_);
  return spoiled_ == replaced_;
}

std::string SpoiledRuns::Report() const {
  std::string report = "trace of the reply as it was:\n" + untouched_.ToText();
  if (renewed_) {
    report += "trace of the reply written anew:\n" + replaced_.ToText();
  }
  return report + "trace while records were spoiled:\n" + spoiled_.ToText();
}

}  // namespace fuse_dirents
