// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model_server.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/check.h"
#include "parser/entry_out.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kTypeDirectory = 4;  // DT_DIR.
constexpr uint64_t kPositive = ~uint64_t{0} >> 1;

// Lengths alternate, because names that grow steadily would hide seams.
std::string FileName(size_t i) {
  static constexpr std::string_view kDigits =
      "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string name;
  for (size_t rest = i;;) {
    name += kDigits[rest % kDigits.size()];
    rest /= kDigits.size();
    if (rest == 0) break;
    --rest;
  }
  // Unique, for no other name holds a capital.
  if (i % 3 == 0) name.resize(std::max<size_t>(name.size(), 4), 'Z');
  return name;
}

}  // namespace

ModelServer::ModelServer(const ServerOptions& options, LookupLedger* ledger)
    : options_(options), ledger_(ledger) {}

uint64_t ModelServer::NewCookie(size_t serial) const {
  const uint64_t n = serial + 1;
  switch (options_.cookies) {
    case CookieKind::kPosition:
      return n;
    case CookieKind::kHash:
      return (n << 40 | (n * 0x9e3779b97f4a7c15) >> 24) & kPositive;
    case CookieKind::kNegative:
      return 0 - n;
    case CookieKind::kNonMonotonic:
      // An odd factor permutes the numbers of 63 bits.
      return (n * 0x9e3779b97f4a7c15) & kPositive;
  }
  FUSE_DIRENTS_CHECK(false);
}

void ModelServer::Reset(const ServerOptions& options) {
  options_ = options;
  slots_.Clear();
  serial_ = 0;
  requests_.clear();
  answers_.clear();
  sent_.Clear();
  forgets_ = 0;
  changes_.clear();
}

void ModelServer::MakeSlot(const ServerEntry& entry, Slot* slot) {
  const size_t serial = serial_++;
  slot->entry = entry;
  if (entry.nodeid == kChoose) slot->entry.nodeid = kFuseRootId + 1 + serial;
  slot->ino = 1000 + serial;
  slot->cookie = NewCookie(serial);
  slot->removed = false;
  SetFields(*slot, &fields_);
  slot->is_dots = IsDotOrDotDot(fields_.name);
  DirentWriter writer(RecordFormat::kDirentplus, std::move(slot->plus_record));
  writer.Append(fields_);
  slot->plus_record = std::move(writer).TakeBytes();
  SentRecord& sent = slot->sent;
  sent.ino = fields_.ino;
  sent.off = fields_.off;
  sent.type = fields_.type;
  sent.namelen = static_cast<uint32_t>(fields_.name.size());
  sent.name = fields_.name;
  sent.nodeid = fields_.entry_out.nodeid;
  sent.bad_entry_out = IsBadEntryOut(fields_.entry_out);
  sent.generation = fields_.entry_out.generation;
  sent.mode = fields_.entry_out.attr.mode;
  sent.mtime = fields_.entry_out.attr.mtime;
  sent.no_efi_info = HasNoEfiFileInfo(fields_.entry_out);
}

void ModelServer::SetFields(const Slot& slot, RecordFields* fields) const {
  fields->ino = slot.ino;
  fields->off = slot.cookie;
  fields->type = slot.entry.type;
  fields->name.clear();
  if (slot.entry.defect != Defect::kEmptyName) {
    fields->name =
        slot.entry.sent_name.empty() ? slot.entry.name : slot.entry.sent_name;
  }
  if (slot.entry.defect == Defect::kSlash) fields->name += '/';
  fields->entry_out = {};
  if (slot.entry.nodeid == 0) {
    // libfuse writes the file type also of an entry without a node.
    fields->entry_out.attr.mode = slot.entry.type << 12;
    return;
  }
  fields->entry_out.nodeid = slot.entry.nodeid;
  fields->entry_out.generation = slot.entry.generation;
  fields->entry_out.attr.mtime = slot.entry.mtime;
  fields->entry_out.attr.ino = slot.ino;
  fields->entry_out.attr.size = slot.entry.name.size();
  fields->entry_out.attr.nlink = 1;
  if (slot.entry.defect != Defect::kBadMode) {
    fields->entry_out.attr.mode = slot.entry.type << 12 | 0644;
  }
}

