// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/kill/kill.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "base/check.h"
#include "base/forked.h"

// Hundreds of children die, and their output is dropped.  To name the addresses
// in the report of a sanitizer takes seconds each time.
extern "C" const char* __asan_default_options() { return "symbolize=0"; }
extern "C" const char* __msan_default_options() { return "symbolize=0"; }
extern "C" const char* __ubsan_default_options() { return "symbolize=0"; }

namespace fuse_dirents {
namespace {

// A child counts as hung once one call of its parser takes this much CPU time.
// The longest calls, on replies of 16 MiB, take 20 milliseconds.
constexpr std::chrono::milliseconds kHang(500);
// And as blocked once it waits for this long without a call.
constexpr int kBlockedSeconds = 5;

// What a child reports, in memory that outlives it.
struct Note {
  uint64_t parses;
  bool in_parser;
  bool ended;
  bool killed;
  char by[200];
};

// In a child.
const Note* watched;

bool IsInTheSameCall() {
  static uint64_t parses = 0;
  const bool is_same = watched->in_parser && watched->parses == parses;
  parses = watched->parses;
  return is_same;
}

void RunKiller(const Try& attempt, Note* note) {
  watched = note;
  DieIfStuck(kHang, &IsInTheSameCall);
  const Mutant& mutant = *attempt.mutant;
  const auto parse = [note, &mutant](const Profile& profile,
                                     const dirents_reply& reply,
                                     const dirents_sink& sink, uint64_t* pos) {
    ++note->parses;
    note->in_parser = true;
    const int error = ParseMutant(mutant, profile, reply, sink, pos);
    note->in_parser = false;
    return error;
  };
  note->killed = attempt.killer->finds(
      mutant.profile_of(), parse, [note](std::string_view what) {
        const size_t size = std::min(what.size(), sizeof note->by - 1);
        std::memcpy(note->by, what.data(), size);
        note->by[size] = '\0';
      });
  note->ended = true;
}

// Whether a process still calls the parser: asked once a second.
class Progress {
 public:
  explicit Progress(const Note& note) : note_(note) {}
  bool operator()(pid_t process) {
    const bool waits = IsAsleep(process) && note_.parses == parses_;
    seconds_ = waits ? seconds_ + 1 : 0;
    parses_ = note_.parses;
    return seconds_ < kBlockedSeconds;
  }

 private:
  const Note& note_;
  uint64_t parses_ = 0;
  int seconds_ = 0;
};

void RunInChild(Try* attempt) {
  const SharedNote<Note> note;
  const ForkedRun run =
      RunForked([&] { RunKiller(*attempt, &*note); }, 0, Progress(*note));
  attempt->killed = note->killed;
  attempt->by = note->by;
  attempt->parses = note->parses;
  if (note->ended) return;
  // One that dies before it has parsed died of something else.
  FUSE_DIRENTS_CHECK(attempt->parses > 0);
  attempt->killed = true;
  attempt->death = run.ending.ToText();
}

}  // namespace

std::vector<Try> TryToKill(std::span<const Mutant* const> mutants,
                           std::span<const Killer> killers) {
  PrepareKillers();
  std::vector<Try> tries;
  for (const Mutant* const mutant : mutants) {
    for (const Killer& killer : killers) tries.push_back({mutant, &killer});
  }
  for (Try& attempt : tries) {
    if (attempt.mutant->needs == Needs::kRewrites &&
        !attempt.killer->rewrites) {
      continue;
    }
    attempt.tried = true;
    RunInChild(&attempt);
  }
  return tries;
}

}  // namespace fuse_dirents
