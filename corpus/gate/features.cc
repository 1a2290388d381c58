// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/features.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include "differential/input.h"
#include "differential/parser_list.h"
#include "differential/runner.h"
#include "parser/entry_out.h"
#include "parser/profile/profile.h"
#include "parser/reader/dirent_reader.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kMaxOff = std::numeric_limits<int64_t>::max();

// Where classes of lengths begin: at each limit and just above it.  255 is
// NAME_MAX; a record with a name of 4072 bytes fills a page of 4 KiB.
constexpr size_t kLengths[] = {0,
                               1,
                               2,
                               255,
                               256,
                               kFuseNameMaxBefore615,
                               kFuseNameMaxBefore615 + 1,
                               4072,
                               4073,
                               kFuseNameMax,
                               kFuseNameMax + 1};

size_t LengthClass(size_t length) {
  return *std::prev(
      std::upper_bound(std::begin(kLengths), std::end(kLengths), length));
}

// Every other number is an "n".
std::string_view NumberClass(uint64_t number) {
  if (number == 0) return "0";
  if (number == 1) return "1";
  if (number < kMaxOff) return "n";
  return number == kMaxOff ? "max" : "negative";
}

std::string_view TypeClass(uint32_t type) {
  constexpr std::string_view kTypes[] = {"0",  "1",  "2",  "3", "4",  "5",
                                         "6",  "7",  "8",  "9", "10", "11",
                                         "12", "13", "14", "15"};
  if (type < std::size(kTypes)) return kTypes[type];
  return type <= 255 ? "above15" : "above255";
}

// The oddities of a name, in words.
std::vector<std::string> NameClasses(std::string_view name) {
  if (IsDotOrDotDot(name)) return {'"' + std::string(name) + '"'};
  std::vector<std::string> classes;
  if (name.starts_with('.')) classes.push_back("dotted");
  if (name.find('/') != name.npos) classes.push_back("slash");
  if (name.find('\0') != name.npos) classes.push_back("nul");
  if (std::ranges::any_of(name, [](char c) {
        return c == '\\' || static_cast<unsigned char>(c) < 0x20 ||
               static_cast<unsigned char>(c) > 0x7e;
      })) {
    classes.push_back("unprintable");
  }
  return classes;
}

// The kind of an event and how it was answered.
std::string KindOf(const Event& event) {
  switch (event.kind) {
    case Event::kEmit:
      return event.taken ? "emit" : "emit_full";
    case Event::kLink:
      return event.error == 0 ? "link" : "link_fails";
    case Event::kForget:
      return "forget";
    case Event::kReturn:
      break;
  }
  return "return";
}

// One feature for each fact about an event, since a parser seldom combines
// them.
void AddEventFeatures(const Event& event, Features* features) {
  const std::string kind = KindOf(event) + " ";
  const auto add = [&](const char* key, std::string_view value) {
    features->insert(kind + key + "=" + std::string(value));
  };
  if (event.kind == Event::kReturn) {
    add("error", std::to_string(event.error));
    add("pos", NumberClass(event.pos));
    return;
  }
  if (event.kind == Event::kForget) {
    add("nodeid", NumberClass(event.nodeid));
    return;
  }
  add("namelen", std::to_string(LengthClass(event.name.size())));
  add("type", TypeClass(event.type));
  add("ino", NumberClass(event.ino));
  add("off", NumberClass(event.off));
  for (const std::string& name : NameClasses(event.name)) {
    features->insert(kind + name);
  }
  if (event.entry_out == nullptr) return;
  add("nodeid", NumberClass(event.entry_out->nodeid));
  add("size", event.entry_out->attr.size > kMaxOff ? "negative" : "n");
  add("mode", TypeClass(event.entry_out->attr.mode >> 12));
  if (IsBadEntryOut(*event.entry_out)) features->insert(kind + "bad");
  if (event.error != 0) add("error", std::to_string(event.error));
}

Features FeaturesOfTrace(const Trace& trace) {
  Features features;
  std::string last = "begin";
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    AddEventFeatures(event, &features);
    std::string kind = KindOf(event);
    features.insert(last + " then " + kind);
    last = std::move(kind);
  }
  return features;
}

