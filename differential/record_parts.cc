// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/record_parts.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "fmt/format.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {

std::vector<RecordPart> PartsOf(RecordFormat format, std::string_view reply,
                                const RecordFrame& frame) {
  const FuseDirentplus header = HeaderOf(reply, frame);
  const FuseDirent& dirent = header.dirent;
  const size_t dirent_at = frame.name_at - sizeof dirent;
  const size_t namelen_at = dirent_at + offsetof(FuseDirent, namelen);
  const std::string_view name = NameOf(reply, frame);
  const size_t name_end = frame.name_at + name.size();
  std::vector<RecordPart> parts;
  if (format == RecordFormat::kDirentplus) {
    parts.push_back({"entry_out", frame.pos, dirent_at,
                     "entry_out" + EntryOutText(header.entry_out)});
  }
  parts.push_back({"header", dirent_at, namelen_at,
                   fmt::format("ino={} off={}", dirent.ino, dirent.off)});
  parts.push_back(
      {"header", namelen_at, frame.name_at,
       fmt::format("namelen={} type={}", dirent.namelen, dirent.type)});
  if (!name.empty()) {
    parts.push_back({"name", frame.name_at, name_end, "name " + Quote(name)});
  }
  if (name_end < frame.end) {
    parts.push_back({"padding", name_end, frame.end,
                     fmt::format("padding {}", frame.end - name_end)});
  }
  return parts;
}

std::string CutText(const std::vector<RecordPart>& parts, size_t at) {
  const auto part = std::ranges::find_if(
      parts, [at](const RecordPart& each) { return at < each.end; });
  const auto same = [&](const RecordPart& each) {
    return each.field == part->field;
  };
  const auto first = std::ranges::find_if(parts, same);
  if (at == first->begin) {
    return fmt::format("between {} and {}", std::prev(first)->field,
                       part->field);
  }
  const auto last = std::find_if(parts.rbegin(), parts.rend(), same);
  return fmt::format("{}, {} of {} bytes before the cut", part->field,
                     at - first->begin, last->end - first->begin);
}

}  // namespace fuse_dirents
