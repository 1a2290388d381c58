// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/manifest.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "base/digest.h"
#include "corpus/gate/golden.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

struct Line {
  std::string bytes;  // "DIGEST SIZE".
  std::string trace;
};
using Lines = std::map<std::string, Line, std::less<>>;  // By path.

std::string BytesOf(std::string_view contents) {
  return fmt::format("{} {}", DigestOf(contents).ToText(), contents.size());
}

Line LineOf(std::string_view path, std::string_view contents) {
  const auto format = FormatOf(path);
  return {BytesOf(contents),
          format && !IsCurated(path)
              ? DigestOf(GoldenText(*format, contents)).ToText()
              : "-"};
}

std::string TextOf(const Lines& lines) {
  std::string text;
  for (const auto& [path, line] : lines) {
    text += fmt::format("{} {} {}\n", line.bytes, line.trace, path);
  }
  return text;
}

// Reads any text.  TextOf() gives it back if it is a manifest.
Lines ReadLines(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  std::string digest, size, trace, path;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    words >> digest >> size >> trace;
    words.ignore(1);
    std::getline(words, path);
    lines[path] = {digest + " " + size, trace};
  }
  return lines;
}

const std::string& TextIn(const CorpusFiles& files) {
  static const std::string none;
  const auto file = files.find(kManifest);
  return file == files.end() ? none : file->second;
}

}  // namespace

std::string ManifestOf(const CorpusFiles& files) {
  Lines lines;
  for (const auto& [path, contents] : files) {
    if (path != kManifest) lines[path] = LineOf(path, contents);
  }
  return TextOf(lines);
}

std::string ManifestWith(const CorpusFiles& files, const CorpusFiles& added) {
  Lines lines = ReadLines(TextIn(files));
  for (const auto& [path, contents] : added) {
    lines[path] = LineOf(path, contents);
  }
  return TextOf(lines);
}

std::vector<std::string> CheckManifest(const CorpusFiles& files) {
  if (!files.contains(kManifest))
    return {fmt::format("{}: missing", kManifest)};
  std::vector<std::string> problems;
  const std::string& text = TextIn(files);
  const Lines lines = ReadLines(text);
  if (const std::string expected = TextOf(lines); text != expected) {
    const auto differs = std::ranges::mismatch(text, expected).in1;
    problems.push_back(
        fmt::format("{}:{}: expected DIGEST SIZE TRACE PATH, sorted by path",
                    kManifest, 1 + std::count(text.begin(), differs, '\n')));
  }
  for (const auto& [path, contents] : files) {
    if (path == kManifest) continue;
    const auto line = lines.find(path);
    if (line == lines.end()) {
      problems.push_back(path + ": not in the manifest");
    } else if (const std::string bytes = BytesOf(contents);
               bytes != line->second.bytes) {
      problems.push_back(fmt::format("{}: digest and size are {}, expected {}",
                                     path, bytes, line->second.bytes));
    } else if ((line->second.trace == "-") !=
               (IsCurated(path) || !FormatOf(path))) {
      problems.push_back(path + ": the manifest's trace is " +
                         line->second.trace);
    }
  }
  for (const auto& [path, line] : lines) {
    if (!files.contains(path)) {
      problems.push_back(path + ": missing, the manifest lists it");
    }
  }
  return problems;
}

std::string TraceDigestIn(const CorpusFiles& files, std::string_view path) {
  const std::string& text = TextIn(files);
  const size_t end = text.find(fmt::format(" {}\n", path));
  if (end == text.npos) return "";
  const size_t start = text.rfind(' ', end - 1) + 1;
  return text.substr(start, end - start);
}

}  // namespace fuse_dirents
