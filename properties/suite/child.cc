// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/child.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "base/forked.h"

// Defined by the sanitizers that have them.
extern "C" {
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());
__attribute__((weak)) void* __asan_get_report_address();
}

namespace fuse_dirents {
namespace {

// Where a fault is, seen from what the parser was shown.
enum class Place : uint8_t { kUnknown, kElsewhere, kBefore, kInside, kPast };

constexpr size_t kTextBytes = size_t{4} << 20;
// Enough for the report of a sanitizer.
constexpr size_t kPrintedBytes = size_t{16} << 10;

// What the child reports, in memory that both processes share.
struct Shared {
  uint64_t cases;
  bool ended;      // The body returned.
  bool in_parser;  // The parser was called and did not return.
  Presentation presentation;
  Place place;
  uint64_t distance;  // Of kBefore and kPast, in bytes, from 1.
  bool past_reply;    // kPast: the last segment, not an earlier one.
  size_t rule_size, row_size, report_size;  // Of a violation.
  char text[kTextBytes];
};

Shared& shared() {
  // Not destroyed: exit handlers read it.
  static const SharedPages& pages = *new SharedPages(sizeof(Shared));
  return *static_cast<Shared*>(pages.data());
}

int hang_seconds = 20;
std::function<void(uint64_t)> watch_cases;

// In the child.
const dirents_reply* shown = nullptr;

// A fault further away is not described by its distance from the reply.
constexpr uintptr_t kNear = uintptr_t{1} << 16;

void Locate(uintptr_t fault) {
  Shared& note = shared();
  note.place = Place::kElsewhere;
  if (shown == nullptr) return;
  uintptr_t nearest = kNear;
  size_t left = shown->nbytes;
  for (size_t i = 0; i < shown->num_segments; ++i) {
    const auto base = reinterpret_cast<uintptr_t>(shown->segments[i].base);
    // What the segment holds of the reply; the rest is stale.
    const size_t len = std::min(left, shown->segments[i].len);
    left -= len;
    if (fault >= base && fault - base < len) {
      note.place = Place::kInside;
      return;
    }
    const bool past = fault >= base;
    const uintptr_t distance = past ? fault - base - len + 1 : base - fault;
    if (distance < nearest) {
      nearest = distance;
      note.place = past ? Place::kPast : Place::kBefore;
      note.distance = distance;
      note.past_reply = left == 0;
    }
  }
}

// The handlers of faults before: none, or a sanitizer's.
constexpr int kFaults[] = {SIGSEGV, SIGBUS};
struct sigaction before[std::size(kFaults)];

void OnFault(int signal, siginfo_t* info, void*) {
  // One that was sent has no address, and must be sent again.
  const bool is_sent = info->si_code <= 0;
  if (!is_sent) Locate(reinterpret_cast<uintptr_t>(info->si_addr));
  // It faults again when this returns.
  for (size_t i = 0; i < std::size(kFaults); ++i) {
    sigaction(kFaults[i], &before[i], nullptr);
  }
  if (is_sent) raise(signal);
}

// For what is no fault, such as a read of poisoned bytes.
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

// The judge's share of a case is small.
bool IsInTheSameCase() {
  static uint64_t cases = 0;
  const bool is_same = shared().cases == cases;
  cases = shared().cases;
  return is_same && cases > 0;
}

void RunBody(const std::function<void()>& load,
             const std::function<std::optional<Violation>()>& body) {
  if (load) load();
  // After that: what is loaded may set handlers too.
  WatchFaults();
  DieIfStuck(std::chrono::seconds(hang_seconds), &IsInTheSameCase);
  const std::optional<Violation> violation = body();
  if (violation) KeepViolation(*violation);
  shared().ended = true;
}

Death HungDeath(const std::string& how) {
  return {kNoHangRule, "had not returned after " + how,
          PresentationName(shared().presentation)};
}

Death DeathOf(const ForkedRun& run) {
  const Shared& note = shared();
  const std::string seconds = std::to_string(hang_seconds) + " seconds";
  if (run.stopped) return HungDeath(seconds + ", asleep");
  if (run.ending.signal() == kStuckSignal) {
    return HungDeath(seconds + " of CPU time");
  }
  Death death = {kNoCrashRule, run.ending.ToText(),
                 PresentationName(note.presentation), note.in_parser};
  const std::string bytes =
      std::to_string(note.distance) + (note.distance == 1 ? " byte" : " bytes");
  switch (note.place) {
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
      death.how += ": it writes into the reply";
      break;
    case Place::kPast:
      death.rule = kStaysInsideRule;
      death.how += ": access to " + bytes + " past the end of " +
                   (note.past_reply ? "the reply" : "a segment");
      break;
  }
  if (!death.in_parser) {
    death.how += note.cases == 0
                     ? " before its first case, as it was loaded"
                     : " after the parser had returned: it damages memory that "
                       "is not its "
                       "own, such as the heap; --config=asan shows where";
  }
  return death;
}

// Whether a child goes on: asked once a second.
class Wakeful {
 public:
  bool operator()(pid_t child) {
    if (watch_cases) watch_cases(shared().cases);
    const bool sleeps = IsAsleep(child) && shared().cases == cases_;
    seconds_ = sleeps ? seconds_ + 1 : 0;
    cases_ = shared().cases;
    return seconds_ < hang_seconds;
  }

