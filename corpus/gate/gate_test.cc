// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The gate names the place where a copy of the corpus is broken.

#include "corpus/gate/gate.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/line_diff.h"
#include "base/random.h"
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

// The corpus in parts, each with its lines of the manifest.  Checking one file
// then takes the time of a part, not of the whole corpus.
const std::vector<CorpusFiles>& Parts() {
  static const std::vector<CorpusFiles>& parts = *[] {
    constexpr size_t kPartBytes = 64 << 10;
    std::map<std::string, std::string, std::less<>> lines;
    std::istringstream manifest(Corpus().at(std::string(kManifest)));
    for (std::string line; std::getline(manifest, line);) {
      size_t path = 0;
      for (int i = 0; i < 3; ++i) path = line.find(' ', path) + 1;
      lines[line.substr(path)] = line + "\n";
    }
    auto* made = new std::vector<CorpusFiles>;
    size_t bytes = kPartBytes;
    for (const auto& [path, contents] : Corpus()) {
      if (path == kManifest) continue;
      if (bytes >= kPartBytes) made->emplace_back(), bytes = 0;
      bytes += contents.size();
      made->back()[path] = contents;
      made->back()[std::string(kManifest)] += lines[path];
    }
    return made;
  }();
  return parts;
}

// The curated part.
const CorpusFiles& Curated() {
  static const CorpusFiles& files = *[] {
    auto* made = new CorpusFiles(Corpus());
    std::erase_if(*made, [](const auto& file) {
      return !IsCurated(file.first) && file.first != kManifest;
    });
    return made;
  }();
  return files;
}

// Whether one of `problems` begins with `path`.
bool Names(const Problems& problems, const std::string& path) {
  return std::ranges::any_of(problems, [&](const std::string& problem) {
    return problem.starts_with(path + ":");
  });
}

std::string Joined(const Problems& problems) {
  std::string all;
  for (const std::string& problem : problems) all += problem + "\n";
  return all;
}

// Flips one bit at a place that depends on `seed`.  REQUIRES: not empty.
void Flip(uint64_t seed, std::string* contents) {
  Random random(seed);
  const size_t at = random.Below(contents->size());
  (*contents)[at] = static_cast<char>((*contents)[at] ^ (1 << random.Below(8)));
}

TEST(GateTest, TheCorpusPasses) {
  EXPECT_GT(Corpus().size(), 400u);
  EXPECT_EQ(Joined(CheckFolders(Corpus())), "");
  EXPECT_EQ(Joined(CheckManifest(Corpus())), "");
  EXPECT_EQ(Joined(CheckNames(Corpus())), "");
  EXPECT_EQ(Joined(CheckDuplicates(Corpus())), "");
}

TEST(GateTest, AnyFileThatIsRemovedIsNamed) {
  size_t removed = 0;
  for (const CorpusFiles& part : Parts()) {
    EXPECT_EQ(Joined(CheckManifest(part)), "");
    for (const auto& [path, contents] : part) {
      CorpusFiles copy = part;
      copy.erase(path);
      EXPECT_TRUE(Names(CheckManifest(copy), path)) << path;
      removed += path != kManifest;
    }
  }
  EXPECT_EQ(removed + 1, Corpus().size());
}

TEST(GateTest, AnyByteThatIsFlippedIsNamed) {
  uint64_t seed = 0;
  for (const CorpusFiles& part : Parts()) {
    CorpusFiles copy = part;
    for (const auto& [path, contents] : part) {
      if (contents.empty()) continue;
      for (int i = 0; i < 8; ++i) {
        Flip(++seed, &copy[path]);
        const Problems problems = CheckManifest(copy);
        if (path == kManifest) {
          // The flip may have hit any line.
          EXPECT_FALSE(problems.empty() && CheckNames(copy).empty() &&
                       ManifestOf(copy) == copy.at(path));
        } else {
          EXPECT_TRUE(Names(problems, path)) << path << " seed " << seed;
        }
        copy[path] = contents;
      }
    }
  }
  EXPECT_GT(seed, 8 * 400u);
}

TEST(GateTest, EveryByteOfASmallInputCounts) {
  const std::string path = "reject/namelen-zero.dirent";
  ASSERT_TRUE(Corpus().contains(path));
  CorpusFiles copy = Curated();
  for (size_t i = 0; i < copy[path].size(); ++i) {
    copy[path][i] = static_cast<char>(copy[path][i] ^ 1);
    EXPECT_TRUE(Names(CheckManifest(copy), path)) << i;
    copy[path][i] = static_cast<char>(copy[path][i] ^ 1);
  }
}

// The tests below update the manifest to match the broken file.

TEST(GateTest, AGoldenTraceOrRecipeThatIsDroppedIsNamed) {
  size_t dropped = 0;
  for (const auto& [path, contents] : Curated()) {
    if (!IsCurated(path)) continue;
    CorpusFiles copy = Curated();
    copy.erase(path);
    std::string input = path;
    for (const std::string_view ending : {kTraceEnding, kRecipeEnding}) {
      if (path.ends_with(ending)) input.resize(path.size() - ending.size());
    }
    // The input's recipe and trace are now orphans.
    EXPECT_TRUE(input == path ? Names(CheckNames(copy), path + ".trace") &&
                                    Names(CheckNames(copy), path + ".recipe")
                              : Names(CheckNames(copy), input))
        << path;
    ++dropped;
  }
  EXPECT_GE(dropped, 3 * 80u);
}

