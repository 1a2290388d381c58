// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/soak/soak_run.h"

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

#include "fmt/format.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;

void ShowFailure(const SoakTarget& target) {
  if (!target.failed()) return;
  fmt::print("{}", target.Failure());
  std::fflush(stdout);
}

class SoakRun {
 public:
  SoakRun(const SoakGoal& goal, std::vector<SoakTarget>* targets)
      : goal_(goal) {
    for (SoakTarget& target : *targets) entries_.push_back({&target});
  }

  bool Run(size_t jobs) {
    for (const Entry& entry : entries_) ShowFailure(*entry.target);
    std::vector<std::thread> workers;
    for (size_t i = 0; i < std::min(jobs, entries_.size()); ++i) {
      workers.emplace_back([this] { Work(); });
    }
    for (std::thread& worker : workers) worker.join();
    return std::ranges::none_of(entries_, [](const Entry& entry) {
      return entry.broken || entry.target->failed();
    });
  }

 private:
  struct Entry {
    SoakTarget* target;
    bool busy = false;    // A worker has it.
    bool broken = false;  // It could not be run.
  };

  bool IsDone(const Entry& entry) const {
    const SoakTarget& target = *entry.target;
    return entry.broken || target.failed() ||
           (goal_.rounds && target.rounds().size() >= *goal_.rounds) ||
           (goal_.runs && target.runs() >= *goal_.runs) ||
           (goal_.deadline && Clock::now() >= *goal_.deadline);
  }

  // Null if no target is left.  Others may be busy; their workers go on.
  Entry* Take() {
    Entry* next = nullptr;
    for (Entry& entry : entries_) {
      if (entry.busy || IsDone(entry)) continue;
      if (next == nullptr ||
          entry.target->rounds().size() < next->target->rounds().size()) {
        next = &entry;
      }
    }
    if (next != nullptr) next->busy = true;
    return next;
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (Entry* entry = Take()) {
      lock.unlock();
      const auto begin = Clock::now();
      const std::string problem = entry->target->RunNext();
      const std::chrono::duration<double> time = Clock::now() - begin;
      lock.lock();
      entry->busy = false;
      entry->broken = !problem.empty();
      if (entry->broken) {
        fmt::print(stderr, "soak: {}\n", problem);
        continue;
      }
      const SoakRound& round = entry->target->rounds().back();
      fmt::print(stderr,
                 "soak: {}: round {}: {} runs in {:.0f} s, {} edges, corpus "
                 "{}\n",
                 round.target, round.number, round.runs, time.count(),
                 round.edges, round.corpus);
      ShowFailure(*entry->target);
    }
  }

  const SoakGoal& goal_;
  std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace

bool RunSoak(const SoakGoal& goal, size_t jobs,
             std::vector<SoakTarget>* targets) {
  return SoakRun(goal, targets).Run(jobs);
}

}  // namespace fuse_dirents
