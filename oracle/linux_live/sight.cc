// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_live/sight.h"

#include "base/text.h"
#include "differential/recipe.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

void AddCounts(std::string_view what,
               const std::map<uint64_t, uint64_t>& counts, std::string* text) {
  for (const auto& [nodeid, count] : counts) {
    *text += std::string(what) + " nodeid=" + std::to_string(nodeid) +
             " nlookup=" + std::to_string(count) + "\n";
  }
}

}  // namespace

std::string Question::ToText() const {
  return "asks=" + std::string(AsksName(asks)) +
         " format=" + std::string(FormatName(format)) +
         " start_off=" + std::to_string(start_off) +
         " count=" + std::to_string(count) + " room=" + std::to_string(room);
}

std::string Sight::ToText() const {
  std::string text;
  for (const Request& request : requests) {
    text += "request " + std::string(FormatName(request.format)) +
            " off=" + std::to_string(request.off) +
            " size=" + std::to_string(request.size) + "\n";
  }
  for (const SeenEntry& entry : entries) {
    text += "entry ino=" + std::to_string(entry.ino) +
            " off=" + std::to_string(entry.off) +
            " type=" + std::to_string(entry.type) +
            " name=" + Quote(entry.name) + "\n";
  }
  text += "return " + ErrorText(error) + " pos=" + std::to_string(pos) + "\n";
  AddCounts("forget", forgotten, &text);
  for (const std::string& name : dentries) {
    text += "dentry name=" + Quote(name) + "\n";
  }
  AddCounts("lookups", lookups, &text);
  if (!breach.empty()) text += "breach: " + breach + "\n";
  return text;
}

std::vector<std::string_view> NamesIn(RecordFormat format,
                                      std::string_view bytes) {
  std::set<std::string_view> names;
  for (const RecordFrame& frame : FramesOf(format, bytes)) {
    const std::string_view name = NameOf(bytes, frame);
    const bool fits = frame.namelen > 0 && frame.namelen <= kFuseNameMax;
    if (fits && name.size() == frame.namelen) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace fuse_dirents
