// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "properties/machines.h"

namespace fuse_dirents {
namespace {

// Pages that are in use belong to one owner, keep their bytes, and come back
// when they are freed; an allocation gives all that was asked for, but for
// faults and for an empty pool.
class PoolMachine final : public StateMachine {
 public:
  static constexpr std::string_view kOps[] = {"alloc_bulk", "alloc_folio",
                                              "free", "fail_next"};
  explicit PoolMachine(FreeFunction free) : free_(free) {
    pool_.Reset(PageOrder::kSeeded, 1);
  }

  Failure Do(const Step& step) override {
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
          if (const Failure failure = Own(pages[i], 0)) return failure;
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
        if (const Failure failure = Own(*first, order)) return failure;
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
        free_(&pool_, first, folio.order);
        owned_.erase(it);
        break;
      }
      case 3:
        short_by_ = static_cast<uint32_t>(1 + step.a % 3);
        pool_.SetFaults({{.call = pool_.alloc_calls(), .short_by = short_by_}});
        break;
    }
    if (pool_.pages_in_use() != InUse()) {
      return "has " + std::to_string(pool_.pages_in_use()) +
             " pages in use, expected " + std::to_string(InUse());
    }
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
  Failure Own(uint32_t first, unsigned order) {
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

  const FreeFunction free_;
  PagePool pool_{4096, kPages};
  std::map<uint32_t, Owned> owned_;
  uint32_t short_by_ = 0;
  uint8_t marks_ = 0;
};

}  // namespace

std::unique_ptr<StateMachine> MakePoolMachine(FreeFunction free) {
  return std::make_unique<PoolMachine>(free);
}

const Machine kPoolMachine = {
    "page_pool", PoolMachine::kOps, [] {
      return MakePoolMachine([](PagePool* pool, uint32_t first,
                                unsigned order) { pool->Free(first, order); });
    }};

}  // namespace fuse_dirents
