// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/explain/verdict.h"

#include <map>
#include <string>
#include <vector>

#include "corpus/gate/corpus_files.h"
#include "differential/input.h"
#include "differential/input_file.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/profile/profile_table.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kDirent = RecordFormat::kDirent;
constexpr RecordFormat kPlus = RecordFormat::kDirentplus;

using Entries = std::vector<EntryFate>;
using Lookups = std::vector<LookupFate>;
constexpr EntryFate kEmitted = EntryFate::kEmitted;
constexpr EntryFate kHidden = EntryFate::kHidden;
constexpr EntryFate kDropped = EntryFate::kDropped;
constexpr EntryFate kRefused = EntryFate::kRefused;
constexpr EntryFate kUnread = EntryFate::kUnread;
constexpr EntryFate kAgain = EntryFate::kAgain;

std::string Records(RecordFormat format, std::vector<std::string> names) {
  DirentWriter writer(format);
  for (uint64_t i = 0; i < names.size(); ++i) {
    FuseEntryOut entry_out = {};
    entry_out.nodeid = 7;  // The same for all.
    entry_out.attr.mode = 0100644;
    writer.Append({.ino = 1,
                   .off = i + 1,
                   .type = 8,
                   .name = names[i],
                   .entry_out = entry_out});
  }
  return std::string(writer.bytes());
}

Verdict Of(const char* profile, RecordFormat format, std::string_view reply,
           const SinkPlan& plan = {}) {
  return NumberedReply(format, reply, plan).VerdictOf(*FindProfile(profile));
}

TEST(VerdictTest, SlashIsRefusedHiddenOrTaken) {
  const std::string reply = Records(kPlus, {"a", "b/c", "d"});
  const Verdict linux_verdict = Of("linux", kPlus, reply);
  EXPECT_EQ(linux_verdict.entries, (Entries{kEmitted, kRefused, kUnread}));
  EXPECT_EQ(
      linux_verdict.lookups,
      (Lookups{LookupFate::kLinked, LookupFate::kLeaked, LookupFate::kLeaked}));
  EXPECT_EQ(linux_verdict.error, -EIO);
  EXPECT_EQ(linux_verdict.pos, 1u);
  EXPECT_EQ(linux_verdict.stop, Stop::kSlash);
  EXPECT_EQ(linux_verdict.stop_record, 1u);
  EXPECT_EQ(linux_verdict.stop_at, 160u);
  EXPECT_EQ(linux_verdict.lost, 2u);

  const Verdict edk2 = Of("edk2", kPlus, reply);
  EXPECT_EQ(edk2.entries, (Entries{kEmitted, kHidden, kEmitted}));
  EXPECT_EQ(edk2.forgotten, 3u);
  EXPECT_EQ(edk2.lost, 1u);
  EXPECT_EQ(edk2.stop, Stop::kEndOfReply);

  const Verdict dragonos = Of("dragonos", kPlus, reply);
  EXPECT_EQ(dragonos.entries, (Entries{kDropped, kRefused, kUnread}));
  EXPECT_EQ(dragonos.lookups,
            (Lookups{LookupFate::kLinked, LookupFate::kForgotten,
                     LookupFate::kForgotten}));

  EXPECT_FALSE(Of("freebsd", kPlus, reply).asks);
  EXPECT_EQ(Of("starnix", kPlus, reply).emitted, 3u);
}

TEST(VerdictTest, FullBufferAndCutRecordComeAgain) {
  const std::string reply = Records(kPlus, {"a", "b", "c"});
  const Verdict full = Of("linux", kPlus, reply, {.capacity = 1});
  EXPECT_EQ(full.entries, (Entries{kEmitted, kAgain, kAgain}));
  EXPECT_EQ(full.linked, 3u);
  EXPECT_FALSE(full.ended_full);
  EXPECT_EQ(full.pos, 1u);
  const Verdict ended = Of("viofs", kPlus, reply, {.capacity = 1});
  EXPECT_EQ(ended.entries, (Entries{kEmitted, kAgain, kAgain}));
  EXPECT_TRUE(ended.ended_full);
  EXPECT_EQ(ended.stop, Stop::kNone);
  EXPECT_EQ(ended.stop_record, 1u);

  const std::string_view cut = std::string_view(reply).substr(0, 476);
  EXPECT_EQ(Of("linux", kPlus, cut).entries,
            (Entries{kEmitted, kEmitted, kAgain}));
  EXPECT_EQ(Of("linux", kPlus, cut).leaked, 1u);
  EXPECT_EQ(Of("starnix", kPlus, cut).entries,
            (Entries{kDropped, kDropped, kRefused}));
}

TEST(VerdictTest, QuietStopAtTheFirstRecordEndsTheDirectory) {
  const std::string reply = Records(kDirent, {"", "b"});
  const Verdict verdict = Of("gvisor", kDirent, reply);
  EXPECT_TRUE(verdict.ends_directory());
  EXPECT_EQ(verdict.entries, (Entries{kRefused, kUnread}));
  EXPECT_EQ(RowOf(verdict.stop), "namelen is 0");
  EXPECT_FALSE(Of("linux", kDirent, reply).ends_directory());
  EXPECT_TRUE(Of("linux", kDirent, "").ends_directory());
}

