// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The three things with a state: the page pool, the dirent cache, the client.
// What is broken in a canary is put in by the template argument.

#ifndef FUSE_DIRENTS_PROPERTIES_MACHINES_H_
#define FUSE_DIRENTS_PROPERTIES_MACHINES_H_

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pagemap/page_pool.h"
#include "parser/sink_adapter.h"
#include "properties/engine/state_machine.h"
#include "readdir/dirent_cache.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {

// Pages that are in use belong to one owner, keep their bytes, and come back
// when they are freed; an allocation gives all that was asked for, but for
// faults and for an empty pool.
template <typename Pool>
class PoolMachine final : public StateMachine {
 public:
  static constexpr std::string_view kOps[] = {"alloc_bulk", "alloc_folio",
                                              "free", "fail_next"};
  PoolMachine() { pool_.Reset(PageOrder::kSeeded, 1); }

  Verdict Do(const Step& step) override {
    const uint32_t left = kPages - InUse();
    switch (step.op) {
      case 0: {
        std::vector<uint32_t> pages(step.a % 20);
        const uint32_t want =
            std::min(static_cast<uint32_t>(pages.size()), left);
        const uint32_t expected =
            want - std::min(want, std::exchange(short_by_, 0));
        const uint32_t got = pool_.AllocBulk(pages);
        // Whether a fault counts from what is asked or from what is there is
        // the pool's business.
        if (got > want || (expected == want && got != want)) {
          return "gives " + std::to_string(got) + " pages of " +
                 std::to_string(want);
        }
        for (uint32_t i = 0; i < got; ++i) {
          if (const Verdict verdict = Own(pages[i], 0)) return verdict;
        }
        break;
      }
      case 1: {
        const unsigned order = static_cast<unsigned>(step.a % 4);
        const bool fails = std::exchange(short_by_, 0) > 0;
        const auto first = pool_.AllocFolio(order);
        if (first.has_value() != (!fails && HasFolio(order))) {
          return first ? "gives a folio that is not there"
                       : "has a folio and does not give it";
        }
        if (!first) break;
        if (*first % (1u << order) != 0) return "a folio is not aligned";
        if (const Verdict verdict = Own(*first, order)) return verdict;
        break;
      }
      case 2: {
        if (owned_.empty()) break;
        const auto it = std::next(
            owned_.begin(), static_cast<ptrdiff_t>(step.a % owned_.size()));
        const auto [first, folio] = *it;
        for (uint32_t i = 0; i < 1u << folio.order; ++i) {
          if (*pool_.direct(first + i) != folio.mark) {
            return "page " + std::to_string(first + i) + " has lost its bytes";
          }
        }
        pool_.Free(first, folio.order);
        owned_.erase(it);
        break;
      }
      case 3:
        short_by_ = static_cast<uint32_t>(1 + step.a % 3);
        pool_.SetFaults({{.call = pool_.alloc_calls(), .short_by = short_by_}});
        break;
    }
    high_water_ = std::max(high_water_, InUse());
    if (pool_.pages_in_use() != InUse()) {
      return "has " + std::to_string(pool_.pages_in_use()) +
             " pages in use, expected " + std::to_string(InUse());
    }
    if (pool_.high_water_mark() != high_water_) return "high_water_mark() lies";
    return std::nullopt;
  }

 private:
  static constexpr uint32_t kPages = 64;
  struct Owned {
    unsigned order;
    std::byte mark;
  };

  uint32_t InUse() const {
    uint32_t pages = 0;
    for (const auto& [first, folio] : owned_) pages += 1u << folio.order;
    return pages;
  }
  bool IsFree(uint32_t page) const {
    return std::ranges::none_of(owned_, [&](const auto& item) {
      return page >= item.first &&
             page < item.first + (1u << item.second.order);
    });
  }
  bool HasFolio(unsigned order) const {
    for (uint32_t first = 0; first < kPages; first += 1u << order) {
      bool free = true;
      for (uint32_t i = 0; i < 1u << order; ++i) {
        free = free && IsFree(first + i);
      }
      if (free) return true;
    }
    return false;
  }
  Verdict Own(uint32_t first, unsigned order) {
    const auto mark = static_cast<std::byte>(++marks_);
    for (uint32_t i = 0; i < 1u << order; ++i) {
      if (first + i >= kPages) return "gives a page that it does not have";
      if (!IsFree(first + i)) {
        return "gives page " + std::to_string(first + i) + " twice";
      }
    }
    for (uint32_t i = 0; i < 1u << order; ++i) *pool_.direct(first + i) = mark;
    owned_[first] = {order, mark};
    return std::nullopt;
  }

