// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/trace/trace.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "base/check.h"
#include "base/text.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {
namespace {

// REQUIRES: T has no padding.
template <typename T>
bool SameBytes(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() &&
         (a.empty() ||
          std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

// The fields of a line.
struct Line {
  std::optional<std::string> name;
  FuseEntryOut entry_out = {};
  uint64_t ino = 0, off = 0, pos = 0, nodeid = 0;
  uint32_t type = 0;
  int error = 0;
  bool full = false;
};

bool ReadWord(std::string_view kind, std::string_view word, Line* line) {
  const auto [key, value] = SplitKeyValue(word);
  if (key == "full" && value.empty()) return line->full = true;
  if (key == "name") {
    line->name = Unquote(value);
    return line->name.has_value();
  }
  if (key == "error") {
    const auto error = ParseError(value);
    line->error = error.value_or(0);
    return error.has_value();
  }
  if (kind == "link" && ParseEntryOutField(key, value, &line->entry_out)) {
    return true;
  }
  const auto number = ParseNumber(value);
  if (!number) return false;
  if (key == "type") {
    line->type = static_cast<uint32_t>(*number);
    return *number <= UINT32_MAX;
  }
  if (key == "ino") return line->ino = *number, true;
  if (key == "off") return line->off = *number, true;
  if (key == "pos") return line->pos = *number, true;
  if (key == "nodeid") return line->nodeid = *number, true;
  return false;
}

bool ReadLine(std::string_view text, Trace* trace) {
  std::vector<std::string_view> words = SplitWords(text);
  if (words.empty()) return false;
  const std::string_view kind = words.front();
  words.erase(words.begin());
  Line line;
  if (kind == "return") {
    if (words.empty()) return false;
    const auto error = ParseError(words.front());
    if (!error) return false;
    line.error = *error;
    words.erase(words.begin());
  }
  for (const std::string_view word : words) {
    if (!ReadWord(kind, word, &line)) return false;
  }
  if (kind == "forget") return trace->AddForget(line.nodeid), true;
  if (kind == "return") return trace->AddReturn(line.error, line.pos), true;
  if (!line.name) return false;
  const dirents_entry entry = {line.ino, line.off, line.type,
                               static_cast<uint32_t>(line.name->size()),
                               line.name->data()};
  if (kind == "emit") return trace->AddEmit(entry, !line.full), true;
  if (kind != "link") return false;
  return trace->AddLink(entry, &line.entry_out, line.error), true;
}

}  // namespace

Trace::Stored& Trace::Add(Event::Kind kind) {
  return events_.emplace_back(
      Stored{kind, 0, 0, 0, 0, 0, 0, names_.size(), entry_outs_.size()});
}

void Trace::SetEntry(const dirents_entry& entry, Stored* stored) {
  stored->ino_or_nodeid = entry.ino;
  stored->off_or_pos = entry.off;
  stored->type = entry.type;
  stored->namelen = entry.namelen;
  if (entry.namelen > 0) names_.append(entry.name, entry.namelen);
}

void Trace::AddEmit(const dirents_entry& entry, bool taken) {
  Stored& stored = Add(Event::kEmit);
  SetEntry(entry, &stored);
  stored.taken = taken ? 1 : 0;
}

void Trace::AddLink(const dirents_entry& entry, const void* entry_out,
                    int error) {
  Stored& stored = Add(Event::kLink);
  SetEntry(entry, &stored);
  stored.error = error;
  std::memcpy(&entry_outs_.emplace_back(), entry_out, sizeof(FuseEntryOut));
}

void Trace::AddForget(uint64_t nodeid) {
  Add(Event::kForget).ino_or_nodeid = nodeid;
}

void Trace::AddReturn(int error, uint64_t pos) {
  Stored& stored = Add(Event::kReturn);
  stored.error = error;
  stored.off_or_pos = pos;
}

void Trace::Clear() {
  events_.clear();
  names_.clear();
  entry_outs_.clear();
}

Event Trace::at(size_t i) const {
  FUSE_DIRENTS_CHECK(i < events_.size());
  const Stored& stored = events_[i];
  Event event = {.kind = static_cast<Event::Kind>(stored.kind),
                 .error = stored.error};
  switch (event.kind) {
    case Event::kLink:
      event.entry_out = &entry_outs_[stored.entry_out_at];
      [[fallthrough]];
    case Event::kEmit:
      event.ino = stored.ino_or_nodeid;
      event.off = stored.off_or_pos;
      event.type = stored.type;
      event.name =
          std::string_view(names_).substr(stored.name_at, stored.namelen);
      event.taken = stored.taken != 0;
      break;
    case Event::kForget:
      event.nodeid = stored.ino_or_nodeid;
      break;
    case Event::kReturn:
      event.pos = stored.off_or_pos;
      break;
  }
  return event;
}

std::string Trace::EventText(const Event& event) {
  const auto entry = [&event] {
    return "ino=" + std::to_string(event.ino) +
           " off=" + std::to_string(event.off) +
           " type=" + std::to_string(event.type) + " name=" + Quote(event.name);
  };
  switch (event.kind) {
    case Event::kEmit:
      return "emit " + entry() + (event.taken ? "" : " full");
    case Event::kLink:
      return "link " + entry() + EntryOutText(*event.entry_out) +
             (event.error != 0 ? " error=" + ErrorText(event.error) : "");
    case Event::kForget:
      return "forget nodeid=" + std::to_string(event.nodeid);
    case Event::kReturn:
      return "return " + ErrorText(event.error) +
             " pos=" + std::to_string(event.pos);
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string Trace::EventTextAt(size_t i) const {
  return i < size() ? EventText(at(i)) : "(no more events)";
}

std::string Trace::ToText() const {
  std::string text;
  for (size_t i = 0; i < size(); ++i) text += EventText(at(i)) + "\n";
  return text;
}

std::optional<Trace> Trace::FromText(std::string_view text,
                                     std::string* problem) {
  Trace trace;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const auto fails = [&](const std::string& what) {
      *problem = "line " + std::to_string(number) + what + std::string(line);
      return std::nullopt;
    };
    if (end == text.npos) return fails(" does not end: ");
    if (!ReadLine(line, &trace)) return fails(" is no event: ");
    const std::string exact = EventText(trace.at(trace.size() - 1));
    if (exact != line) return fails(" should be '" + exact + "': ");
    text.remove_prefix(end + 1);
  }
  return trace;
}

bool operator==(const Trace& a, const Trace& b) {
  static_assert(std::has_unique_object_representations_v<Trace::Stored>);
  return SameBytes(a.events_, b.events_) && a.names_ == b.names_ &&
         SameBytes(a.entry_outs_, b.entry_outs_);
}

std::optional<size_t> Trace::FirstDifference(const Trace& a, const Trace& b) {
  if (a == b) return std::nullopt;
  const size_t both = std::min(a.size(), b.size());
  for (size_t i = 0; i < both; ++i) {
    const Event x = a.at(i);
    const Event y = b.at(i);
    const bool same =
        std::memcmp(&a.events_[i], &b.events_[i], sizeof(Stored)) == 0 &&
        x.name == y.name &&
        (x.kind != Event::kLink ||
         std::memcmp(x.entry_out, y.entry_out, sizeof(FuseEntryOut)) == 0);
    if (!same) return i;
  }
  return both;
}

}  // namespace fuse_dirents
