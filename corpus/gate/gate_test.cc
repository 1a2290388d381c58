// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The gate names the place where a corpus is broken.

#include "corpus/gate/gate.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "corpus/gate/golden.h"
#include "corpus/gate/manifest.h"
#include "gtest/gtest.h"
#include "parser/parse.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

const CorpusFiles& Corpus() {
  static const CorpusFiles& files = *[] {
    std::string problem;
    auto read = ReadCorpus("corpus", &problem);
    EXPECT_TRUE(read) << problem;
    return new CorpusFiles(read.value_or(CorpusFiles()));
  }();
  return files;
}

// One input for each outcome, one listing, and the manifest of these.
CorpusFiles SmallCorpus() {
  CorpusFiles files;
  for (const auto& [path, contents] : Corpus()) {
    for (const char* start :
         {"accept/namelen-4072-one-page.", "reject/namelen-zero.dirent",
          "stop/cut-mid-record.", "captured/llfuse/one",
          "captured/llfuse/PROVENANCE.tsv"}) {
      if (path.starts_with(start)) files[path] = contents;
    }
  }
  files[std::string(kManifest)] = ManifestOf(files);
  return files;
}

const std::string kZero = "reject/namelen-zero.dirent";
const std::string kManifestName(kManifest);

Problems ProblemsOf(const CorpusFiles& files) {
  Gate gate;
  return CheckCorpus(files, &gate);
}

// Whether one of `problems` begins with `start`.
bool Names(const Problems& problems, const std::string& start) {
  return std::ranges::any_of(problems, [&](const std::string& problem) {
    return problem.starts_with(start);
  });
}

void Replace(std::string_view from, std::string_view to, std::string* text) {
  const size_t at = text->find(from);
  ASSERT_NE(at, text->npos) << from << " in " << *text;
  text->replace(at, from.size(), to);
}

TEST(GateTest, ACorpusThatIsAsItsManifestSaysPasses) {
  EXPECT_EQ(ProblemsOf(SmallCorpus()), Problems());
}

TEST(GateTest, AnyFileThatIsRemovedOrAddedIsNamed) {
  for (const auto& [path, contents] : SmallCorpus()) {
    CorpusFiles files = SmallCorpus();
    files.erase(path);
    EXPECT_TRUE(Names(CheckManifest(files), path + ": ")) << path;
    if (path == kManifest) continue;
    files = SmallCorpus();
    files[path + "x"] = contents;
    EXPECT_TRUE(Names(CheckManifest(files), path + "x: ")) << path;
  }
}

TEST(GateTest, AnyByteThatIsFlippedIsNamed) {
  CorpusFiles files = SmallCorpus();
  for (auto& [path, contents] : files) {
    for (size_t at = 0; at < std::min<size_t>(contents.size(), 300); ++at) {
      contents[at] ^= 1;
      const Problems problems = CheckManifest(files);
      // A flip in the manifest names the file of its line, or the line; one
      // that hits the digest of a trace is found by a replay.
      EXPECT_TRUE(path == kManifest
                      ? !problems.empty() || ManifestOf(files) != contents
                      : Names(problems, path + ": "))
          << path << ":" << at;
      contents[at] ^= 1;
    }
  }
}

TEST(GateTest, WhatIsWrongIsNamedThoughTheManifestAgrees) {
  using Spoil = std::function<void(CorpusFiles*)>;
  const auto edit = [](std::string file, std::string from, std::string to) {
    return [=](CorpusFiles* files) { Replace(from, to, &(*files)[file]); };
  };
  const auto erase = [](std::string file) {
    return [=](CorpusFiles* files) { files->erase(file); };
  };
  const auto copy = [](std::string from, std::string to) {
    return [=](CorpusFiles* files) { (*files)[to] = (*files)[from]; };
  };
  const std::string other = "accept/other.dirent";
  const std::string listing = "captured/llfuse/one.listing";
  const std::pair<Spoil, std::string> cases[] = {
      {erase(kZero), kZero + ".recipe: no input stands beside it"},
      {erase(kZero), kZero + ".trace: no input stands beside it"},
      {erase(kZero), "reject/: holds no input"},
      {erase(kZero + ".recipe"), kZero + ": no " + kZero + ".recipe"},
      {erase(kZero + ".trace"), kZero + ": no " + kZero + ".trace"},
      {copy(listing, "accept/notes.txt"), "accept/notes.txt: expected a name"},
      {copy(kZero, other), kZero + ": the same as " + other},
      {[&](CorpusFiles* files) {
         for (const char* ending : {"", ".recipe", ".trace"}) {
           copy(kZero + ending, other + ending)(files);
         }
       },
       other + ": belongs into reject/"},
      {edit(kZero + ".recipe", "# why: ", "# Why: "),
       kZero + ".recipe: line 1: expected '# why: '"},
      {edit(kZero + ".recipe", "format", "form"), kZero + ".recipe: line "},
      {[](CorpusFiles* files) { (*files)[kZero][0] ^= 1; },
       kZero + ": is not what its recipe makes"},
      {edit(kZero + ".trace", "return", "turn"),
       kZero + ".trace: section 'linux"},
      {edit(kZero + ".trace", "pos=0", "pos=1"),
       kZero + " under linux in layout its own: "},
      {edit(listing, "\"a\"", "\"b\""),
       "captured/llfuse/one-512-000.dirent: \"a\": not in " + listing},
  };
  for (const auto& [spoil, problem] : cases) {
    CorpusFiles files = SmallCorpus();
    spoil(&files);
    files[kManifestName] = ManifestOf(files);
    const Problems problems = ProblemsOf(files);
    EXPECT_TRUE(Names(problems, problem)) << problem << "\n"
                                          << testing::PrintToString(problems);
  }
}