  Pool pool_{4096, kPages};
  std::map<uint32_t, Owned> owned_;
  uint32_t short_by_ = 0;
  uint32_t high_water_ = 0;
  uint8_t marks_ = 0;
};

// The cache takes an entry only where it continues what is cached, gives back
// what it took in order, whole, from any position, and nothing once it lost a
// page.
template <typename Cache>
class CacheMachine final : public StateMachine {
 public:
  static constexpr std::string_view kOps[] = {"add",           "add",  "add",
                                              "add_elsewhere", "end",  "read",
                                              "drop_page",     "reset"};

  Verdict Do(const Step& step) override {
    switch (step.op) {
      case 0:
      case 1:
      case 2:
        return Add(step, pos_);
      case 3:
        return Add(step, pos_ + 1 + step.b);
      case 4:
        cache_.End(step.a % 4 == 3 ? pos_ + 1 : pos_);
        if (step.a % 4 != 3) complete_ = true;
        break;
      case 5:
        return Read(step);
      case 6:
        cache_.DropPage(step.a % kPages);
        if (step.a % kPages < pages_) dropped_[step.a % kPages] = true;
        break;
      case 7:
        cache_.Reset();
        Forget();
        break;
    }
    if (cache_.complete() != complete_) return "complete() lies";
    return std::nullopt;
  }

 private:
  static constexpr size_t kPages = 4;
  static constexpr size_t kPageSize = 4096;
  struct Held {
    uint64_t off;
    std::string name;
    size_t page;
  };

  void Forget() {
    held_.clear();
    complete_ = false;
    pos_ = 0;
    pages_ = 0;
    used_ = 0;
    std::ranges::fill(dropped_, false);
  }

  Verdict Add(const Step& step, uint64_t pos) {
    // Short names, and some that only an empty page holds, or none.
    const size_t namelen = step.a < 56 ? 1 + step.a * 11 : 4040 + step.a;
    const std::string name(namelen, static_cast<char>('a' + step.b % 26));
    const dirents_entry entry = {1, ++cookies_, 8,
                                 static_cast<uint32_t>(namelen), name.data()};
    const size_t reclen = (24 + namelen + 7) / 8 * 8;
    const bool new_page = pages_ == 0 || used_ + reclen > kPageSize;
    bool expected = !complete_ && pos == pos_ && reclen <= kPageSize;
    if (new_page) {
      expected = expected && pages_ < kPages;
    } else {
      expected = expected && !dropped_[pages_ - 1];
    }
    if (cache_.Add(entry, pos) != expected) {
      return expected ? "does not take an entry" : "takes a wrong entry";
    }
    if (!expected) return std::nullopt;
    if (new_page) {
      ++pages_;
      used_ = 0;
    }
    used_ += reclen;
    pos_ = entry.off;
    held_.push_back({entry.off, name, pages_ - 1});
    return std::nullopt;
  }

  // Reads from behind one of the entries held, or from the start.
  Verdict Read(const Step& step) {
    const size_t from = held_.empty() ? 0 : step.a % (held_.size() + 1);
    uint64_t pos = from == 0 ? 0 : held_[from - 1].off;
    std::vector<std::pair<uint64_t, std::string>> got;
    struct Keeping : AcceptingSink {
      int Emit(const dirents_entry& entry) const {
        got->emplace_back(entry.off, std::string(entry.name, entry.namelen));
        return 1;
      }
      std::vector<std::pair<uint64_t, std::string>>* got;
    } keeping = {{}, &got};
    CachePlace place;
    const auto result =
        cache_.Read(DirVersion(), &place, SinkOf(&keeping), &pos);
    size_t expected = 0;
    bool lost = false;
    if (complete_) {
      for (size_t page = 0; page < pages_ && !lost; ++page) {
        lost = dropped_[page];
      }
      for (size_t i = from; i < held_.size(); ++i) {
        bool before_lost = true;
        for (size_t page = 0; page <= held_[i].page; ++page) {
          before_lost = before_lost && !dropped_[page];
        }
        if (!before_lost) break;
        if (expected == got.size() || got[expected].first != held_[i].off ||
            got[expected].second != held_[i].name) {
          return "entry " + std::to_string(i) + " is not read back";
        }
        ++expected;
      }
    }
    if (got.size() != expected) return "gives more than it took";
    const bool served = complete_ && !lost;
    if (lost) Forget();
    if ((result == DirentCache::Result::kServed) != served) {
      // At the end of what is cached there is nothing to find.
      if (served && from == held_.size()) return std::nullopt;
      return served ? "does not serve" : "serves what it has not";
    }
    return std::nullopt;
  }

