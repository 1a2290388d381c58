// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/check.h"

// There with the sanitizers that have them alone.
extern "C" {
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());
__attribute__((weak)) void* __asan_get_report_address();
}

namespace fuse_dirents {
namespace {

// Where a fault is, seen from what the parser was shown.
enum class Place : uint8_t { kUnknown, kElsewhere, kBefore, kInside, kPast };

constexpr size_t kTextBytes = size_t{4} << 20;

// What the child tells, in memory that both processes share.
struct Shared {
  uint64_t cases;
  bool ended;      // The body returned.
  bool in_parser;  // The parser was called and did not return.
  Presentation presentation;
  Place place;
  uint64_t distance;  // Of kBefore and kPast, in bytes, from 1.
  bool past_reply;    // kPast: the last segment, not an earlier one.
  size_t rule_size, report_size;  // Of a violation.
  char text[kTextBytes];
};

Shared* Map() {
  void* map = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  FUSE_DIRENTS_CHECK(map != MAP_FAILED);
  return static_cast<Shared*>(map);
}

Shared& shared() {
  static Shared* const shared = Map();
  return *shared;
}

int hang_seconds = 20;

// In the child.
const dirents_reply* shown = nullptr;

// Faults further off are not told by the reply.
constexpr uintptr_t kNear = uintptr_t{1} << 16;

void Locate(uintptr_t fault) {
  Shared& told = shared();
  told.place = Place::kElsewhere;
  if (shown == nullptr) return;
  uintptr_t nearest = kNear;
  size_t left = shown->nbytes;
  for (size_t i = 0; i < shown->num_segments; ++i) {
    const auto base = reinterpret_cast<uintptr_t>(shown->segments[i].base);
    // What the segment holds of the reply; behind it, all is stale.
    const size_t len = std::min(left, shown->segments[i].len);
    left -= len;
    if (fault >= base && fault - base < len) {
      told.place = Place::kInside;
      return;
    }
    const bool past = fault >= base;
    const uintptr_t distance = past ? fault - base - len + 1 : base - fault;
    if (distance < nearest) {
      nearest = distance;
      told.place = past ? Place::kPast : Place::kBefore;
      told.distance = distance;
      told.past_reply = left == 0;
    }
  }
}

// What was done about the faults before: nothing, or a sanitizer's report.
constexpr int kFaults[] = {SIGSEGV, SIGBUS};
struct sigaction before[std::size(kFaults)];

void OnFault(int, siginfo_t* info, void*) {
  Locate(reinterpret_cast<uintptr_t>(info->si_addr));
  // It faults again when this returns.
  for (size_t i = 0; i < std::size(kFaults); ++i) {
    sigaction(kFaults[i], &before[i], nullptr);
  }
}

// Of what is no fault, such as a read of poisoned bytes.
void OnSanitizerDeath() {
  if (__asan_get_report_address == nullptr) return;
  const void* const address = __asan_get_report_address();
  if (address != nullptr) Locate(reinterpret_cast<uintptr_t>(address));
}

void WatchFaults() {
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(&OnSanitizerDeath);
  }
  // An overflow of the stack leaves no room for a handler on it.
  static char stack[64 << 10];
  stack_t other = {};
  other.ss_sp = stack;
  other.ss_size = sizeof stack;
  FUSE_DIRENTS_CHECK(sigaltstack(&other, nullptr) == 0);
  struct sigaction action = {};
  action.sa_sigaction = &OnFault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (size_t i = 0; i < std::size(kFaults); ++i) {
    FUSE_DIRENTS_CHECK(sigaction(kFaults[i], &action, &before[i]) == 0);
  }
}

[[noreturn]] void RunBody(const std::function<std::optional<Violation>()>& body,
                          bool quiet) {
  if (quiet) {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0) {
      dup2(null, STDOUT_FILENO);
      dup2(null, STDERR_FILENO);
    }
  }
  WatchFaults();
  const std::optional<Violation> violation = body();
  Shared& told = shared();
  if (violation) {
    const std::string& rule = violation->rule;
    FUSE_DIRENTS_CHECK(rule.size() < kTextBytes);
    told.rule_size = rule.size();
    told.report_size =
        std::min(violation->report.size(), kTextBytes - rule.size());
    std::memcpy(told.text, rule.data(), rule.size());
    std::memcpy(told.text + rule.size(), violation->report.data(),
                told.report_size);
  }
  told.ended = true;
  std::fflush(nullptr);
  _exit(0);
}

