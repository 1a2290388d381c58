// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/listing.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/text.h"
#include "fmt/format.h"

namespace fuse_dirents {
std::string ShownName(std::string_view name) {
  constexpr size_t kMost = 60;
  if (name.size() <= kMost) return Quote(name);
  return fmt::format("{}... of {} bytes", Quote(name.substr(0, kMost)),
                     name.size());
}

Batch Batch::Copy() const {
  return {.call = call,
          .format = format,
          .directory = directory,
          .offset = offset,
          .size = size,
          .bytes = bytes,
          .error = error};
}

void Listing::Add(const Entry& entry) {
  items_.push_back({.ino = entry.ino,
                    .off = entry.off,
                    .name_at = names_.size(),
                    .namelen = static_cast<uint32_t>(entry.name.size()),
                    .type = entry.type});
  names_ += entry.name;
  longest_name_ = std::max(longest_name_, entry.name.size());
}

void Listing::Index() {
  by_name_.resize(items_.size());
  std::iota(by_name_.begin(), by_name_.end(), 0u);
  std::ranges::sort(by_name_, {},
                    [this](uint32_t i) { return std::pair(NameAt(i), i); });
  const auto same = std::ranges::adjacent_find(
      by_name_,
      [this](uint32_t a, uint32_t b) { return NameAt(a) == NameAt(b); });
  if (same != by_name_.end()) doubled_ = *std::next(same);
}

std::string_view Listing::NameAt(size_t i) const {
  return std::string_view(names_).substr(items_[i].name_at, items_[i].namelen);
}

Entry Listing::at(size_t i) const {
  const Item& item = items_[i];
  return {
      .name = NameAt(i), .ino = item.ino, .off = item.off, .type = item.type};
}

std::optional<size_t> Listing::Find(std::string_view name, size_t hint) const {
  if (hint < items_.size() && NameAt(hint) == name) return hint;
  const auto at = std::ranges::lower_bound(
      by_name_, name, {}, [this](uint32_t i) { return NameAt(i); });
  if (at == by_name_.end() || NameAt(*at) != name) return std::nullopt;
  return *at;
}

void Tally::Add(const Batch& batch) {
  const auto keep = [&](const Entry& entry) {
    if (kept_) return;
    kept_ = batch.Copy();
    pos_ = entry.pos;
  };
  for (const Entry& entry : batch.entries) {
    const std::optional<size_t> at = expected_.Find(entry.name, next_);
    if (at != next_) keep(entry);
    if (!at || *at < skip_) {
      if (unknown_++ == 0) unknown_name_ = entry.name;
      continue;
    }
    if (seen_[*at] && doubled_++ == 0) doubled_name_ = entry.name;
    seen_[*at] = true;
    next_ = *at + 1;
  }
  if (!kept_) last_ = batch.Copy();
}

std::string Tally::Difference() const {
  std::string text;
  const auto say = [&text](size_t count, std::string_view first,
                           std::string_view what) {
    if (count == 0) return;
    text += fmt::format("{}{} {}, such as {}", text.empty() ? "" : "; ", count,
                        what, ShownName(first));
  };
  size_t lost = 0;
  std::string lost_name;
  for (size_t i = skip_; i < seen_.size(); ++i) {
    if (!seen_[i] && lost++ == 0) lost_name = expected_.at(i).name;
  }
  say(lost, lost_name, "lost");
  say(doubled_, doubled_name_, "doubled");
  say(unknown_, unknown_name_, "that the first listing did not have");
  return text;
}

}  // namespace fuse_dirents
