// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The reference parser.  It follows RULES.md paragraph by paragraph and fetches
// the bytes of the reply in order, each once.  Nothing here is clever.  It
// shares only wire.h and profile.h with the reader.

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parser/parse.h"

namespace fuse_dirents {
namespace {

// The bytes of a reply, fetched in order.
class Bytes {
 public:
  explicit Bytes(const dirents_reply& reply)
      : reply_(reply), left_(reply.nbytes) {}

  uint64_t left() const { return left_; }

  // Stores the next `count` bytes at `to`.
  void Fetch(uint64_t count, char* to) {
    for (size_t done = 0; done < count;) {
      const dirents_segment& segment = reply_.segments[segment_];
      const size_t step = std::min<size_t>(count - done, segment.len - at_);
      if (step > 0) {
        std::memcpy(to + done, static_cast<const char*>(segment.base) + at_,
                    step);
      }
      done += step;
      at_ += step;
      if (at_ == segment.len) {
        ++segment_;
        at_ = 0;
      }
    }
    left_ -= count;
  }

 private:
  const dirents_reply& reply_;
  size_t segment_ = 0;
  size_t at_ = 0;
  uint64_t left_;
};

// The number of `size` bytes at `bytes`, in host byte order.
uint64_t Number(const char* bytes, size_t size) {
  uint64_t number = 0;
  for (size_t i = 0; i < size; ++i) {
    const size_t from_low =
        __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? i : size - 1 - i;
    number |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * from_low);
  }
  return number;
}

struct Record {
  std::array<char, 128> entry_out = {};  // READDIRPLUS only.
  uint64_t ino = 0, off = 0;
  uint32_t type = 0, namelen = 0;
  std::string name;
  bool hidden = false;
  bool lacks_padding = false;  // Of a record that runs past the reply.
};

// The result of looking at the next record.
struct Outcome {
  enum Kind { kRecord, kEnd, kBad } kind;
  int error = 0;  // kEnd and kBad: 0 or a negative errno value.
};

bool Utf8(const std::string& name) {
  size_t i = 0;
  while (i < name.size()) {
    const uint32_t lead = static_cast<uint8_t>(name[i]);
    size_t length = 1;
    uint32_t code = lead;
    uint32_t least = 0;
    if (lead >= 0xf8) return false;
    if (lead >= 0xf0) {
      length = 4;
      code = lead & 0x07;
      least = 0x10000;
    } else if (lead >= 0xe0) {
      length = 3;
      code = lead & 0x0f;
      least = 0x800;
    } else if (lead >= 0xc0) {
      length = 2;
      code = lead & 0x1f;
      least = 0x80;
    } else if (lead >= 0x80) {
      return false;
    }
    if (name.size() - i < length) return false;
    for (size_t k = 1; k < length; ++k) {
      const uint32_t byte = static_cast<uint8_t>(name[i + k]);
      if ((byte & 0xc0) != 0x80) return false;
      code = code << 6 | (byte & 0x3f);
    }
    if (code < least || code > 0x10ffff) return false;
    if (code >= 0xd800 && code <= 0xdfff) return false;
    i += length;
  }
  return true;
}

bool Unprintable(const std::string& name) {
  for (const char c : name) {
    const uint8_t byte = static_cast<uint8_t>(c);
    if (byte < 0x20 || byte > 0x7e || byte == '\\') return true;
  }
  return false;
}

class Parser {
 public:
  Parser(const Profile& profile, const dirents_reply& reply,
         const dirents_sink& sink, uint64_t* pos)
      : profile_(profile),
        sink_(sink),
        pos_(pos),
        last_taken_(*pos),
        plus_(reply.plus != 0),
        bytes_(reply) {}

  int Run() {
    const int error = profile_.frames_first ? RunFramesFirst() : RunInOrder();
    if (profile_.emit_time != EmitTime::kAfterReply || error != 0) return error;
    return OfferKept();
  }

 private:
  // RULES.md "The frame": finds where the next record ends.
  // kBad: the record has a frame but its namelen is refused.
  Outcome Frame(Record* record) {
    const uint64_t header_size = plus_ ? 152 : 24;
    if (bytes_.left() == 0) return End(0);
    if (bytes_.left() < header_size) return End(profile_.trailing);
    if (bytes_.left() == header_size && !profile_.lone_header_judged) {
      return End(profile_.trailing);
    }
    if (plus_) bytes_.Fetch(128, record->entry_out.data());
    char header[24];
    bytes_.Fetch(24, header);
    record->ino = Number(header, 8);
    record->off = Number(header + 8, 8);
    record->namelen = static_cast<uint32_t>(Number(header + 16, 4));
    record->type = static_cast<uint32_t>(Number(header + 20, 4));

    const uint64_t namelen = record->namelen;
    uint64_t padding = 0;
    while ((header_size + namelen + padding) % 8 != 0) ++padding;
    bool whole = namelen + padding <= bytes_.left();
    if (!whole && !profile_.last_padding_required && namelen <= bytes_.left()) {
      whole = true;
      padding = bytes_.left() - namelen;
    }

    const Rule* namelen_rule = nullptr;
    if (namelen == 0) namelen_rule = &profile_.empty_name;
    if (namelen > profile_.name_max) namelen_rule = &profile_.long_name;
    const bool namelen_refused =
        namelen_rule != nullptr && (namelen_rule->action == Action::kStop ||
                                    namelen_rule->action == Action::kError);
    const bool namelen_first = profile_.order == CheckOrder::kNamelenFirst;
    Outcome outcome = {Outcome::kRecord};
    if (!whole && namelen_refused && namelen_first && !ignore_content_) {
      return End(*namelen_rule);
    }
    record->hidden = false;
    record->lacks_padding = !whole && namelen <= bytes_.left();
    if (!whole && !record->lacks_padding) return End(profile_.short_record);
    record->name.resize(namelen);
    bytes_.Fetch(namelen, record->name.data());
    if (!whole) return End(profile_.short_record);
    char ignored[8];
    bytes_.Fetch(padding, ignored);
    if (namelen_rule != nullptr && !ignore_content_) {
      Obey(*namelen_rule, record, &outcome);
    }
    return outcome;
  }