 private:
  uint64_t cases_ = 0;
  int seconds_ = 0;
};

// No line of it can be taken for one of the report.
std::string PrintedText(const ForkedRun& run) {
  if (run.printed.empty()) return "";
  std::string text = "--- the end of the " + std::to_string(run.printed_bytes) +
                     " bytes that the parser's process printed\n| ";
  for (size_t i = 0; i < run.printed.size(); ++i) {
    const char c = run.printed[i];
    const auto byte = static_cast<unsigned char>(c);
    const bool is_control =
        (byte < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
    text += is_control ? '?' : c;
    if (c == '\n' && i + 1 < run.printed.size()) text += "| ";
  }
  if (text.back() != '\n') text += '\n';
  return text;
}

}  // namespace

void SetHangSeconds(int seconds) { hang_seconds = seconds; }

int HangSeconds() { return hang_seconds; }

void WatchCases(std::function<void(uint64_t)> watch) {
  watch_cases = std::move(watch);
}

void BeginCase() { ++shared().cases; }

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

void KeepViolation(const Violation& violation) {
  Shared& note = shared();
  const std::string names = violation.rule + violation.row;
  FUSE_DIRENTS_CHECK(names.size() < kTextBytes);
  note.rule_size = violation.rule.size();
  note.row_size = violation.row.size();
  note.report_size =
      std::min(violation.report.size(), kTextBytes - names.size());
  std::memcpy(note.text, names.data(), names.size());
  std::memcpy(note.text + names.size(), violation.report.data(),
              note.report_size);
}

void ForgetViolation() { shared().rule_size = 0; }

std::optional<Death> ExitInParser() {
  if (!shared().in_parser) return std::nullopt;
  return Death{kNoCrashRule, "ended the process",
               PresentationName(shared().presentation)};
}

ChildResult RunInChild(const std::function<void()>& load,
                       const std::function<std::optional<Violation>()>& body) {
  Shared& note = shared();
  // All but the text, which costs pages.
  std::memset(static_cast<void*>(&note), 0, offsetof(Shared, text));
  const ForkedRun run =
      RunForked([&] { RunBody(load, body); }, kPrintedBytes, Wakeful());
  ChildResult result;
  result.cases = note.cases;
  result.printed = PrintedText(run);
  if (note.rule_size > 0) {
    const char* const row = note.text + note.rule_size;
    result.violation = {std::string(note.text, note.rule_size),
                        std::string(row + note.row_size, note.report_size),
                        std::string(row, note.row_size)};
  } else if (!note.ended) {
    result.death = DeathOf(run);
  }
  return result;
}

}  // namespace fuse_dirents
