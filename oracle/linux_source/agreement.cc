// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Prints where readdir.c of each kernel tree agrees with ours, a fact a line:
// the tree, then a word for the kind of fact, then words and their values.
// With the same flags and trees it prints the same, but for a line "speed".
//
// Exits with 1 if anything differs.

#include "oracle/agreement.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/cli.h"
#include "base/fail.h"
#include "base/hex.h"
#include "base/random.h"
#include "base/text.h"
#include "differential/case.h"
#include "differential/parser_list.h"
#include "oracle/linux_source/path/source_sessions.h"
#include "oracle/linux_source/sources.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "properties/engine/chooser.h"
#include "properties/engine/generators.h"
#include "readdir/fault_points.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

struct Flags {
  uint64_t cases = 20000;
  uint64_t seed = 31694;
  uint64_t sessions = 10000;
  uint64_t timed = 0;
};

// A source, and what to print of it.
class Tree {
 public:
  explicit Tree(const LinkedSource& source)
      : source_(source),
        kind_(KindOf(*source.source)),
        profile_(*kind_.profile),
        agreement_(source.name, profile_, {}, "source", Parse()) {
    Print("tree version={} profile={} sizing={}", source.version, profile_.name,
          FactsOf(kind_.sizing).name);
  }

  // Each returns whether all agree.
  bool CompareReplies(const Flags& flags) {
    return agreement_.CompareReplies(flags.seed, flags.cases);
  }
  bool CompareSessions(const Flags& flags);
  void ListRefetches(const Flags& flags);
  void Time(const Flags& flags);

 private:
  template <typename... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    PrintFact(source_.name, format, std::forward<Args>(args)...);
  }

  ParseFunction Parse() const {
    return [source = source_.source](const Profile&, const dirents_reply& reply,
                                     const dirents_sink& sink, uint64_t* pos) {
      return parse_with_source(source, &reply, &sink, pos);
    };
  }

  Case Draw(Random* random) {
    RandomChooser chooser(random->Next());
    return DrawCase({}, &profile_, &chooser);
  }

  const LinkedSource& source_;
  const SourceKind kind_;
  const Profile& profile_;
  Agreement agreement_;
};

bool Tree::CompareSessions(const Flags& flags) {
  PathTally tally, under_faults, under_rewrites;
  uint64_t differ = 0;
  std::string first;
  const auto run = [&](auto judge, uint64_t sessions, PathTally* into) {
    for (uint64_t i = 0; i < sessions; ++i) {
      const std::string finding =
          judge(kind_, SessionBytes(flags.seed + i), into);
      if (!finding.empty() && differ++ == 0) {
        first = fmt::format("seed={} finding={}", flags.seed + i,
                            Quote(finding.substr(0, finding.find('\n'))));
      }
    }
  };
  run(&JudgeSource, flags.sessions, &tally);
  run(&JudgeUnderFaults, flags.sessions / 20, &under_faults);
  run(&JudgeUnderRewrites, flags.sessions, &under_rewrites);
  Print(
      "sessions seed={} sessions={} calls={} requests={} entries={} links={} "
      "forgets={} differ={}",
      flags.seed, tally.sessions, tally.calls, tally.requests, tally.entries,
      tally.links, tally.forgets, differ);
  if (differ > 0) Print("difference {}", first);
  for (size_t i = 0; i < under_faults.faults.size(); ++i) {
    if (under_faults.faults[i] == 0) continue;
    Print("fault point={} sessions={}", FaultPointName(FaultPoint(i)),
          under_faults.faults[i]);
  }
  for (const auto& [what, sessions] : under_rewrites.observed) {
    Print("rewritten sessions={} of={} observed={}", sessions, flags.sessions,
          Quote(what));
  }
  return differ == 0;
}

// What the second value of a field reaches, read in the source.
std::string_view EffectOf(std::string_view field, bool after_link) {
  constexpr std::tuple<std::string_view, bool, std::string_view> kEffects[] = {
      {"off", false, "none: the source fetches it once, after the emit"},
      {"namelen", false, "the length of the name that is hashed and linked"},
      {"name", false, "the name that is linked, also with a '/'"},
      {"entry_out.nodeid", true, "the nodeid of the FORGET"},
  };
  for (const auto& [name, link, effect] : kEffects) {
    if (name == field && link == after_link) return effect;
  }
  return "not known";
}

