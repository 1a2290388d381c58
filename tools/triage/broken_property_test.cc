// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// On reports as clang-19's sanitizers, libFuzzer and our own code print them.

#include "tools/triage/broken_property.h"

#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

BrokenProperty Read(const std::string& output, int status = 1) {
  const auto broken = BrokenPropertyOf({.output = output, .status = status});
  EXPECT_TRUE(broken) << output;
  return broken.value_or(BrokenProperty());
}

std::string Sentence(const std::string& output) {
  return Read(output).sentence;
}

constexpr char kAddress[] =
    "INFO: Seed: 2161588995\n"
    "Running: in\n"
    "==================\n"
    "==5746==ERROR: AddressSanitizer: heap-buffer-overflow on address "
    "0x502000000038 at pc 0x56363e51124b bp 0x7ffd0abf7b10 sp 0x7ffd0abf72d0\n"
    "READ of size 9 at 0x502000000038 thread T0\n"
    "    #0 0x56363e51124a in __asan_memcpy (/x/b+0x10524a) (BuildId: 9ddf21)\n"
    "    #1 0x56363e556340 in fuse_dirents::(anonymous namespace)::Copy"
    "(unsigned char const*, unsigned long) parser/copy.cc:11:79\n"
    "    #2 0x56363e555f5f in LLVMFuzzerTestOneInput fuzz/x_fuzzer.cc:18:15\n";

constexpr char kLeak[] =
    "INFO: a leak has been found in the initial corpus.\n\n"
    "==5757==ERROR: LeakSanitizer: detected memory leaks\n\n"
    "Direct leak of 64 byte(s) in 1 object(s) allocated from:\n"
    "    #0 0x55f9617f0abd in operator new[](unsigned long) (/x/b+0x147abd)\n"
    "    #1 0x55f9617f2e96 in LLVMFuzzerTestOneInput /home/x/b.cc:21:22\n"
    "SUMMARY: AddressSanitizer: 64 byte(s) leaked in 1 allocation(s).\n";

constexpr char kFatalSignal[] =
    "==5770== ERROR: libFuzzer: deadly signal\n"
    "    #0 0x55fdf0cbf931 in __sanitizer_print_stack_trace (/x/b+0x112931)\n"
    "    #1 0x55fdf0c148f8 in fuzzer::PrintStackTrace() (/x/b+0x678f8)\n"
    "    #2 0x55fdf0bf9ea3 in fuzzer::Fuzzer::CrashCallback() (/x/b+0x4cea3)\n"
    "    #3 0x7ff3c637a04f  (/lib/x86_64-linux-gnu/libc.so.6+0x3c04f)\n"
    "    #4 0x7ff3c63c8eeb in __pthread_kill_implementation "
    "nptl/pthread_kill.c:43:17\n"
    "    #5 0x7ff3c6379fb1 in raise signal/../sysdeps/posix/raise.c:26:13\n"
    "    #6 0x7ff3c6364471 in abort stdlib/abort.c:79:7\n"
    "    #7 0x55fdf0cf7107 in ns::Stop(int (*)(char), bool) const a.cc:23:15\n";

TEST(BrokenProperty, AddressSanitizerGivesKindAccessAndFirstFrameOfOurs) {
  const BrokenProperty broken = Read(kAddress);
  EXPECT_EQ(broken.key,
            "AddressSanitizer: heap-buffer-overflow, a read, in "
            "fuse_dirents::(anonymous namespace)::Copy");
  EXPECT_EQ(broken.sentence, broken.key + " (parser/copy.cc:11:79)");
}

TEST(BrokenProperty, SegvGivesTheAccessOfItsSecondLine) {
  EXPECT_EQ(Sentence("AddressSanitizer:DEADLYSIGNAL\n"
                     "==5776==ERROR: AddressSanitizer: SEGV on unknown address "
                     "0x000000000008 (pc 0x565121ae9fb4 bp 0x7ffdbb2357e0 T0)\n"
                     "==5776==The signal is caused by a WRITE memory access.\n"
                     "==5776==Hint: address points to the zero page.\n"
                     "    #0 0x565121ae9fb4 in Store a.cc:24:35\n"),
            "AddressSanitizer: SEGV, a write, in Store (a.cc:24:35)");
}