TEST(GateTest, AWrongLineOfTheManifestIsNamed) {
  const std::string bulk = "captured/llfuse/one-512-000.dirent";
  const std::string trace = TraceDigestIn(SmallCorpus(), bulk);
  const std::string other(32, '0');
  const std::string wrong_line =
      kManifestName + ":1: expected DIGEST SIZE TRACE PATH, sorted by path";
  for (const auto& [from, to, problem] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {trace, other,
            bulk + ": its traces have the digest " + trace + ", expected " +
                other},
           {trace, "-", bulk + ": the manifest's trace is -"},
           {" - accept/", " " + other + " accept/",
            "accept/namelen-4072-one-page.dirent: the manifest's trace is " +
                other},
           {" - accept/", " accept/", wrong_line},
           {" - accept/", "  - accept/", wrong_line},
           {" - accept/", " - x/", wrong_line}}) {
    CorpusFiles files = SmallCorpus();
    Replace(from, to, &files[kManifestName]);
    const Problems problems = ProblemsOf(files);
    EXPECT_TRUE(Names(problems, problem)) << problem << "\n"
                                          << testing::PrintToString(problems);
  }
}

TEST(GateTest, BothSeedsOfCve202631694AreThere) {
  for (const auto& [name, reclen] :
       std::map<std::string, size_t>{{"namelen-4072-one-page", 4096},
                                     {"namelen-4073-above-one-page", 4104}}) {
    const std::string& bytes = Corpus().at("accept/" + name + ".dirent");
    DirentReader reader(
        RecordFormat::kDirent,
        ReplyBytes(std::as_bytes(std::span(bytes.data(), bytes.size()))));
    Dirent record;
    ASSERT_TRUE(reader.Next(&record)) << name;
    EXPECT_EQ(record.reclen, reclen) << name;
  }
}

// A parser that ignores the last of several segments.
int LosesTheLastEntry(const Profile& profile, const dirents_reply& reply,
                      const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  if (reply.num_segments > 1) --shorter.num_segments;
  shorter.nbytes = 0;
  for (size_t i = 0; i < shorter.num_segments; ++i) {
    shorter.nbytes += shorter.segments[i].len;
  }
  shorter.nbytes = std::min(shorter.nbytes, reply.nbytes);
  return ParseWithReader(profile, shorter, sink, pos);
}

TEST(GateTest, AParserThatDiffersInOneLayoutIsNamedWithTheReplyDrawn) {
  const ListedParser parsers[] = {
      OurParsers().front(),
      {"lossy", Presentation::kSegmented, LosesTheLastEntry},
  };
  Gate gate(parsers);
  const Problems problems = CheckCorpus(SmallCorpus(), &gate);
  for (const std::string& path : {kZero, std::string("accept/namelen-4072")}) {
    EXPECT_TRUE(Names(problems, path)) << testing::PrintToString(problems);
  }
  for (const std::string& problem : problems) {
    EXPECT_NE(problem.find("lossy"), std::string::npos) << problem;
    EXPECT_NE(problem.find("expected"), std::string::npos) << problem;
  }
}

TEST(GoldenTest, ProfilesWithEqualTracesShareASection) {
  const std::string golden =
      GoldenText(RecordFormat::kDirent, Corpus().at(kZero));
  EXPECT_TRUE(golden.starts_with("== linux ")) << golden;
  std::string problem;
  const auto traces = ParseGolden(golden, &problem);
  ASSERT_TRUE(traces) << problem;
  EXPECT_EQ(traces->size(), AllProfiles().size());
}

TEST(GoldenTest, BadTextIsRefused) {
  const std::string golden = GoldenText(RecordFormat::kDirent, "");
  std::string problem;
  ASSERT_TRUE(ParseGolden(golden, &problem)) << problem;
  for (const auto& [text, expected] : std::map<std::string, std::string>{
           {"", "line 1: expected '== ' and the names of profiles"},
           {"== linux", "the last section has no trace"},
           {"== linux\nreturn 0 pos=0\n",
            "profile 'linux_before_6_15' is missing"},
           {"== klingon\nreturn 0 pos=0\n",
            "section 'klingon': no profile is called 'klingon'"},
           {golden + "== linux\nreturn 0 pos=0\n",
            "profile 'linux' stands there twice"}}) {
    EXPECT_FALSE(ParseGolden(text, &problem));
    EXPECT_EQ(problem, expected);
  }
}

}  // namespace
}  // namespace fuse_dirents