void Tree::ListRefetches(const Flags& flags) {
  constexpr uint64_t kReplies = 300;
  constexpr size_t kMostBytes = 600;
  const auto parse = [parse = Parse(), this](const dirents_reply& reply,
                                             const dirents_sink& sink,
                                             uint64_t* pos) {
    return parse(profile_, reply, sink, pos);
  };
  struct Smallest {
    std::string reply;
    uint64_t replies = 0;
  };
  std::map<std::tuple<RecordFormat, bool, std::string>, Smallest> found;
  Random random(flags.seed);
  for (uint64_t i = 0; i < kReplies;) {
    const Case c = Draw(&random);
    const std::string reply = c.Reply();
    if (reply.size() > kMostBytes) continue;
    ++i;
    for (const DoubleFetch& fetch : FindDoubleFetches(
             parse, c.format, reply,
             {.plan = c.choices.plan, .names_are_copied = true})) {
      Smallest& of_field = found[{c.format, fetch.link, fetch.field}];
      if (of_field.replies++ == 0 || reply.size() < of_field.reply.size()) {
        of_field.reply = reply;
      }
    }
  }
  for (const auto& [key, of_field] : found) {
    const auto& [format, link, field] = key;
    Print(
        "fetched_again function={} field={} after={} replies={} of={} "
        "effect={} reply={}",
        format == RecordFormat::kDirent ? "parse_dirfile()"
                                        : "parse_dirplusfile()",
        field, link ? "link" : "emit", of_field.replies, kReplies,
        Quote(EffectOf(field, link)), HexOf(of_field.reply));
  }
}

int TakeAll(void*, const dirents_entry*) { return 1; }
int LinkAll(void*, const dirents_entry*, const void*) { return 0; }
void ForgetAll(void*, uint64_t) {}

void Tree::Time(const Flags& flags) {
  struct Timed {
    std::string bytes;
    int plus;
  };
  std::vector<Timed> replies;
  Random random(flags.seed);
  while (replies.size() < flags.timed) {
    const Case c = Draw(&random);
    replies.push_back(
        {c.Reply(), c.format == RecordFormat::kDirentplus ? 1 : 0});
  }
  // Cases a second: the best of five turns.
  const auto speed = [&](const ParseFunction& parse) {
    const dirents_sink sink = {nullptr, &TakeAll, &LinkAll, &ForgetAll};
    double best = 0;
    for (int turn = 0; turn < 5; ++turn) {
      const auto start = std::chrono::steady_clock::now();
      for (int again = 0; again < 10; ++again) {
        for (const Timed& timed : replies) {
          const dirents_segment segment = {timed.bytes.data(),
                                           timed.bytes.size()};
          uint64_t pos = 0;
          parse(profile_, {timed.plus, 0, &segment, 1, timed.bytes.size()},
                sink, &pos);
        }
      }
      const std::chrono::duration<double> took =
          std::chrono::steady_clock::now() - start;
      best = std::max(best,
                      10 * static_cast<double>(replies.size()) / took.count());
    }
    return best;
  };
  const double reader = speed(&ParseWithReader);
  const double source = speed(Parse());
  Print("speed replies={} reader_per_s={:.0f} source_per_s={:.0f} ratio={:.2f}",
        flags.timed, reader, source, source / reader);
}

int Main(int argc, char** argv) {
  Flags flags;
  CLI::App app{"Compares readdir.c of each kernel tree with ours."};
  app.add_option("--cases", flags.cases, "Random replies");
  app.add_option("--seed", flags.seed, "Of the replies and the sessions");
  app.add_option("--sessions", flags.sessions,
                 "Random sessions of fuse_readdir()");
  app.add_option("--timed", flags.timed,
                 "Replies that are timed, as on line \"speed\"");
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;
  if (LinkedSources().empty()) {
    return Fail(
        "there is no kernel tree: run ./setup --linux or set "
        "LINUX_TREE");
  }
  bool agree = true;
  for (const LinkedSource& source : LinkedSources()) {
    Tree tree(source);
    agree &= tree.CompareReplies(flags);
    agree &= tree.CompareSessions(flags);
    tree.ListRefetches(flags);
    if (flags.timed > 0) tree.Time(flags);
  }
  return agree ? 0 : 1;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
