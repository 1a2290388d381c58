// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Times a target against an empty one that returns at once.  Runs are made in
// turns of kTurnRuns: the target's, the empty one's, and so on.  libFuzzer does
// the same for both: it draws from one corpus, by one mutator, under the same
// flags.  A turn of one kind follows each turn of the other, so what slows the
// machine slows both.
//
// The target's turns are also timed from the start of each call to its end.
// The rest is libFuzzer's: it makes the input, clears the counters, and handles
// the features that the call left, which an empty target does not have.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_TURNS_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_TURNS_H_

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>

namespace fuse_dirents {

class Turns {
 public:
  static constexpr uint64_t kTurnRuns = 128;

  // A clock in nanoseconds, of CLOCK_PROCESS_CPUTIME_ID or CLOCK_MONOTONIC.
  using Clock = uint64_t (*)(clockid_t id);

  // The first turn begins at run `from`, counted from 0.
  explicit Turns(uint64_t from, Clock clock = Nanoseconds)
      : from_(from), clock_(clock) {}

  // Whether the run that begins now belongs to the empty target.
  bool NextIsEmpty() {
    const uint64_t run = runs_++;
    if (run < from_) return false;
    const uint64_t turn = (run - from_) / kTurnRuns;
    if ((run - from_) % kTurnRuns == 0) {
      const uint64_t now = clock_(CLOCK_PROCESS_CPUTIME_ID);
      const uint64_t wall = clock_(CLOCK_MONOTONIC);
      if (turn > 0) {
        Sum& ended = sums_[(turn - 1) % 2];
        ended.runs += kTurnRuns;
        ended.nanoseconds += now - began_;
        ended.wall += wall - began_wall_;
        ended.in_calls += in_calls_;
      }
      began_ = now;
      began_wall_ = wall;
      in_calls_ = 0;
    }
    return turn % 2 == 1;
  }

  // Stand around a call of the target.
  void BeginCall() { call_began_ = clock_(CLOCK_MONOTONIC); }
  void EndCall() { in_calls_ += clock_(CLOCK_MONOTONIC) - call_began_; }

  // "RUNS NANOSECONDS RUNS NANOSECONDS IN_CALLS WALL\n": of the target's whole
  // turns, then of the empty one's: CPU time of the process, the fuzzer's share
  // included.  Then wall time: how much of the target's turns is in calls. That
  // clock is read without a system call, and another process that takes the CPU
  // lengthens both numbers in proportion.
  std::string ToText() const {
    std::string text;
    for (const Sum& sum : sums_) {
      text += std::to_string(sum.runs) + " " + std::to_string(sum.nanoseconds) +
              " ";
    }
    return text + std::to_string(sums_[0].in_calls) + " " +
           std::to_string(sums_[0].wall) + "\n";
  }

 private:
  struct Sum {
    uint64_t runs = 0, nanoseconds = 0;
    uint64_t wall = 0, in_calls = 0;  // In nanoseconds too.
  };

  static uint64_t Nanoseconds(clockid_t clock) {
    timespec time;
    if (clock_gettime(clock, &time) != 0) std::abort();
    return static_cast<uint64_t>(time.tv_sec) * 1000000000 +
           static_cast<uint64_t>(time.tv_nsec);
  }

  const uint64_t from_;
  const Clock clock_;
  uint64_t runs_ = 0;
  uint64_t began_ = 0, began_wall_ = 0;  // The turn.
  uint64_t call_began_ = 0;
  uint64_t in_calls_ = 0;  // Of the turn.
  Sum sums_[2];
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_TURNS_H_
