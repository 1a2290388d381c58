// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <iterator>
#include <string>

#include "pagemap/layout.h"
#include "properties/exhaustive/exhaustive_set.h"
#include "properties/suite/case_sets.h"

namespace fuse_dirents {
namespace {

std::vector<RecordFormat> FormatsOf(const Subject& subject) {
  std::vector<RecordFormat> formats;
  if (subject.dirent) formats.push_back(RecordFormat::kDirent);
  if (subject.direntplus) formats.push_back(RecordFormat::kDirentplus);
  return formats;
}

// --- Large replies. ---

// Where a parser may give up, in bytes.
constexpr size_t kBoundaries[] = {size_t{1} << 20, size_t{2} << 20,
                                  size_t{4} << 20, size_t{8} << 20,
                                  kMaxReplyBytes};
// Short enough for every client; long, so that there are few records.
constexpr size_t kNameBytes = 1000;

void AppendRecord(size_t namelen, Case* c) {
  const size_t i = c->records.size() + 1;
  // The lowest byte of ino is 0: a parser that clears the first byte of the
  // reply shows only where pages are read-only.
  RecordFields fields = {.ino = i << 8, .off = i, .type = 8};
  fields.name.assign(namelen, 'a');
  if (c->format == RecordFormat::kDirentplus) {
    fields.entry_out.nodeid = i + 1;
    fields.entry_out.attr.mode = 0100644;
  }
  c->records.push_back(std::move(fields));
}

// Records up to `boundary` and one after it; the longest reply ends there.
Case LargeReply(const Subject& subject, RecordFormat format, size_t boundary) {
  const size_t header = HeaderSize(format);
  const size_t longest =
      std::min<size_t>(kNameBytes, subject.profile->name_max) / kRecordAlign *
      kRecordAlign;
  const size_t shortest = header + kRecordAlign;
  Case c;
  c.format = format;
  c.choices.profile = subject.profile;
  for (size_t left = boundary; left > 0;) {
    size_t size = std::min(left, header + longest);
    if (left > size && left - size < shortest) size -= shortest;
    AppendRecord(size - header, &c);
    left -= size;
  }
  if (boundary < kMaxReplyBytes) AppendRecord(1, &c);
  return c;
}

void EachLargeReply(const Subject& subject, const CaseVisitor& visit) {
  for (const RecordFormat format : FormatsOf(subject)) {
    for (const size_t boundary : kBoundaries) {
      if (!visit(LargeReply(subject, format, boundary))) return;
    }
  }
}

// Some pages of records in every default layout.
void EachLayout(const Subject& subject, const CaseVisitor& visit) {
  for (const RecordFormat format : FormatsOf(subject)) {
    Case c = LargeReply(subject, format, size_t{12} << 10);
    for (const NamedLayout& named : DefaultLayouts()) {
      c.choices.layout = named.layout;
      if (!visit(c)) return;
    }
  }
}

}  // namespace

std::vector<CaseSet> ExhaustiveSets(const Subject& subject) {
  // Asked of the judge, whose pages are read-only.
  std::vector<CaseSet> sets = {
      {.name = "layouts",
       .size = FormatsOf(subject).size() * DefaultLayouts().size(),
       .for_each = [&subject](const CaseVisitor& visit) {
         EachLayout(subject, visit);
       }}};
  for (const ExhaustiveSet& set : ExhaustiveSets()) {
    size_t cases = 0;
    for (const RecordFormat format : FormatsOf(subject)) {
      cases += set.parts * set.cases(Extent::kThinned, format);
    }
    sets.push_back(
        {.name = std::string(set.name), .size = cases, .scope = &set});
  }
  sets.push_back({.name = "large_replies",
                  .size = FormatsOf(subject).size() * std::size(kBoundaries),
                  .for_each = [&subject](const CaseVisitor& visit) {
                    EachLargeReply(subject, visit);
                  }});
  sets.push_back(PairSet(subject));
  return sets;
}

}  // namespace fuse_dirents