TEST(GateTest, AGoldenTraceThatDiffersIsNamedWithTheEvent) {
  Gate gate;
  uint64_t seed = 0;
  size_t events = 0;
  for (const auto& [path, contents] : Curated()) {
    const std::string trace = path + std::string(kTraceEnding);
    if (!IsCurated(path) || !FormatOf(path)) continue;
    ASSERT_TRUE(Corpus().contains(trace)) << path;
    CorpusFiles copy = Curated();
    Flip(++seed, &copy[trace]);
    const Problems problems = gate.Replay(copy, path);
    ASSERT_FALSE(problems.empty()) << trace << " seed " << seed;
    EXPECT_TRUE(problems[0].starts_with(path)) << problems[0];
    // If the flipped text still parses, the problem shows what was expected.
    events += problems[0].find("at event") != std::string::npos;
  }
  EXPECT_GE(events, 10u);
}

TEST(GateTest, ATraceDigestThatDiffersIsNamed) {
  Gate gate;
  CorpusFiles copy = Corpus();
  const auto bulk = std::ranges::find_if(copy, [](const auto& file) {
    return FormatOf(file.first) && !IsCurated(file.first);
  });
  ASSERT_NE(bulk, copy.end());
  const std::string path = bulk->first;
  EXPECT_EQ(Joined(gate.Replay(copy, path)), "");
  std::string& manifest = copy.find(kManifest)->second;
  const size_t digest = manifest.find(TraceDigestIn(copy, path));
  manifest[digest] = manifest[digest] == '0' ? '1' : '0';
  EXPECT_TRUE(Names(gate.Replay(copy, path), path));
}

TEST(GateTest, AnInputThatDiffersFromItsRecipeIsNamed) {
  uint64_t seed = 0;
  size_t inputs = 0;
  for (const auto& [path, contents] : Curated()) {
    if (!IsCurated(path) || !FormatOf(path) || contents.empty()) continue;
    EXPECT_EQ(Joined(CheckCurated(Corpus(), path)), "");
    CorpusFiles copy = Curated();
    Flip(++seed, &copy[path]);
    EXPECT_TRUE(Names(CheckCurated(copy, path), path)) << path;
    ++inputs;
  }
  EXPECT_GE(inputs, 80u);
}

TEST(GateTest, AnInputInTheFolderOfAnotherOutcomeIsNamed) {
  const std::string path = "reject/namelen-zero.dirent";
  const std::string moved = "accept/namelen-zero.dirent";
  CorpusFiles copy;
  for (const char* ending : {"", ".recipe", ".trace"}) {
    copy[moved + ending] = Corpus().at(path + ending);
  }
  EXPECT_EQ(Joined(CheckCurated(copy, moved)),
            moved + ": belongs into reject/\n");
}

TEST(GateTest, ADuplicateIsNamed) {
  CorpusFiles copy = Curated();
  const std::string path = "reject/namelen-zero.dirent";
  copy["accept/other.dirent"] = copy.at(path);
  EXPECT_TRUE(Names(CheckDuplicates(copy), path));
}

TEST(GateTest, AFolderWithoutInputsIsNamed) {
  CorpusFiles copy = Corpus();
  std::erase_if(copy, [](const auto& file) {
    return TopFolder(file.first) == "stop" && FormatOf(file.first);
  });
  EXPECT_EQ(Joined(CheckFolders(copy)), "stop/: holds no input\n");
}

TEST(GateTest, AFileOfNoKnownKindIsNamed) {
  CorpusFiles copy = Curated();
  copy["accept/notes.txt"] = "";
  EXPECT_TRUE(Names(CheckNames(copy), "accept/notes.txt"));
  EXPECT_TRUE(Names(CheckManifest(copy), "accept/notes.txt"));
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
  size_t found = 0;
  for (const auto& [path, contents] : Curated()) {
    if (!IsCurated(path) || !FormatOf(path)) continue;
    const Problems problems = gate.Replay(Corpus(), path);
    if (problems.empty()) continue;
    ++found;
    EXPECT_NE(problems[0].find("lossy"), std::string::npos);
    EXPECT_NE(problems[0].find("expected"), std::string::npos);
  }
  EXPECT_GE(found, 40u);
}

TEST(GoldenTest, ProfilesWithEqualTracesShareASection) {
  const std::string path = "reject/namelen-zero.dirent";
  const std::string golden =
      GoldenText(RecordFormat::kDirent, Corpus().at(path));
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

TEST(LineDiffTest, ShowsRemovedAndAddedLines) {
  EXPECT_EQ(LineDiff("a\nb\nc\n", "a\nb\nc\n"), "");
  EXPECT_EQ(LineDiff("a\nb\nc\n", "a\nx\nc\n"), "- b\n+ x\n");
  EXPECT_EQ(LineDiff("a\nb\nc\nd\n", "a\nc\nx\nd\n"), "- b\n+ x\n");
  EXPECT_EQ(LineDiff("", "a\n"), "+ a\n");
  EXPECT_EQ(LineDiff("a\n", ""), "- a\n");
}

}  // namespace
}  // namespace fuse_dirents