// The field of a record that holds byte `at` of the record, and whether it is
// the field's first byte.
std::string PlaceInRecord(RecordFormat format, size_t at, size_t namelen) {
  if (at == 0) return "between records";
  const std::pair<size_t, std::string_view> fields[] = {
      {0, "ino"}, {8, "off"}, {16, "namelen"}, {20, "type"}, {24, "name"}};
  const size_t entry_out = HeaderSize(format) - sizeof(FuseDirent);
  if (at < entry_out) return "in entry_out";
  const size_t from_dirent = at - entry_out;
  if (from_dirent >= sizeof(FuseDirent) + namelen) {
    return from_dirent == sizeof(FuseDirent) + namelen ? "before padding"
                                                       : "in padding";
  }
  const auto field = std::prev(std::upper_bound(
      std::begin(fields), std::end(fields), from_dirent,
      [](size_t value, const auto& f) { return value < f.first; }));
  return (field->first == from_dirent ? "before " : "in ") +
         std::string(field->second);
}

// Features of reading the reply on its pages under `profile`.
void AddReaderFeatures(RecordFormat format, const Profile& profile,
                       LaidOutReply* laid_out, const std::string& prefix,
                       Features* features) {
  const std::span<const Segment> segments = laid_out->Segmented();
  std::vector<size_t> seams;
  size_t end = 0;
  for (const Segment& segment : segments) {
    if (end > 0 && end < laid_out->nbytes()) seams.push_back(end);
    end += segment.len;
  }
  DirentReader reader(format, ReplyBytes(segments, laid_out->nbytes()),
                      profile);
  size_t next = 0;
  size_t record_end = 0;
  const auto add_seams = [&](size_t namelen) {
    for (; next < seams.size() && seams[next] < reader.pos(); ++next) {
      features->insert(
          prefix + ": seam " +
          PlaceInRecord(format, seams[next] - record_end, namelen));
    }
    record_end = reader.pos();
  };
  for (Dirent record; reader.Next(&record);) {
    if (record.hidden) {
      for (const std::string& name : NameClasses(record.name)) {
        features->insert(prefix + " " + std::string(profile.name) + ": hides " +
                         name);
      }
    }
    add_seams(record.name.size());
  }
  std::string text = prefix + " " + std::string(profile.name) + ": stop: ";
  text += StopText(reader.stop());
  text += ", error=" + std::to_string(reader.error());
  features->insert(std::move(text));
  if (next < seams.size()) features->insert(prefix + ": seam after the stop");
}

}  // namespace

Features FeatureFinder::FeaturesOf(RecordFormat format,
                                   std::string_view bytes) {
  const std::string prefix =
      format == RecordFormat::kDirent ? "dirent" : "plus";
  Input input = DecodeInput(bytes);
  LaidOutReply& laid_out = runner_.Lay(input.reply, input.choices.layout);
  const ListedParser& reference = OurParsers().front();
  Features features;
  // Most profiles give the same trace.
  std::vector<std::pair<Trace, Features>> traces;
  for (const Profile& profile : AllProfiles()) {
    input.choices.profile = &profile;
    Trace trace;
    RunParser(reference.parse, reference.presentation, format, input.choices,
              &laid_out, &trace);
    auto known =
        std::ranges::find(traces, trace, &std::pair<Trace, Features>::first);
    if (known == traces.end()) {
      Features of_trace = FeaturesOfTrace(trace);
      known = traces.insert(known, {std::move(trace), std::move(of_trace)});
    }
    for (const std::string& feature : known->second) {
      features.insert(prefix + " " + std::string(profile.name) + ": " +
                      feature);
    }
    if (profile.Supports(format)) {
      AddReaderFeatures(format, profile, &laid_out, prefix, &features);
    }
  }
  // A choice about pages takes another path through the code that lays them
  // out.  A cut only makes another reply.
  Layout layout = input.choices.layout;
  layout.cut.reset();
  const std::string text = layout == Layout() ? "" : layout.ToText();
  for (std::string_view words = text; !words.empty();) {
    const size_t end = std::min(words.find(' '), words.size());
    features.insert(prefix + ": layout " +
                    std::string(words.substr(0, words.find('='))));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return features;
}

}  // namespace fuse_dirents