TEST(VerdictTest, OfferedEntriesAreJudgedAsTheyAreOffered) {
  DirentWriter writer(kDirent);
  writer.Append({.off = 1, .name = "a"});
  writer.Append({.off = UINT64_MAX, .name = "b"});
  writer.Append({.off = 3, .type = 0x108, .name = "c"});
  const Verdict starnix = Of("starnix", kDirent, writer.bytes());
  EXPECT_EQ(starnix.entries, (Entries{kEmitted, kRefused, kUnread}));
  EXPECT_EQ(starnix.stop, Stop::kOffNegative);
  const Verdict dragonos = Of("dragonos", kDirent, writer.bytes());
  EXPECT_EQ(dragonos.stop, Stop::kOffNegative);
  EXPECT_EQ(dragonos.error, -EOVERFLOW);
  const Verdict freebsd = Of("freebsd", kDirent, writer.bytes());
  EXPECT_EQ(freebsd.entries,
            (Entries{kEmitted, kEmitted, EntryFate::kTypeCut}));
}

TEST(VerdictTest, EachStopHasARowOfTheTable) {
  const std::string table = ProfileTable();
  for (int i = 0; i <= static_cast<int>(Stop::kTypeAboveU8); ++i) {
    const Stop stop = static_cast<Stop>(i);
    if (stop == Stop::kNone || stop == Stop::kEndOfReply) continue;
    EXPECT_NE(table.find("\n| " + std::string(RowOf(stop)) + " |"), table.npos)
        << StopText(stop);
  }
}

// Counts by a trace of the reply as it is.
struct Counts {
  size_t emitted = 0, linked = 0, forgotten = 0;
  int error = 0;
  uint64_t pos = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
};

std::ostream& operator<<(std::ostream& out, const Counts& counts) {
  return out << counts.emitted << " emitted, " << counts.linked << " linked, "
             << counts.forgotten << " forgotten, error " << counts.error
             << ", pos " << counts.pos;
}

Counts CountsOf(const Trace& trace) {
  Counts counts;
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    counts.emitted += event.kind == Event::kEmit && event.taken;
    counts.linked += event.kind == Event::kLink && event.error == 0;
    counts.forgotten += event.kind == Event::kForget;
    if (event.kind == Event::kReturn) {
      counts.error = event.error;
      counts.pos = event.pos;
    }
  }
  return counts;
}

// By the reference, which the verdict does not use.
Counts CountsOf(const Profile& profile, RecordFormat format,
                const Input& input) {
  Trace trace;
  RecordingSink sink(input.choices.plan, &trace);
  const dirents_segment segment = {input.reply.data(), input.reply.size()};
  const dirents_reply reply = {format == kPlus, input.choices.start_off,
                               &segment, 1, input.reply.size()};
  uint64_t pos = 0;
  const int error = ParseWithReference(profile, reply, sink.sink(), &pos);
  trace.AddReturn(error, pos);
  return CountsOf(trace);
}

// What a verdict claims about its own records.
void ExpectConsistent(const NumberedReply& reply, const Verdict& verdict) {
  const size_t records = reply.records().size();
  ASSERT_EQ(verdict.entries.size(), records);
  EXPECT_LE(verdict.stop_record, records);
  EXPECT_LE(verdict.stop_at, reply.size());
  size_t emitted = 0, lost = 0;
  for (size_t i = 0; i < records; ++i) {
    const EntryFate fate = verdict.entries[i];
    emitted += IsEmitted(fate);
    lost += IsLost(fate);
    if (i < verdict.stop_record) {
      EXPECT_TRUE(fate != kRefused && fate != kUnread) << i;
    } else {
      EXPECT_FALSE(IsEmitted(fate) || fate == kHidden || fate == kDropped) << i;
    }
    if (fate == kDropped) {
      EXPECT_NE(verdict.error, 0) << i;
    }
  }
  EXPECT_EQ(verdict.emitted, emitted);
  EXPECT_EQ(verdict.lost, lost);
  // An error has a rule.
  if (verdict.error != 0) {
    EXPECT_NE(RowOf(verdict.stop), "");
  }
}

TEST(VerdictTest, AgreesWithTheReferenceOnTheWholeCorpus) {
  std::string problem;
  const auto corpus = ReadCorpus("corpus", &problem);
  ASSERT_TRUE(corpus) << problem;
  size_t verdicts = 0;
  for (const auto& [path, bytes] : *corpus) {
    const auto format = FormatOf(path);
    if (!format) continue;
    SCOPED_TRACE(path);
    const Input input = DecodeInput(bytes);
    const NumberedReply reply(*format, input.reply, input.choices.plan,
                              input.choices.start_off);
    for (const Verdict& verdict : reply.Verdicts()) {
      if (!verdict.asks) continue;
      SCOPED_TRACE(verdict.profile->name);
      ++verdicts;
      ExpectConsistent(reply, verdict);
      const Counts expected = CountsOf(*verdict.profile, *format, input);
      EXPECT_EQ((Counts{verdict.emitted, verdict.linked, verdict.forgotten,
                        verdict.error, verdict.pos}),
                expected);
    }
  }
  EXPECT_GE(verdicts, 5000u);
}

}  // namespace
}  // namespace fuse_dirents
