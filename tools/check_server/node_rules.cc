// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/node_rules.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "fmt/format.h"
#include "parser/entry_out.h"
#include "parser/frames.h"
#include "tools/check_server/check_reply.h"

namespace fuse_dirents {
namespace {

// Bytes asked for, in each way.
constexpr uint32_t kSize = 65536;
constexpr uint32_t kTurnSize = 4096;

// Whether an inode number says nothing: 0, and FUSE_UNKNOWN_INO of libfuse.
bool IsUnknownIno(uint64_t ino) { return ino == 0 || ino == 0xffffffff; }

// Whether a client can ask LOOKUP for the name.
bool CanBeLookedUp(std::string_view name) {
  constexpr std::string_view kBad("/\0", 2);
  return !name.empty() && name.size() <= kFuseNameMax &&
         name.find_first_of(kBad) == name.npos && !IsDotOrDotDot(name);
}

}  // namespace

void CheckPlusAgrees(const Listing& plain, const Listing& plus,
                     FuseReader* plus_reader, Results* results) {
  const Batch batch = {.call = std::string(plus_reader->call()),
                       .directory = std::string(plus_reader->directory())};
  const auto fail = [&](std::string found) {
    results->Fail(RuleId::kPlusAgrees, plus_reader->call(), batch, 0,
                  std::move(found));
  };
  results->Checked(RuleId::kPlusAgrees);
  for (size_t i = 0; i < plain.size(); ++i) {
    const Entry a = plain.at(i);
    const std::string name = ShownName(a.name);
    const auto at = plus.Find(a.name, i);
    if (!at) {
      fail("READDIR lists " + name + ", READDIRPLUS does not");
      continue;
    }
    const Entry b = plus.at(*at);
    if (a.ino != b.ino && !IsUnknownIno(a.ino) && !IsUnknownIno(b.ino)) {
      fail(fmt::format("{} has ino {} in READDIR, {} in READDIRPLUS", name,
                       a.ino, b.ino));
    } else if (a.type != b.type && a.type != 0 && b.type != 0) {
      fail(fmt::format("{} has type {} in READDIR, {} in READDIRPLUS", name,
                       a.type, b.type));
    }
  }
  for (size_t i = 0; i < plus.size(); ++i) {
    const Entry b = plus.at(i);
    if (plain.Find(b.name, i)) continue;
    fail("READDIRPLUS lists " + ShownName(b.name) + ", READDIR does not");
  }
}

void CheckSharedCookies(FuseReader* plain, FuseReader* plus,
                        const Listing& expected, Results* results) {
  const OpenDirectory handle(*plain);
  Tally tally(expected);
  const auto size = std::max(
      kTurnSize,
      static_cast<uint32_t>(plus->RecordBytes(expected.longest_name())));
  uint64_t offset = 0;
  FuseReader* turns[] = {plus, plain};
  for (size_t n = 0, entries = 0; entries <= expected.MostEntries(); ++n) {
    const Batch* batch =
        handle ? turns[n % 2]->Read(*handle, offset, size) : nullptr;
    if (batch == nullptr) {
      results->Block(RuleId::kSharedCookies, "a request of it was refused");
      return;
    }
    if (batch->entries.empty()) break;
    tally.Add(*batch);
    entries += batch->entries.size();
    offset = batch->entries.back().off;
  }
  results->Judge(RuleId::kSharedCookies, tally);
}

bool NodeRules::Alive(RuleId rule, uint64_t nodeid, const Record& record,
                      const Batch& batch, std::string_view when) {
  results_.Checked(rule);
  if (client_.Getattr(nodeid)) return true;
  if (client_.broken()) return false;
  results_.Fail(rule, fmt::format("GETATTR of {}", Quote(record.name)), batch,
                record.pos, fmt::format("{} {}", client_.reason(), when));
  return false;
}

void NodeRules::Agree(const Record& record, const FuseEntryOut& out,
                      const Batch& batch) {
  std::string found;
  const auto compare = [&](std::string_view field, uint64_t listed,
                           uint64_t looked_up) {
    if (listed == looked_up || !found.empty()) return;
    found = fmt::format("{} is {} in the listing, {} in LOOKUP", field, listed,
                        looked_up);
  };
  const FuseDirent& dirent = record.header.dirent;
  if (!IsUnknownIno(dirent.ino) && out.attr.ino != 0) {
    compare("ino", dirent.ino, out.attr.ino);
  }
  const FuseEntryOut& listed = record.header.entry_out;
  const bool has_attr = plus_ && listed.nodeid != 0;
  // The rule kTypeBits compares type with the mode of READDIRPLUS.
  if (!has_attr && IsType(dirent.type) && dirent.type != 0) {
    compare("type", dirent.type, TypeOfMode(out.attr.mode));
  }
  if (has_attr) {
    compare("nodeid", listed.nodeid, out.nodeid);
    compare("generation", listed.generation, out.generation);
    compare("attr.ino", listed.attr.ino, out.attr.ino);
    compare("attr.mode", listed.attr.mode, out.attr.mode);
    compare("attr.size", listed.attr.size, out.attr.size);
    compare("attr.nlink", listed.attr.nlink, out.attr.nlink);
    compare("attr.uid", listed.attr.uid, out.attr.uid);
    compare("attr.gid", listed.attr.gid, out.attr.gid);
    compare("attr.rdev", listed.attr.rdev, out.attr.rdev);
  }
  results_.Checked(RuleId::kLookupAgrees);
  if (found.empty()) return;
  results_.Fail(RuleId::kLookupAgrees, "LOOKUP of " + Quote(record.name), batch,
                record.pos, found);
}

// Counts two lookups, gives them back one by one, and looks the name up again.
void NodeRules::Check(const Record& record, const Batch& batch) {
  const bool counted = plus_ && record.header.entry_out.nodeid != 0;
  const std::string call = "LOOKUP of " + Quote(record.name);
  const auto look_up = [&](RuleId rule) {
    results_.Checked(rule);
    const auto out = client_.Lookup(nodeid_, record.name);
    if (!out && !client_.broken()) {
      results_.Fail(rule, call, batch, record.pos, client_.reason());
    }
    return out;
  };
  const auto first = look_up(RuleId::kLookupAgrees);
  if (!first) {
    if (counted) client_.Forget(record.header.entry_out.nodeid);
    return;
  }
  Agree(record, *first, batch);
  results_.Checked(RuleId::kAttrPlausible);
  if (const std::string problem = AttrProblem(first->attr); !problem.empty()) {
    results_.Fail(RuleId::kAttrPlausible, call, batch, record.pos, problem);
  }
  if (counted && record.header.entry_out.nodeid != first->nodeid) {
    // Two nodes with a lookup each: what to count is not clear.
    client_.Forget(record.header.entry_out.nodeid);
    client_.Forget(first->nodeid);
    return;
  }
  if (!counted) {
    const auto second = look_up(RuleId::kLookupAgrees);
    if (!second || second->nodeid != first->nodeid) {
      client_.Forget(first->nodeid);
      if (!second) return;
      client_.Forget(second->nodeid);
      results_.Fail(RuleId::kLookupAgrees, call, batch, record.pos,
                    fmt::format("nodeid {}, after {} whose lookup was not "
                                "given back",
                                second->nodeid, first->nodeid));
      return;
    }
  }
  client_.Forget(first->nodeid);
  if (!Alive(RuleId::kLookupsCounted, first->nodeid, record, batch,
             "after one of two lookups was forgotten")) {
    return;
  }
  client_.Forget(first->nodeid);
  const auto again = look_up(RuleId::kForgottenReturns);
  if (!again) return;
  Alive(RuleId::kForgottenReturns, again->nodeid, record, batch,
        "after the node was forgotten and looked up again");
  client_.Forget(again->nodeid);
}

void NodeRules::Run() {
  const OpenDirectory handle(reader_);
  const auto size =
      static_cast<uint32_t>(std::min<size_t>(kSize, reader_.MaxBytes()));
  uint64_t offset = 0;
  for (size_t entries = 0; handle && entries < kMostEntries;) {
    const Batch* batch = reader_.ReadAndHold(*handle, offset, size);
    if (batch == nullptr || batch->entries.empty()) return;
    const Batch copy = batch->Copy();
    std::vector<Record> records;
    std::vector<uint64_t> rest;
    for (const RecordFrame& frame : FramesOf(*copy.format, copy.bytes)) {
      if (!frame.is_whole()) break;
      Record record = {.name = std::string(NameOf(copy.bytes, frame)),
                       .header = HeaderOf(copy.bytes, frame),
                       .pos = frame.pos};
      const bool checked =
          CanBeLookedUp(record.name) && entries + records.size() < kMostEntries;
      const uint64_t nodeid = record.header.entry_out.nodeid;
      offset = record.header.dirent.off;
      if (checked) {
        records.push_back(std::move(record));
      } else if (nodeid != 0 && !IsDotOrDotDot(record.name)) {
        rest.push_back(nodeid);
      }
    }
    client_.ForgetEach(rest);
    for (const Record& record : records) {
      Check(record, copy);
      if (client_.broken()) return;
      progress_(InfoOf(RuleId::kLookupsCounted).id);
    }
    entries += records.size();
    if (!plus_) continue;
    if (results_.failed(RuleId::kLookupsCounted)) {
      results_.Block(RuleId::kForgottenReturns, "lookups_counted fails");
    } else {
      ReturnByPlus(*handle, copy);
    }
  }
}

// READDIRPLUS gives nodes again that were forgotten.
void NodeRules::ReturnByPlus(uint64_t handle, const Batch& before) {
  const Batch* batch = reader_.ReadAndHold(handle, before.offset, before.size);
  if (batch == nullptr) return;
  const Batch copy = batch->Copy();
  std::vector<uint64_t> held;
  for (const RecordFrame& frame : FramesOf(*copy.format, copy.bytes)) {
    if (!frame.is_whole()) break;
    const Record record = {.name = std::string(NameOf(copy.bytes, frame)),
                           .header = HeaderOf(copy.bytes, frame),
                           .pos = frame.pos};
    const uint64_t nodeid = record.header.entry_out.nodeid;
    if (nodeid == 0 || IsDotOrDotDot(record.name)) continue;
    held.push_back(nodeid);
    if (held.size() > kMostEntries) continue;
    Alive(RuleId::kForgottenReturns, nodeid, record, copy,
          "after the node was forgotten and listed again");
  }
  client_.ForgetEach(held);
}

}  // namespace fuse_dirents