TEST(BrokenProperty, LeakNamesItsAllocationWithoutAPathOfTheMachine) {
  EXPECT_EQ(Sentence(kLeak),
            "LeakSanitizer: memory leak, allocated in LLVMFuzzerTestOneInput "
            "(b.cc:21:22)");
}

TEST(BrokenProperty, UndefinedBehaviourKeepsItsPlaceButNotItsNumbers) {
  const BrokenProperty broken = Read(
      "parser/b.cc:19:52: runtime error: signed integer overflow: "
      "2147483647 + 117 cannot be represented in type 'int'\n"
      "SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior b.cc\n");
  EXPECT_EQ(broken.sentence,
            "UndefinedBehaviorSanitizer: signed integer overflow: 2147483647 + "
            "117 cannot be represented in type 'int' (parser/b.cc:19:52)");
  EXPECT_EQ(broken.key,
            "UndefinedBehaviorSanitizer: signed integer overflow: N + N cannot "
            "be represented in type 'int' (parser/b.cc:19:52)");
}

TEST(BrokenProperty, MemorySanitizerWarns) {
  EXPECT_EQ(Sentence("==5818==WARNING: MemorySanitizer: "
                     "use-of-uninitialized-value\n"
                     "    #0 0x55767a6cbe92 in Look(int) a.cc:20:55\n"),
            "MemorySanitizer: use-of-uninitialized-value, in Look "
            "(a.cc:20:55)");
}

TEST(BrokenProperty, TimeoutAndMemoryHaveTheirPlaceInTheSentenceOnly) {
  const BrokenProperty slow = Read(
      "ALARM: working on the last Unit for 3 seconds\n"
      "==5764== ERROR: libFuzzer: timeout after 3 seconds\n"
      "    #0 0x5647 in Spin a.cc:1:1\n");
  EXPECT_EQ(slow.sentence, "libFuzzer: timeout, seen in Spin (a.cc:1:1)");
  EXPECT_EQ(slow.key, "libFuzzer: timeout");
  const BrokenProperty large = Read(
      "==5788== ERROR: libFuzzer: out-of-memory (used: 742Mb; "
      "limit: 512Mb)\n    #0 0x5647 in Grow a.cc:1:1\n");
  EXPECT_EQ(large.sentence,
            "libFuzzer: out-of-memory, seen in Grow (a.cc:1:1)");
  EXPECT_EQ(large.key, "libFuzzer: out-of-memory");
}

TEST(BrokenProperty, AddressesAreLeftOut) {
  EXPECT_EQ(Sentence("a.h:1:2: runtime error: load of misaligned address "
                     "0x7f6f603aefe7 for type 'int'\n"),
            "UndefinedBehaviorSanitizer: load of misaligned address for type "
            "'int' (a.h:1:2)");
}

TEST(BrokenProperty, SignalIsPlacedBelowAbortAndHandlers) {
  EXPECT_EQ(Sentence(kFatalSignal),
            "libFuzzer: deadly signal, in ns::Stop (a.cc:23:15)");
}

TEST(BrokenProperty, FindingOfOursNamesParserAndEvents) {
  const std::string report =
      "finding: reader on pages differs from reference, at event 12:\n"
      "  expected  emit ino=3 off=1 type=8 name=\"x\"\n"
      "  got       return -EIO pos=0\n"
      "choices: default\nreply, 32 bytes:\n";
  const BrokenProperty broken = Read(report + kFatalSignal);
  EXPECT_EQ(broken.sentence,
            "reader on pages differs from reference, at event 12: expected "
            "emit, got return");
  EXPECT_EQ(broken.key,
            "reader on pages differs from reference, at event N: expected "
            "emit, got return");
}