  struct Broken {
    bool holds;
    const Rule& rule;
  };

  // RULES.md "The content of a record".
  void Judge(Record* record, Outcome* outcome) const {
    bool slash = false;
    bool nul = false;
    for (const char c : record->name) {
      if (c == '/') slash = true;
      if (c == '\0') nul = true;
    }
    ObeyInOrder({{slash, profile_.slash},
                 {nul, profile_.nul},
                 {profile_.unprintable != kAccept && Unprintable(record->name),
                  profile_.unprintable},
                 {profile_.not_utf8 != kAccept && !Utf8(record->name),
                  profile_.not_utf8},
                 {plus_ && NoEfiFileInfo(*record), profile_.efi_attr}},
                record, outcome);
    if (profile_.emit_time == EmitTime::kBeforeLookup) {
      JudgeNumbers(record, outcome);
    }
  }

  void JudgeNumbers(Record* record, Outcome* outcome) const {
    ObeyInOrder({{record->off >> 63 != 0, profile_.off_negative},
                 {record->type > 255, profile_.type_above_u8}},
                record, outcome);
  }

  static void ObeyInOrder(std::initializer_list<Broken> rules, Record* record,
                          Outcome* outcome) {
    for (const Broken& broken : rules) {
      if (outcome->kind != Outcome::kRecord) return;
      if (broken.holds) Obey(broken.rule, record, outcome);
    }
  }

  static void Keep(Record&& record, std::vector<Record>* records) {
    // Few replies of a fuzzer have more, so most allocate once.
    if (records->empty()) records->reserve(4);
    records->push_back(std::move(record));
  }

  // Emits, links and forgets.  *record is not used again.  Returns false if the
  // parse ends here, with offer_error_.
  bool Act(Record* record) {
    const EmitTime time = profile_.emit_time;
    if (time == EmitTime::kBeforeLookup && !Offer(record)) return false;
    UseLookup(*record);
    if (time == EmitTime::kAfterLookup) return Offer(record);
    if (time == EmitTime::kAfterReply) Keep(std::move(*record), &kept_);
    return true;
  }

  // RULES.md "Emit and full".
  bool Offer(Record* record) {
    if (full_) return true;
    if (profile_.emit_time != EmitTime::kBeforeLookup) {
      Outcome outcome = {Outcome::kRecord};
      JudgeNumbers(record, &outcome);
      offer_error_ = outcome.error;
      if (outcome.kind != Outcome::kRecord) return false;
    }
    if (!record->hidden) {
      const dirents_entry entry = Entry(*record);
      full_ = sink_.emit(sink_.ctx, &entry) == 0;
      if (full_ && !plus_) return false;
      if (full_) return profile_.when_full == WhenFull::kKeepLinking;
      last_taken_ = record->off;
    }
    *pos_ = record->off;
    return true;
  }

  int OfferKept() {
    for (Record& record : kept_) {
      if (!Offer(&record) || full_) break;
    }
    if (full_) *pos_ = last_taken_;
    return offer_error_;
  }

  dirents_entry Entry(const Record& record) const {
    const uint32_t type =
        profile_.type_of_8_bits ? record.type & 0xff : record.type;
    return {record.ino, record.off, type, record.namelen, record.name.data()};
  }

  // RULES.md "Lookups".
  void UseLookup(const Record& record) {
    if (!plus_) return;
    switch (UseOf(record)) {
      case LookupUse::kNone:
        return;
      case LookupUse::kForget:
        Forget(record);
        return;
      case LookupUse::kLink:
        break;
    }
    if (Nodeid(record) == 0 && !profile_.nodeid0_linked) return;
    if ((profile_.bad_entry_forgotten && BadEntry(record)) ||
        (profile_.not_utf8_forgotten && !Utf8(record.name))) {
      Forget(record);
      return;
    }
    const dirents_entry entry = Entry(record);
    const int error = sink_.link(sink_.ctx, &entry, record.entry_out.data());
    if (error != 0 && profile_.failed_link_forgotten) Forget(record);
  }

