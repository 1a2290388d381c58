// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/kill/kill.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/check.h"

// Hundreds of children die.  Nobody reads the report of a sanitizer about them,
// and naming its addresses takes seconds each time.
extern "C" const char* __asan_default_options() { return "symbolize=0"; }
extern "C" const char* __msan_default_options() { return "symbolize=0"; }
extern "C" const char* __ubsan_default_options() { return "symbolize=0"; }

namespace fuse_dirents {
namespace {

// A child counts as hung once it spends this much CPU time on kCallsPerWatch
// calls of its parser, which take milliseconds.
constexpr itimerval kHang = {{0, 0}, {2, 0}};
constexpr uint64_t kCallsPerWatch = 1024;

// What a child reports, in memory that outlives it.
struct Note {
  uint64_t parses;
  bool ended;
  bool killed;
  char by[200];
};

[[noreturn]] void RunChild(const Try& attempt, Note* note) {
  const int null = open("/dev/null", O_WRONLY);
  FUSE_DIRENTS_CHECK(null >= 0);
  dup2(null, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  const Mutant& mutant = *attempt.mutant;
  const auto parse = [note, &mutant](const Profile& profile,
                                     const dirents_reply& reply,
                                     const dirents_sink& sink, uint64_t* pos) {
    if (note->parses++ % kCallsPerWatch == 0) {
      setitimer(ITIMER_PROF, &kHang, nullptr);
    }
    return ParseMutant(mutant, profile, reply, sink, pos);
  };
  note->killed = attempt.killer->finds(
      mutant.profile_of(), parse, [note](std::string_view what) {
        const size_t size = std::min(what.size(), sizeof note->by - 1);
        std::memcpy(note->by, what.data(), size);
        note->by[size] = '\0';
      });
  note->ended = true;
  _exit(0);
}

struct Child {
  pid_t pid;
  Try* attempt;
  Note* note;
};

Child Start(Try* attempt) {
  void* map = mmap(nullptr, sizeof(Note), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  FUSE_DIRENTS_CHECK(map != MAP_FAILED);
  auto* shared = new (map) Note();
  std::fflush(nullptr);
  const pid_t pid = fork();
  FUSE_DIRENTS_CHECK(pid >= 0);
  if (pid == 0) RunChild(*attempt, shared);
  return {pid, attempt, shared};
}

std::string DeathText(int status) {
  if (WIFSIGNALED(status)) return strsignal(WTERMSIG(status));
  return "exit " + std::to_string(WEXITSTATUS(status));
}

// Waits for one of `children` to end, and takes it from them.
void Reap(std::vector<Child>* children) {
  int status = 0;
  const pid_t pid = waitpid(-1, &status, 0);
  const auto child = std::ranges::find(*children, pid, &Child::pid);
  FUSE_DIRENTS_CHECK(child != children->end());
  Try& attempt = *child->attempt;
  attempt.killed = child->note->killed;
  attempt.by = child->note->by;
  attempt.parses = child->note->parses;
  if (!child->note->ended) {
    // One that dies before it has parsed died of something else.
    FUSE_DIRENTS_CHECK(attempt.parses > 0);
    attempt.killed = true;
    attempt.death = DeathText(status);
  }
  munmap(child->note, sizeof(Note));
  children->erase(child);
}

}  // namespace

std::vector<Try> TryToKill(std::span<const Mutant* const> mutants,
                           std::span<const Killer> killers, size_t processes) {
  FUSE_DIRENTS_CHECK(processes > 0);
  PrepareKillers();
  std::vector<Try> tries;
  for (const Mutant* const mutant : mutants) {
    for (const Killer& killer : killers) tries.push_back({mutant, &killer});
  }
  std::vector<Child> children;
  for (Try& attempt : tries) {
    const bool is_blind =
        attempt.mutant->needs == Needs::kRewrites && !attempt.killer->rewrites;
    if (is_blind) continue;
    if (children.size() == processes) Reap(&children);
    children.push_back(Start(&attempt));
  }
  while (!children.empty()) Reap(&children);
  return tries;
}

}  // namespace fuse_dirents
