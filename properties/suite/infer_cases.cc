// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>
#include <vector>

#include "differential/input.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/infer.h"

namespace fuse_dirents {
namespace {

constexpr size_t kMaxFileBytes = size_t{16} << 10;
constexpr size_t kLongName = 64;

// Records that meet a condition of the table, alone or two of them at once.
std::vector<RecordFields> Specials(std::optional<uint32_t> name_max) {
  std::vector<RecordFields> all;
  const auto named = [&](std::string name) -> RecordFields& {
    all.push_back(GoodRecord(5, std::move(name)));
    return all.back();
  };
  using namespace std::string_literals;
  for (const std::string& name :
       {"plain"s, ""s, "."s, ".."s, ".\0"s, "..\0x"s, "/"s, "a/b"s, "n\0l"s,
        "back\\"s, "del\x7f"s, "\xc3\xa9"s, "\xff"s, "/\0"s, "\0/\xff"s}) {
    named(name);
  }
  for (const uint32_t length :
       {254, 255, 256, 260, 261, 1023, 1024, 1025, 4094, 4095, 4096, 8192}) {
    named(std::string(length, 'n'));
  }
  for (uint32_t by = 0; name_max && by < 3; ++by) {
    named(std::string(std::max<uint32_t>(*name_max, 2) - 1 + by, 'n'));
  }
  for (const std::string& name : {"number"s, "nu/mber"s, ".."s, "\xff"s}) {
    named(name).off = UINT64_MAX;
    named(name).type = 256 + 8;
    named(name).entry_out.nodeid = 0;
    named(name).entry_out.nodeid = 1;
    named(name).entry_out.attr.mode = 0;
    named(name).entry_out.attr.mode = 0010644;
    named(name).entry_out.attr.mode = 0040755;
    named(name).entry_out.attr.nlink = 2;
    named(name).entry_out.attr.size = uint64_t{1} << 63;
    named(name).entry_out.attr.blocks = uint64_t{1} << 55;
    RecordFields& both = named(name);
    both.off = UINT64_MAX;
    both.type = 256;
  }
  return all;
}

// A reply that ends in `last`, whole or cut in each way.
void AddEnds(Case c, const RecordFields& last, std::vector<Case>* all) {
  const size_t before = c.Written().size();
  const size_t header = HeaderSize(c.format);
  c.records.push_back(last);
  all->push_back(c);
  const size_t whole = c.Written().size();
  const size_t padding = whole - before - header - last.name.size();
  const auto cut = [&](size_t sent) {
    Case shorter = c;
    shorter.sent = static_cast<uint32_t>(sent);
    all->push_back(shorter);
  };
  cut(before + header);
  cut(before + header - 1);
  if (last.name.size() > 1) cut(before + header + 1);
  if (padding > 0) cut(whole - padding);
  if (padding > 1) cut(whole - 1);
}

// `c` with each answer of the caller that rules are about.
void AddPlans(const Case& c, std::vector<Case>* all) {
  const bool plus = c.format == RecordFormat::kDirentplus;
  Case planned = c;
  for (const uint32_t capacity : {UINT32_MAX, 0u, 1u}) {
    planned.choices.plan.capacity = capacity;
    for (const uint32_t failing : {0u, ~0u}) {
      if (failing != 0 && !plus) continue;
      planned.choices.plan.failing_links = failing;
      all->push_back(planned);
    }
  }
}

void AddFormat(const Subject& subject, RecordFormat format,
               std::optional<uint32_t> name_max, std::vector<Case>* all) {
  Case empty;
  empty.format = format;
  empty.choices.profile = subject.profile;
  empty.choices.start_off = 7;
  all->push_back(empty);
  Case after_good = empty;
  after_good.records = {GoodRecord(1, "first")};
  for (const RecordFields& special : Specials(name_max)) {
    std::vector<Case> ends;
    AddEnds(empty, special, &ends);
    AddEnds(after_good, special, &ends);
    for (Case between : {empty, after_good}) {
      between.records.push_back(special);
      between.records.push_back(GoodRecord(9, "last"));
      ends.push_back(between);
      // A reply whose end is bad too.
      AddEnds(between, GoodRecord(11, "end"), &ends);
    }
    // Long names are about lengths alone.
    const bool is_long = special.name.size() > kLongName;
    if (is_long) all->insert(all->end(), ends.begin(), ends.end());
    for (const Case& c : is_long ? std::vector<Case>() : ends) {
      AddPlans(c, all);
    }
  }
}

}  // namespace

std::vector<Case> InferenceCases(const Subject& subject,
                                 std::span<const InputFile> files,
                                 std::optional<uint32_t> name_max) {
  std::vector<Case> all;
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (subject.Takes(format)) AddFormat(subject, format, name_max, &all);
  }
  for (const InputFile& file : files) {
    if (!subject.Takes(file.format) || file.bytes.size() > kMaxFileBytes) {
      continue;
    }
    const Input input = DecodeInput(file.bytes);
    Case c;
    c.format = file.format;
    c.raw = input.reply;
    c.choices.profile = subject.profile;
    c.choices.plan = input.choices.plan;
    c.choices.start_off = input.choices.start_off;
    all.push_back(c);
  }
  return all;
}

}  // namespace fuse_dirents