  LookupUse UseOf(const Record& record) const {
    std::string_view name = record.name;
    if (profile_.dots_end_at_nul) name = name.substr(0, name.find('\0'));
    if (name == "." || name == "..") return profile_.dot_lookups;
    return profile_.lookups;
  }

  static uint64_t Nodeid(const Record& record) {
    return Number(record.entry_out.data(), 8);
  }

  static bool BadEntry(const Record& record) {
    const uint64_t size = Number(record.entry_out.data() + 40 + 8, 8);
    const uint64_t mode = Number(record.entry_out.data() + 40 + 60, 4);
    const uint64_t type = mode >> 12 & 15;
    const bool known = type == 1 || type == 2 || type == 4 || type == 6 ||
                       type == 8 || type == 10 || type == 12;
    return Nodeid(record) == 1 || !known || size >> 63 != 0;
  }

  static bool NoEfiFileInfo(const Record& record) {
    const uint64_t blocks = Number(record.entry_out.data() + 40 + 16, 8);
    const uint64_t mode = Number(record.entry_out.data() + 40 + 60, 4);
    const uint64_t nlink = Number(record.entry_out.data() + 40 + 64, 4);
    const uint64_t type = mode >> 12 & 15;
    if (blocks >= uint64_t{1} << 55) return true;
    if (type == 4) return false;  // A directory.
    return type != 8 || nlink > 1;
  }

  void Forget(const Record& record) {
    if (!plus_ || Nodeid(record) == 0) return;
    if (UseOf(record) == LookupUse::kNone) return;
    sink_.forget(sink_.ctx, Nodeid(record));
  }

  // RULES.md "After an error".
  bool ForgetsAfter(int error) const {
    return error != 0 && plus_ && profile_.forgets_after_error;
  }

  void ForgetRest() {
    ignore_content_ = true;
    for (Record record;;) {
      if (Frame(&record).kind != Outcome::kRecord) {
        ForgetUnpadded(record);
        return;
      }
      Forget(record);
    }
  }

  // `record` is the one at which the frames end.
  void ForgetUnpadded(const Record& record) {
    if (profile_.unpadded_forgotten && record.lacks_padding) Forget(record);
  }

  int RunInOrder() {
    for (;;) {
      Record record;
      Outcome outcome = Frame(&record);
      if (outcome.kind == Outcome::kRecord) Judge(&record, &outcome);
      if (outcome.kind == Outcome::kRecord) {
        if (!Act(&record)) return offer_error_;
        continue;
      }
      if (outcome.kind == Outcome::kEnd) ForgetUnpadded(record);
      if (outcome.kind == Outcome::kBad && ForgetsAfter(outcome.error)) {
        Forget(record);
        ForgetRest();
      }
      return outcome.error;
    }
  }

  // RULES.md "Frames first": the whole reply is framed before it is judged.
  int RunFramesFirst() {
    std::vector<Record> records;
    ignore_content_ = true;
    Record record;
    Outcome outcome;
    for (;;) {
      record = Record();
      outcome = Frame(&record);
      if (outcome.kind != Outcome::kRecord) break;
      Keep(std::move(record), &records);
    }
    if (outcome.error != 0) return outcome.error;
    for (size_t i = 0; i < records.size(); ++i) {
      Record* next = &records[i];
      Outcome judged = {Outcome::kRecord};
      if (next->namelen == 0) Obey(profile_.empty_name, next, &judged);
      if (next->namelen > profile_.name_max) {
        Obey(profile_.long_name, next, &judged);
      }
      if (judged.kind == Outcome::kRecord) Judge(next, &judged);
      if (judged.kind != Outcome::kRecord) {
        if (!ForgetsAfter(judged.error)) return judged.error;
        for (; i < records.size(); ++i) Forget(records[i]);
        ForgetUnpadded(record);
        return judged.error;
      }
      if (!Act(next)) return offer_error_;
    }
    ForgetUnpadded(record);
    return 0;
  }

  static Outcome End(Rule rule) {
    return {Outcome::kEnd, rule.action == Action::kError ? -rule.err : 0};
  }
  static Outcome End(int error) { return {Outcome::kEnd, error}; }

  static void Obey(Rule rule, Record* record, Outcome* outcome) {
    if (rule.action == Action::kHide) record->hidden = true;
    if (rule.action == Action::kStop) *outcome = {Outcome::kBad, 0};
    if (rule.action == Action::kError) *outcome = {Outcome::kBad, -rule.err};
  }

  const Profile& profile_;
  const dirents_sink& sink_;
  uint64_t* pos_;
  uint64_t last_taken_;  // `off` of the last entry taken; first start_off.
  const bool plus_;
  Bytes bytes_;
  bool full_ = false;
  int offer_error_ = 0;          // Of the entry that was offered last.
  std::vector<Record> kept_;     // To be offered after the reply.
  bool ignore_content_ = false;  // Apply only the rules for frames.
};

}  // namespace

int ParseWithReference(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos) {
  if (reply.plus != 0 ? !profile.readdirplus : !profile.readdir) {
    return -EOPNOTSUPP;
  }
  *pos = reply.start_off;
  return Parser(profile, reply, sink, pos).Run();
}

}  // namespace fuse_dirents
