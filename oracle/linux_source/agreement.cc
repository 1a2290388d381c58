// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reference, reader and readdir.c of each kernel tree read the same generated
// replies; then each reads one set of them again, against the clock.
//
//     agreement [--cases=N] [--seed=N] [--timed=N]
//
// Exits with 1 at the first difference, which it prints.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "base/text.h"
#include "differential/case.h"
#include "differential/compare.h"
#include "differential/parser_list.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "properties/engine/chooser.h"
#include "properties/engine/generators.h"

#define FUSE_DIRENTS_PARSE(name)                                         \
  extern "C" int name##_parse(const dirents_reply*, const dirents_sink*, \
                              uint64_t*);
#ifdef HAVE_LINUX_6_1
FUSE_DIRENTS_PARSE(linux_6_1)
#endif
#ifdef HAVE_LINUX_6_12
FUSE_DIRENTS_PARSE(linux_6_12)
#endif
#ifdef HAVE_LINUX_TREE
FUSE_DIRENTS_PARSE(linux_tree)
#endif

namespace fuse_dirents {
namespace {

struct Flags {
  uint64_t cases = 20000;
  uint64_t seed = 31694;
  uint64_t timed = 2000;
};

struct Source {
  std::string name;
  const Profile* profile;
  ParseFunction parse;
};

std::vector<Source> Sources() {
  std::vector<Source> sources;
#ifdef HAVE_LINUX_6_1
  sources.push_back({"linux 6.1", FindProfile(HAVE_LINUX_6_1),
                     &IgnoringProfile<&linux_6_1_parse>});
#endif
#ifdef HAVE_LINUX_6_12
  sources.push_back({"linux 6.12", FindProfile(HAVE_LINUX_6_12),
                     &IgnoringProfile<&linux_6_12_parse>});
#endif
#ifdef HAVE_LINUX_TREE
  sources.push_back({"LINUX_TREE", FindProfile(HAVE_LINUX_TREE),
                     &IgnoringProfile<&linux_tree_parse>});
#endif
  return sources;
}

// The sources of one profile, after the reference and the reader.
std::vector<ListedParser> ParsersOf(const Profile& profile,
                                    const std::vector<Source>& sources) {
  std::vector<ListedParser> parsers = {
      {"reference", Presentation::kLinear, &ParseWithReference},
      {"reader", Presentation::kMapped, &ParseWithReader}};
  for (const Source& source : sources) {
    if (source.profile != &profile) continue;
    parsers.push_back({source.name, Presentation::kLinear, source.parse});
    parsers.push_back({source.name, Presentation::kMapped, source.parse});
  }
  return parsers;
}

Case Draw(const Profile& profile, Random* random) {
  RandomChooser chooser(random->Next());
  return DrawCase({}, &profile, &chooser);
}

// False, after a report, where two differ.
bool Agree(const Profile& profile, const std::vector<Source>& sources,
           const Flags& flags) {
  const std::vector<ListedParser> parsers = ParsersOf(profile, sources);
  Comparer comparer(parsers);
  Random random(flags.seed);
  uint64_t replies[2] = {0, 0}, events = 0, runs = 0;
  for (uint64_t i = 0; i < flags.cases; ++i) {
    const Case c = Draw(profile, &random);
    const auto difference = comparer.Compare(c.format, {c.Reply(), c.choices});
    if (difference) {
      std::printf("case %llu: %s\n", static_cast<unsigned long long>(i),
                  difference->report.c_str());
      return false;
    }
    ++replies[c.format == RecordFormat::kDirentplus ? 1 : 0];
    events += comparer.expected().size();
    runs += comparer.parsers_run();
    if ((i + 1) % 1000000 == 0) {
      std::printf("%llu ...\n", static_cast<unsigned long long>(i + 1));
      std::fflush(stdout);
    }
  }
  std::printf(
      "profile %s, seed %llu: %llu fuse_dirent and %llu fuse_direntplus "
      "replies, %llu events, %llu runs of parsers agree:",
      std::string(profile.name).c_str(),
      static_cast<unsigned long long>(flags.seed),
      static_cast<unsigned long long>(replies[0]),
      static_cast<unsigned long long>(replies[1]),
      static_cast<unsigned long long>(events),
      static_cast<unsigned long long>(runs));
  for (size_t i = 0; i < parsers.size(); ++i) {
    if (i < 3 || i % 2 == 0) {
      std::printf(" %s", std::string(parsers[i].name).c_str());
    }
  }
  std::printf("\n");
  return true;
}

// Replies to be read again and again.
struct TimedReply {
  std::string bytes;
  int plus;
};

int TakeAll(void*, const dirents_entry*) { return 1; }
int LinkAll(void*, const dirents_entry*, const void*) { return 0; }
void ForgetAll(void*, uint64_t) {}

// Cases a second of one parser: the best of five turns.
double CasesASecond(const ParseFunction& parse, const Profile& profile,
                    const std::vector<TimedReply>& replies) {
  const dirents_sink sink = {nullptr, &TakeAll, &LinkAll, &ForgetAll};
  double best = 0;
  for (int turn = 0; turn < 5; ++turn) {
    const auto start = std::chrono::steady_clock::now();
    size_t cases = 0;
    for (int again = 0; again < 10; ++again) {
      for (const TimedReply& timed : replies) {
        const dirents_segment segment = {timed.bytes.data(),
                                         timed.bytes.size()};
        const dirents_reply reply = {timed.plus, 0, &segment, 1,
                                     timed.bytes.size()};
        uint64_t pos = 0;
        parse(profile, reply, sink, &pos);
        ++cases;
      }
    }
    const std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - start;
    best = std::max(best, static_cast<double>(cases) / took.count());
  }
  return best;
}

void Time(const Profile& profile, const std::vector<Source>& sources,
          const Flags& flags) {
  std::vector<TimedReply> replies;
  Random random(flags.seed);
  while (replies.size() < flags.timed) {
    const Case c = Draw(profile, &random);
    replies.push_back(
        {c.Reply(), c.format == RecordFormat::kDirentplus ? 1 : 0});
  }
  const double reader = CasesASecond(&ParseWithReader, profile, replies);
  std::printf("reader: %.0f cases a second\n", reader);
  for (const Source& source : sources) {
    if (source.profile != &profile) continue;
    const double speed = CasesASecond(source.parse, profile, replies);
    std::printf("%s: %.0f cases a second, %.2f of the reader's\n",
                source.name.c_str(), speed, speed / reader);
  }
}

int Main(int argc, char** argv) {
  Flags flags;
  for (int i = 1; i < argc; ++i) {
    const auto [key, value] = SplitKeyValue(argv[i]);
    const auto number = ParseNumber(value);
    if (key == "--cases" && number && *number > 0) {
      flags.cases = *number;
    } else if (key == "--seed" && number) {
      flags.seed = *number;
    } else if (key == "--timed" && number && *number > 0) {
      flags.timed = *number;
    } else {
      std::fprintf(stderr, "%s: expected --cases=N, --seed=N or --timed=N\n",
                   argv[i]);
      return 2;
    }
  }
  const std::vector<Source> sources = Sources();
  if (sources.empty()) {
    std::fprintf(stderr,
                 "there is no kernel tree: run ./setup --linux or set "
                 "LINUX_TREE\n");
    return 2;
  }
  for (const Profile& profile : AllProfiles()) {
    bool used = false;
    for (const Source& source : sources) used |= source.profile == &profile;
    if (!used) continue;
    if (!Agree(profile, sources, flags)) return 1;
    Time(profile, sources, flags);
  }
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