  Cache cache_{{.page_size = kPageSize, .max_pages = kPages}};
  std::vector<Held> held_;
  bool complete_ = false;
  bool dropped_[kPages] = {};
  uint64_t pos_ = 0;
  uint64_t cookies_ = 0;
  size_t pages_ = 0;
  size_t used_ = 0;  // Of the last page, in bytes.
};

// Wherever an open directory is read from, with whatever buffer, from the
// server or the cache, the entries that come are the next ones; a failure loses
// none; and every lookup balances at the end.
template <const ReaddirBugs& kBugs>
class ClientMachine final : public StateMachine {
 public:
  static constexpr std::string_view kOps[] = {
      "read",     "read",        "read_few",        "seek", "advise",
      "fail_map", "short_pages", "drop_cache_page", "touch"};

  ClientMachine()
      : rig_({.entries = 30,
              .server = {.cookies = CookieKind::kHash, .max_records = 9},
              .client = {.plus = PlusMode::kAdaptive, .bugs = kBugs},
              .cached = true}),
        names_(rig_.server.names()) {}

  Verdict Do(const Step& step) override {
    switch (step.op) {
      case 0:
      case 1:
        return Read(1 + step.a * 300, 100);
      case 2:
        return Read(4096, 1 + step.a % 5);
      case 3:
        next_ = step.a % (names_.size() + 1);
        rig_.client.Seek(
            next_ == 0 ? 0 : rig_.server.RecordOf(names_[next_ - 1]).off);
        break;
      case 4:
        rig_.client.AdviseReaddirplus();
        break;
      case 5:
        rig_.memory.views.FailMaps(1);
        ++may_fail_;
        break;
      case 6:
        rig_.memory.pool.SetFaults(
            {{.call = rig_.memory.pool.alloc_calls() + step.a % 2,
              .short_by = static_cast<uint32_t>(1 + step.b % 2)}});
        ++may_fail_;
        break;
      case 7:
        rig_.cache.DropPage(0);
        break;
      case 8:
        rig_.client.SetDirVersion({.mtime = static_cast<int64_t>(step.a)});
        break;
    }
    return std::nullopt;
  }

  Verdict Finish() override {
    rig_.memory.views.FailMaps(0);
    rig_.memory.pool.SetFaults({});
    const std::string text = rig_.Settle();
    if (!text.empty()) return text;
    if (rig_.memory.pool.pages_in_use() != 0) return "pages stay behind";
    return std::nullopt;
  }

 private:
  Verdict Read(uint64_t count, uint64_t entries) {
    KeepingCaller caller(static_cast<int32_t>(count), entries);
    const int error = rig_.client.Readdir(&caller);
    if (error != 0 && (may_fail_ == 0 || error != -ENOMEM)) {
      return "readdir fails with " + std::to_string(error);
    }
    if (error != 0) --may_fail_;
    for (const ListedEntry& entry : caller.entries()) {
      const std::string expected =
          next_ < names_.size() ? names_[next_] : "no more entries";
      if (entry.name != expected) {
        return "gives \"" + entry.name + "\", expected " + expected;
      }
      ++next_;
    }
    if (error == 0 && caller.entries().empty() && next_ < names_.size()) {
      return "ends before \"" + names_[next_] + "\"";
    }
    return std::nullopt;
  }

  ListingRig rig_;
  const std::vector<std::string> names_;
  size_t next_ = 0;      // The entry that comes.
  size_t may_fail_ = 0;  // At most so many faults wait.
};

inline constexpr ReaddirBugs kNoBugs = {};

template <typename T>
inline constexpr Machine kMachine = {};
template <typename Pool>
inline constexpr Machine kMachine<PoolMachine<Pool>> = {
    "page_pool", PoolMachine<Pool>::kOps,
    []() -> std::unique_ptr<StateMachine> {
      return std::make_unique<PoolMachine<Pool>>();
    }};
template <typename Cache>
inline constexpr Machine kMachine<CacheMachine<Cache>> = {
    "dirent_cache", CacheMachine<Cache>::kOps,
    []() -> std::unique_ptr<StateMachine> {
      return std::make_unique<CacheMachine<Cache>>();
    }};
template <const ReaddirBugs& kBugs>
inline constexpr Machine kMachine<ClientMachine<kBugs>> = {
    "readdir_client", ClientMachine<kBugs>::kOps,
    []() -> std::unique_ptr<StateMachine> {
      return std::make_unique<ClientMachine<kBugs>>();
    }};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_MACHINES_H_