void ModelServer::Add(const ServerEntry& entry) {
  MakeSlot(entry, &slots_.Add());
}

size_t ModelServer::IndexOf(std::string_view name) const {
  // The last one added is asked for most.
  size_t i = slots_.size();
  while (i > 0 && (slots_[i - 1].removed || slots_[i - 1].entry.name != name)) {
    --i;
  }
  FUSE_DIRENTS_CHECK(i > 0);
  return i - 1;
}

void ModelServer::AddBefore(std::string_view before, const ServerEntry& entry) {
  MakeSlot(entry, &slots_.AddBefore(IndexOf(before)));
}

void ModelServer::AddDotsAndFiles(size_t count) {
  const uint64_t dot_nodeid = options_.dots_have_nodeid ? kChoose : 0;
  Add({.name = ".", .nodeid = dot_nodeid, .type = kTypeDirectory});
  Add({.name = "..", .nodeid = dot_nodeid, .type = kTypeDirectory});
  for (size_t i = 0; i < count; ++i) {
    Add({.name = FileName(i), .nodeid = kChoose});
  }
}

void ModelServer::Remove(std::string_view name) {
  slots_[IndexOf(name)].removed = true;
}

void ModelServer::ChangeBefore(size_t request,
                               std::function<void(ModelServer*)> change) {
  changes_.push_back({request, std::move(change)});
}

std::optional<size_t> ModelServer::Find(uint64_t off) const {
  if (off == 0) return 0;
  const auto at = std::ranges::find(slots_, off, &Slot::cookie);
  if (at == slots_.end()) return std::nullopt;
  return static_cast<size_t>(at - slots_.begin()) + 1;
}

void ModelServer::NoteSent(const Slot& slot, size_t sent) {
  SentRecord& record = sent_.Add();
  record = slot.sent;
  record.sent = sent;
  ++answers_.back().num_records;
}

void ModelServer::Handle(const ReaddirRequest& request, ServerReply* reply) {
  Answer(request, reply);
  answers_.back().error = reply->error;
}

void ModelServer::Answer(const ReaddirRequest& request, ServerReply* reply) {
  reply->error = 0;
  reply->bytes.clear();
  reply->request = static_cast<uint32_t>(requests_.size());
  for (const Change& change : changes_) {
    if (change.request == requests_.size()) change.run(this);
  }
  requests_.push_back(request);
  answers_.push_back({sent_.size(), 0, 0});
  size_t limit = request.size;
  if (limit > options_.max_request_bytes) {
    if (options_.oversized == Oversized::kRefused) {
      reply->error = -ENOMEM;
      return;
    }
    limit = options_.max_request_bytes;
  }
  const std::optional<size_t> first = Find(request.off);
  if (!first) {
    reply->error = -EINVAL;
    return;
  }
  uint32_t records = 0;
  const size_t skipped =
      HeaderSize(RecordFormat::kDirentplus) - HeaderSize(request.format);
  for (size_t i = *first; i < slots_.size() && records < options_.max_records;
       ++i) {
    const Slot& slot = slots_[i];
    if (slot.removed) continue;
    if (slot.entry.error != 0) {
      if (records == 0) reply->error = -slot.entry.error;
      break;
    }
    const std::string_view record =
        std::string_view(slot.plus_record).substr(skipped);
    const size_t room = limit - reply->bytes.size();
    const bool fits = record.size() <= room;
    if (!fits && options_.packing == Packing::kWholeRecords) {
      if (records == 0) reply->error = -EINVAL;
      break;
    }
    // A record of which no byte is sent counts no lookup.
    if (room == 0) break;
    reply->bytes += record;
    NoteSent(slot, std::min(record.size(), room));
    if (request.format == RecordFormat::kDirentplus && !slot.is_dots) {
      ledger_->Count(slot.entry.nodeid, {reply->request, records});
    }
    ++records;
    if (!fits) {
      reply->bytes.resize(limit);
      break;
    }
  }
}

std::vector<std::string> ModelServer::names() const {
  std::vector<std::string> names;
  ForEachName([&names](const std::string& name) { names.push_back(name); });
  return names;
}

}  // namespace fuse_dirents
