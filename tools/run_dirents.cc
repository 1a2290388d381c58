// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/run_dirents.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "base/process.h"
#include "base/text.h"

namespace fuse_dirents {

namespace fs = std::filesystem;

std::string Runfile(const std::string& path) {
  // Bazel starts tests in the workspace's folder of the runfiles.
  static const fs::path start = fs::current_path();
  return start / path;
}

Words NamesIn(const std::string& directory) {
  Words names;
  for (const fs::path& path : SortedEntries(directory)) {
    names.push_back(path.filename());
  }
  return names;
}

void ExpectBadInput(const RunResult& run, const Words& parts) {
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(run.err.starts_with("dirents: ")) << run.err;
  EXPECT_EQ(std::ranges::count(run.err, '\n'), 1) << run.err;
  EXPECT_TRUE(run.err.ends_with("\n")) << run.err;
  for (const std::string& part : parts) {
    EXPECT_NE(run.err.find(part), run.err.npos)
        << "expected \"" << part << "\" in: " << run.err;
  }
}

std::vector<Example> ExamplesOf(const std::string& page) {
  constexpr std::string_view kIndent = "    ", kPrompt = "    $ ";
  std::vector<Example> examples;
  bool inside = false;
  std::string blank_lines;
  for (const std::string& line : Split(page, '\n')) {
    if (line.starts_with(kPrompt)) {
      examples.push_back({line.substr(kPrompt.size()), ""});
      inside = true;
      blank_lines.clear();
    } else if (inside && line.starts_with(kIndent)) {
      // The output has the blank lines that stand between its lines.
      examples.back().output +=
          blank_lines + line.substr(kIndent.size()) + "\n";
      blank_lines.clear();
    } else if (inside && line.empty()) {
      blank_lines += "\n";
    } else {
      inside = false;
      blank_lines.clear();
    }
  }
  return examples;
}

testing::AssertionResult IsAsShown(const std::string& printed,
                                   const std::string& shown) {
  const Words got = Split(printed, '\n'), want = Split(shown, '\n');
  size_t at = 0;
  bool skips = false;
  for (const std::string& line : want) {
    if (line == "...") {
      skips = true;
      continue;
    }
    if (skips) {
      while (at < got.size() && got[at] != line) ++at;
      skips = false;
    }
    if (at == got.size() || got[at] != line) {
      return testing::AssertionFailure() << "expected the line\n"
                                         << line << "\nin\n"
                                         << printed;
    }
    ++at;
  }
  if (!skips && at < got.size()) {
    return testing::AssertionFailure() << "unexpected line\n"
                                       << got[at] << "\nin\n"
                                       << printed;
  }
  return testing::AssertionSuccess();
}

RunResult DirentsTest::Run(Words arguments, const Words& more) const {
  unsetenv("BUILD_WORKING_DIRECTORY");
  arguments.insert(arguments.begin(), Runfile("tools/dirents"));
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::string problem;
  auto run =
      RunProcess({.argv = arguments, .directory = directory_.path()}, &problem);
  EXPECT_TRUE(run) << problem;
  return {run->ending.status(), std::move(run->out), std::move(run->err)};
}

RunResult DirentsTest::RunExample(const Example& example) const {
  Words words = Split(example.command, ' ');
  EXPECT_EQ(words.at(0), "dirents");
  words.erase(words.begin());
  return Run(words);
}

std::string DirentsTest::Write(const std::string& name,
                               std::string_view contents) const {
  MustWriteFile(Path(name), contents);
  return name;
}

std::string DirentsTest::WriteScript(const std::string& name,
                                     const std::string& text) const {
  Write(name, "#!/bin/sh\n" + text + "\n");
  fs::permissions(Path(name), fs::perms::owner_all);
  return name;
}

std::map<std::string, std::string> DirentsTest::Tree() const {
  std::map<std::string, std::string> tree;
  for (const auto& entry :
       fs::recursive_directory_iterator(directory_.path())) {
    tree[entry.path()] =
        entry.is_directory() ? "/" : MustReadFile(entry.path());
  }
  return tree;
}

void DirentsTest::ExpectRefused(const Words& arguments,
                                const Words& parts) const {
  SCOPED_TRACE(testing::PrintToString(arguments));
  const auto before = Tree();
  ExpectBadInput(Run(arguments), parts);
  EXPECT_TRUE(Tree() == before);
}

}  // namespace fuse_dirents