std::string SignalName(int number) {
  const char* const abbreviation = sigabbrev_np(number);
  return abbreviation != nullptr ? "SIG" + std::string(abbreviation)
                                 : "signal " + std::to_string(number);
}

Death DeathOf(int status) {
  const Shared& told = shared();
  Death death = {kNoCrashRule, "", PresentationName(told.presentation)};
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    death.how = "died of " + SignalName(number);
    if (number == SIGVTALRM) {
      return {kNoHangRule,
              "had not returned after " + std::to_string(hang_seconds) +
                  " seconds of CPU time",
              death.presentation};
    }
  } else {
    death.how =
        "ended the process with status " + std::to_string(WEXITSTATUS(status));
  }
  const std::string bytes =
      std::to_string(told.distance) + (told.distance == 1 ? " byte" : " bytes");
  switch (told.place) {
    case Place::kUnknown:
      break;
    case Place::kElsewhere:
      death.how += ", at an address that is not near the reply";
      break;
    case Place::kBefore:
      death.rule = kStaysInsideRule;
      death.how += ": access to " + bytes + " before a segment";
      break;
    case Place::kInside:
      death.rule = kReadOnlyRule;
      death.how += ": write to the reply";
      break;
    case Place::kPast:
      death.rule = kStaysInsideRule;
      death.how += ": access to " + bytes + " past the end of " +
                   (told.past_reply ? "the reply" : "a segment");
      break;
  }
  return death;
}

}  // namespace

void SetHangSeconds(int seconds) { hang_seconds = seconds; }

void BeginCase() {
  ++shared().cases;
  // CPU time, so that a busy machine changes no failure.
  const itimerval limit = {{0, 0}, {hang_seconds, 0}};
  setitimer(ITIMER_VIRTUAL, &limit, nullptr);
}

ParseFunction Watched(ParseFunction parse, Presentation presentation) {
  return [parse = std::move(parse), presentation](
             const Profile& profile, const dirents_reply& reply,
             const dirents_sink& sink, uint64_t* pos) {
    shown = &reply;
    shared().presentation = presentation;
    shared().in_parser = true;
    const int error = parse(profile, reply, sink, pos);
    shared().in_parser = false;
    shown = nullptr;
    return error;
  };
}

ChildResult RunInChild(const std::function<std::optional<Violation>()>& body,
                       bool quiet) {
  Shared& told = shared();
  // All but the text, which costs pages.
  std::memset(static_cast<void*>(&told), 0, offsetof(Shared, text));
  std::fflush(nullptr);
  const pid_t child = fork();
  FUSE_DIRENTS_CHECK(child >= 0);
  if (child == 0) RunBody(body, quiet);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) FUSE_DIRENTS_CHECK(errno == EINTR);

  ChildResult result;
  result.cases = told.cases;
  if (told.ended) {
    if (told.rule_size > 0) {
      result.violation = {
          std::string(told.text, told.rule_size),
          std::string(told.text + told.rule_size, told.report_size)};
    }
    return result;
  }
  if (!told.in_parser) {
    std::fprintf(stderr, "the suite itself is broken: it %s\n",
                 DeathOf(status).how.c_str());
    FUSE_DIRENTS_CHECK(told.in_parser);
  }
  result.death = DeathOf(status);
  return result;
}

}  // namespace fuse_dirents
