// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/listing_rules.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/text.h"
#include "fmt/format.h"
#include "tools/check_server/first_listing.h"

namespace fuse_dirents {
namespace {

// Of the first listing, in bytes.
constexpr uint32_t kFirstSize = 65536;
// A record with a name of 255 bytes, a page, and the most that clients ask for.
constexpr uint32_t kSizes[] = {280, 512, 4096, 65536, kLargestRequest};
// Most older cookies that are tried, and of how many the whole rest is read.
constexpr size_t kMaxSeeks = 2000, kRests = 8;
constexpr uint64_t kSeed = 1;

// Rules that need the first listing, and those that need cookies that work.
constexpr RuleId kNeedFirst[] = {RuleId::kDotNames,      RuleId::kSameNames,
                                 RuleId::kCookiesResume, RuleId::kSeekBack,
                                 RuleId::kRewind,        RuleId::kTwoHandles,
                                 RuleId::kSmallRequest};

}  // namespace

bool ListingRules::Block(RuleId rule) {
  results_.Block(rule, "a request of it was refused");
  return false;
}

uint32_t ListingRules::AtLeast(uint32_t size) const {
  const size_t record = reader_.RecordBytes(first_.longest_name());
  return static_cast<uint32_t>(
      std::max(record, std::min<size_t>(size, reader_.MaxBytes())));
}

bool ListingRules::List(RuleId rule, uint64_t handle, uint64_t offset,
                        uint32_t size,
                        const std::function<void(const Batch&)>& take) {
  // One that goes on longer doubles names, which the caller sees.
  for (size_t entries = 0; entries <= first_.MostEntries();) {
    const Batch* batch = reader_.Read(handle, offset, size);
    if (batch == nullptr) return Block(rule);
    take(*batch);
    if (batch->entries.empty()) return true;
    entries += batch->entries.size();
    offset = batch->entries.back().off;
    progress_(InfoOf(rule).id);
  }
  return true;
}

bool ListingRules::Compare(RuleId rule, uint64_t handle, uint64_t offset,
                           uint32_t size, size_t skip) {
  Tally tally(first_, skip);
  if (!List(rule, handle, offset, size,
            [&](const Batch& batch) { tally.Add(batch); })) {
    return false;
  }
  results_.Judge(rule, tally);
  return true;
}

bool ListingRules::Run() {
  const OpenDirectory handle(reader_);
  if (!handle || !ReadFirstListing(reader_, *handle, AtLeast(kFirstSize),
                                   &results_, progress_, &first_)) {
    for (const RuleId rule : kNeedFirst) {
      results_.Block(rule, "the first listing failed");
    }
    return false;
  }
  first_.Index();
  if (const auto doubled = first_.doubled()) {
    results_.Fail(
        RuleId::kSameNames, reader_.call(),
        {.call = std::string(reader_.call()),
         .directory = std::string(reader_.directory())},
        0, Quote(first_.at(*doubled).name) + " comes twice in a listing");
  }
  CheckDots();
  CheckEnd(*handle);
  if (results_.failed(RuleId::kOffUnique)) {
    for (const RuleId rule : kNeedFirst) {
      if (rule == RuleId::kDotNames) continue;
      results_.Block(rule, "off_unique fails");
    }
  } else if (first_.size() > 0) {
    CheckSameNames();
    CheckCookies();
    if (results_.failed(RuleId::kCookiesResume)) {
      results_.Block(RuleId::kSeekBack, "cookies_resume fails");
    } else {
      CheckSeekBack(*handle);
    }
    CheckRewind(*handle);
    CheckTwoHandles();
    CheckSmallRequest();
  }
  return reader_.problem().empty();
}

void ListingRules::CheckDots() {
  const auto dot = first_.Find(".", 0), dot_dot = first_.Find("..", 1);
  if (!dot && !dot_dot) return;
  results_.Checked(RuleId::kDotNames);
  const Batch batch = {.call = std::string(reader_.call()),
                       .directory = std::string(reader_.directory())};
  if (!dot || !dot_dot) {
    results_.Fail(RuleId::kDotNames, reader_.call(), batch, 0,
                  dot ? "\".\" without \"..\"" : "\"..\" without \".\"");
    return;
  }
  for (const size_t i : {*dot, *dot_dot}) {
    const Entry entry = first_.at(i);
    constexpr uint32_t kDirectory = 4;  // DT_DIR
    if (entry.type == 0 || entry.type == kDirectory) continue;
    results_.Fail(RuleId::kDotNames, reader_.call(), batch, 0,
                  fmt::format("{} of type {}", Quote(entry.name), entry.type));
  }
}

bool ListingRules::CheckEnd(uint64_t handle) {
  const uint64_t end =
      first_.size() == 0 ? 0 : first_.at(first_.size() - 1).off;
  for (const uint32_t size : {AtLeast(kFirstSize), AtLeast(4096)}) {
    const Batch* batch = reader_.Read(handle, end, size);
    if (batch == nullptr) return Block(RuleId::kEnd);
    results_.Checked(RuleId::kEnd);
    if (batch->entries.empty()) continue;
    results_.Fail(
        RuleId::kEnd, *batch, 0,
        fmt::format("{} entries after the end", batch->entries.size()));
    return true;
  }
  return true;
}

bool ListingRules::CheckSameNames() {
  uint32_t before = 0;
  for (const uint32_t size : kSizes) {
    const uint32_t enough = AtLeast(size);
    if (enough == before) continue;
    before = enough;
    const OpenDirectory handle(reader_);
    if (!handle) return Block(RuleId::kSameNames);
    if (!Compare(RuleId::kSameNames, *handle, 0, enough, 0)) return false;
  }
  return true;
}

// Takes the first entry of each reply alone, as a client with room for one
// does.  So each off of this handle is asked for.
bool ListingRules::CheckCookies() {
  const OpenDirectory handle(reader_);
  if (!handle) return Block(RuleId::kCookiesResume);
  Tally tally(first_);
  uint64_t offset = 0;
  for (size_t i = 0; i <= first_.size(); ++i) {
    const Batch* batch = reader_.Read(*handle, offset, AtLeast(kSizes[0]));
    if (batch == nullptr) return Block(RuleId::kCookiesResume);
    if (batch->entries.empty()) break;
    offset = batch->entries[0].off;
    Batch one = batch->Copy();
    one.entries = {batch->entries[0]};
    tally.Add(one);
    progress_(InfoOf(RuleId::kCookiesResume).id);
  }
  results_.Judge(RuleId::kCookiesResume, tally);
  return true;
}

bool ListingRules::ResumesAfter(RuleId rule, size_t i, const Batch& batch) {
  results_.Checked(rule);
  using Name = std::optional<std::string_view>;  // Nothing is the end.
  const Name expected =
      i + 1 < first_.size() ? Name(first_.at(i + 1).name) : std::nullopt;
  const Name got =
      batch.entries.empty() ? std::nullopt : Name(batch.entries[0].name);
  if (got == expected) return true;
  const auto shown = [](const Name& name) {
    return name ? ShownName(*name) : "the end";
  };
  results_.Fail(
      rule, batch, 0,
      fmt::format("the off of {} gives {}; expected {}",
                  ShownName(first_.at(i).name), shown(got), shown(expected)));
  return false;
}

bool ListingRules::CheckSeekBack(uint64_t handle) {
  std::vector<size_t> places(first_.size());
  std::iota(places.begin(), places.end(), size_t{0});
  Random(kSeed).Shuffle(std::span(places));
  places.resize(std::min(places.size(), kMaxSeeks));
  for (size_t n = 0; n < places.size(); ++n) {
    const size_t i = places[n];
    const uint64_t offset = first_.at(i).off;
    const Batch* batch = reader_.Read(handle, offset, AtLeast(kSizes[0]));
    if (batch == nullptr) return Block(RuleId::kSeekBack);
    if (!ResumesAfter(RuleId::kSeekBack, i, *batch)) return true;
    if (n < kRests && !Compare(RuleId::kSeekBack, handle, offset,
                               AtLeast(kFirstSize), i + 1)) {
      return false;
    }
    progress_(InfoOf(RuleId::kSeekBack).id);
  }
  return true;
}

bool ListingRules::CheckRewind(uint64_t handle) {
  // From the end, then from the middle.
  if (!Compare(RuleId::kRewind, handle, 0, AtLeast(kFirstSize), 0)) {
    return false;
  }
  if (reader_.Read(handle, 0, AtLeast(512)) == nullptr) {
    return Block(RuleId::kRewind);
  }
  return Compare(RuleId::kRewind, handle, 0, AtLeast(4096), 0);
}

bool ListingRules::CheckTwoHandles() {
  struct Stream {
    OpenDirectory handle;
    const uint32_t size;
    Tally tally;
    uint64_t offset = 0;
    bool ended = false;
    size_t entries = 0;
  };
  Stream streams[] = {{OpenDirectory(reader_), AtLeast(512), Tally(first_)},
                      {OpenDirectory(reader_), AtLeast(4096), Tally(first_)}};
  while (!streams[0].ended || !streams[1].ended) {
    for (Stream& stream : streams) {
      if (stream.ended) continue;
      const Batch* batch =
          stream.handle
              ? reader_.Read(*stream.handle, stream.offset, stream.size)
              : nullptr;
      if (batch == nullptr) return Block(RuleId::kTwoHandles);
      stream.tally.Add(*batch);
      stream.entries += batch->entries.size();
      stream.ended =
          batch->entries.empty() || stream.entries > first_.MostEntries();
      if (stream.ended) {
        stream.handle.Close();
      } else {
        stream.offset = batch->entries.back().off;
      }
      progress_(InfoOf(RuleId::kTwoHandles).id);
    }
  }
  for (const Stream& stream : streams) {
    results_.Judge(RuleId::kTwoHandles, stream.tally);
  }
  return true;
}

bool ListingRules::CheckSmallRequest() {
  const size_t record = reader_.RecordBytes(first_.at(0).name.size());
  for (const size_t size : {record - kRecordAlign, reader_.HeaderBytes()}) {
    if (size >= record) continue;
    const OpenDirectory handle(reader_);
    if (!handle) return Block(RuleId::kSmallRequest);
    const Batch* batch =
        reader_.ReadTooSmall(*handle, 0, static_cast<uint32_t>(size));
    if (batch == nullptr) return Block(RuleId::kSmallRequest);
    results_.Checked(RuleId::kSmallRequest);
    if (batch->error != 0 && batch->error != EINVAL) {
      results_.Fail(RuleId::kSmallRequest, *batch, 0,
                    "the server answered " + ErrorText(-batch->error));
    } else if (batch->error == 0 && !batch->bytes.empty()) {
      results_.Fail(RuleId::kSmallRequest, *batch, 0,
                    fmt::format("{} bytes, which hold {} whole records",
                                batch->bytes.size(), batch->entries.size()));
    }
  }
  return true;
}

}  // namespace fuse_dirents