TEST(BrokenProperty, FindingOfOursNamesTheFieldOfEventsOfOneKind) {
  EXPECT_EQ(Sentence("finding: x differs from y, at event 0:\n"
                     "  expected  emit ino=3 off=1 type=8 name=\"x\"\n"
                     "  got       emit ino=3 off=1 type=8 name=\"y\"\n"),
            "x differs from y, at event 0: expected emit, got emit with "
            "another name");
}

TEST(BrokenProperty, KeyHasNoNumberAndNoQuotedName) {
  EXPECT_EQ(Read("finding: entry \"a \\\" 1\" of 0x1f pages, 20 of 3\n").key,
            "entry \"\" of N pages, N of N");
}

TEST(BrokenProperty, CheckOfOursNamesItsCondition) {
  EXPECT_EQ(Sentence("parser/reply_bytes.cc:31: check failed: size <= left\n"),
            "a belief of our own is broken at parser/reply_bytes.cc:31: "
            "size <= left");
}

TEST(BrokenProperty, FirstReportCounts) {
  EXPECT_EQ(Sentence("finding: first\nfinding: second\n"), "first");
  EXPECT_EQ(Sentence("terminate called after throwing an instance of 'E'\n" +
                     std::string(kFatalSignal)),
            "terminate called after throwing an instance of 'E'");
}

TEST(BrokenProperty, TargetThatDoesNotReturnZero) {
  EXPECT_EQ(Sentence("replay: /tmp/x/input: the target returned non-zero\n"),
            "the target returned non-zero");
}

TEST(BrokenProperty, WithoutAReportItIsTheEnding) {
  EXPECT_EQ(Read("", 128 + 15).sentence,
            "signal 15 (Terminated) ends it, and no report says why");
  EXPECT_EQ(Read("whatever\n", 7).sentence,
            "unknown: it ends with exit status 7 and without a report that is "
            "understood");
  const auto late =
      BrokenPropertyOf({.output = "", .status = 137, .timed_out = true});
  ASSERT_TRUE(late);
  EXPECT_EQ(late->sentence, "timeout: does not return in time");
  const auto placed = BrokenPropertyOf(
      {.output = kFatalSignal, .status = 134, .timed_out = true});
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed->sentence,
            "timeout: does not return in time, seen in ns::Stop (a.cc:23:15)");
  EXPECT_EQ(placed->key, late->key);
}

TEST(BrokenProperty, StatusZeroIsAcceptedWhateverIsPrinted) {
  EXPECT_FALSE(BrokenPropertyOf({.output = "finding: quoted\n", .status = 0}));
}

TEST(BrokenProperty, SentenceIsOneLineOfBoundedLength) {
  const std::string sentence =
      Sentence("finding: a\tb\x1b" + std::string(1000, 'c') + "\n");
  EXPECT_TRUE(sentence.starts_with("a b c"));
  EXPECT_LE(sentence.size(), 303u);
}

// After SaysEnough() the sentence is that of the whole report.
TEST(SaysEnough, NothingChangesAfterwards) {
  size_t reports = 0;
  for (const std::string& report :
       {std::string(kAddress), std::string(kLeak), std::string(kFatalSignal),
        "finding: x differs, at event 1:\n  expected  emit a\n"
        "  got       link\nmore\n" +
            std::string(kFatalSignal),
        std::string("a.cc:1: check failed: b\nfinding: c\n")}) {
    const BrokenProperty whole = Read(report);
    size_t enough = 0;
    for (size_t size = 0; size <= report.size(); ++size) {
      const std::string part = report.substr(0, size);
      if (!SaysEnough(part)) continue;
      ++enough;
      ASSERT_EQ(Read(part).sentence, whole.sentence) << part;
    }
    EXPECT_GT(enough, 0u) << report;
    ++reports;
  }
  EXPECT_EQ(reports, 5u);
  EXPECT_FALSE(SaysEnough("Running: in\n"));
}

}  // namespace
}  // namespace fuse_dirents
