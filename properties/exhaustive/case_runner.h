// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs parsers on every case of an exhaustive set, about a million cases a
// second.  The expected trace is the reference's, taken once for each reply
// from one linear buffer.  Each call of a parser is compared with it as it is
// made; no other trace is recorded.

#ifndef FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_CASE_RUNNER_H_
#define FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_CASE_RUNNER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/guarded_bytes.h"
#include "differential/case.h"
#include "differential/runner.h"
#include "parser/profile/profile.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// What a run has gone through.
struct CaseCounts {
  uint64_t replies = 0;  // Each with a plan and a cut.
  uint64_t cases = 0;    // Replies in one layout each.
  uint64_t parses = 0;   // Calls of a parser.
  uint64_t emits = 0;    // Of the reference, once for each reply that is run.

  friend bool operator==(const CaseCounts&, const CaseCounts&) = default;
};

// Not thread-safe.  Let there be one at a time: see ReplyArena.
class CaseRunner {
 public:
  // What to do with a case: run it, leave it out, or leave out it and all later
  // ones.
  enum class Turn { kRun, kPass, kStop };

  // All must outlive the runner.  Each case runs those of `parsers` that have
  // its presentation; the reference need not be among them.
  CaseRunner(std::span<const ListedParser> parsers, const Profile& profile);

  const Profile& profile() const { return profile_; }

  // Calls `turn` as each case begins; the case is current() then and has been
  // counted.  Without it every case is run.
  void AskAtEach(std::function<Turn()> turn) { turn_ = std::move(turn); }

  // --- Cases.  After a failure or a kStop these do nothing. ---

  // Sets the reply of the cases that follow, and runs one: in one buffer whose
  // last byte touches an unreadable page.  `cut`: the parsers' nbytes; the
  // bytes after it stay in memory. `start_off`: the offset that the request
  // asked for. REQUIRES: cut <= bytes.size().
  void Reply(RecordFormat format, std::string_view bytes,
             const SinkPlan& plan = {},
             std::optional<size_t> cut = std::nullopt, uint64_t start_off = 0);

  // The reply in pieces, each of which ends at an unreadable page: the first
  // ones as long as `lengths` say, the rest in one more.  An empty piece that
  // is not the first has a null base.
  // REQUIRES: Reply() was called, and the lengths' sum is in the reply; at most
  // kMaxPieces - 1 of them.
  void InPieces(std::span<const size_t> lengths);
  static constexpr size_t kMaxPieces = 4;

  // The reply on pages, for parsers of a mapped view, if there is one, and for
  // those of the descs.  Sets `layout.cut` to the cut of Reply().
  // REQUIRES: Reply() was called, layout.IsValid().
  void OnPages(const Layout& layout);

  // --- Results. ---

  const CaseCounts& counts() const { return counts_; }

  // A report of the first case in which a parser differs from the reference,
  // with both traces and the recipe of the case; empty if there is none.
  const std::string& failure() const { return failure_; }

  // The current case, for the report of a crash.
  Case current() const;

 private:
  bool over() const { return stopped_ || !failure_.empty(); }
  // Counts the current case; returns whether to run its parsers.
  bool Begin();
  void TakeExpected();

  // Which bytes of the reply lie in a place.
  struct Piece {
    size_t begin = SIZE_MAX;
    size_t length = 0;
  };
  Segment PlacePiece(size_t place, size_t begin, size_t length);

  // Runs `parser`; on a difference sets failure_.
  void Run(const ListedParser& parser, std::span<const Segment> segments,
           size_t nbytes);
  void Fail(const ListedParser& parser, std::span<const Segment> segments,
            size_t nbytes);

  Runner runner_;
  const Profile& profile_;

  RecordFormat format_ = RecordFormat::kDirent;
  std::string bytes_;
  SinkPlan plan_;
  uint64_t start_off_ = 0;
  size_t nbytes_ = 0;
  Layout layout_;  // Of the current case.

  Trace expected_;
  std::vector<Event> expected_events_;  // Of expected_.
  std::vector<std::unique_ptr<GuardedBytes>> pieces_;
  std::array<Piece, kMaxPieces> placed_;
  CaseCounts counts_;
  std::string failure_;
  std::function<Turn()> turn_;
  bool stopped_ = false;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_CASE_RUNNER_H_
