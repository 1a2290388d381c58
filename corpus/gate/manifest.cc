// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/manifest.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/digest.h"
#include "corpus/gate/golden.h"

namespace fuse_dirents {
namespace {

struct Line {
  std::string bytes;  // "DIGEST SIZE".
  std::string trace;
};

std::string BytesOf(std::string_view contents) {
  return DigestOf(contents).ToText() + " " + std::to_string(contents.size());
}

// Removes the word before the next space from *rest and returns it.
std::string_view TakeWord(std::string_view* rest) {
  const size_t space = rest->find(' ');
  const std::string_view word = rest->substr(0, space);
  rest->remove_prefix(space == rest->npos ? rest->size() : space + 1);
  return word;
}

std::string LineOf(std::string_view path, std::string_view contents) {
  const auto format = FormatOf(path);
  const std::string trace =
      format && !IsCurated(path)
          ? DigestOf(GoldenText(*format, contents)).ToText()
          : "-";
  return BytesOf(contents) + " " + trace + " " + std::string(path) + "\n";
}

// The lines by path.  Adds malformed lines to *problems.
std::map<std::string, Line, std::less<>> ReadManifest(
    std::string_view text, std::vector<std::string>* problems) {
  std::map<std::string, Line, std::less<>> lines;
  const std::string file(kManifest);
  std::string last;
  size_t number = 0;
  while (!text.empty()) {
    const std::string where = file + ":" + std::to_string(++number) + ": ";
    const size_t end = text.find('\n');
    if (end == text.npos) {
      problems->push_back(where + "the last line has no end");
    }
    std::string_view rest = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    const std::string_view digest = TakeWord(&rest);
    const std::string_view size = TakeWord(&rest);
    const std::string_view trace = TakeWord(&rest);
    const std::string path(rest);
    if (digest.empty() || size.empty() || trace.empty() || path.empty()) {
      problems->push_back(where + "expected DIGEST SIZE TRACE PATH");
      continue;
    }
    if (path <= last) {
      problems->push_back(where + path + ": not sorted behind " + last);
    }
    last = path;
    lines[path] = {std::string(digest) + " " + std::string(size),
                   std::string(trace)};
  }
  return lines;
}

}  // namespace

std::string ManifestOf(const CorpusFiles& files) {
  std::string manifest;
  for (const auto& [path, contents] : files) {
    if (path != kManifest) manifest += LineOf(path, contents);
  }
  return manifest;
}

std::string ManifestWith(const CorpusFiles& files, std::string_view path,
                         std::string_view contents) {
  const auto present = files.find(kManifest);
  std::string manifest = present == files.end() ? "" : present->second;
  size_t at = 0;
  while (at < manifest.size()) {
    const size_t end =
        std::min(manifest.find('\n', at), manifest.size() - 1) + 1;
    std::string_view rest(manifest.data() + at, end - 1 - at);
    for (int i = 0; i < 3; ++i) TakeWord(&rest);
    if (rest > path) break;
    at = end;
  }
  return manifest.insert(at, LineOf(path, contents));
}

std::vector<std::string> CheckManifest(const CorpusFiles& files) {
  std::vector<std::string> problems;
  const auto manifest = files.find(kManifest);
  if (manifest == files.end()) {
    return {std::string(kManifest) + ": missing"};
  }
  const auto lines = ReadManifest(manifest->second, &problems);
  for (const auto& [path, contents] : files) {
    if (path == kManifest) continue;
    const auto line = lines.find(path);
    if (line == lines.end()) {
      problems.push_back(path + ": not in the manifest");
    } else if (const std::string bytes = BytesOf(contents);
               bytes != line->second.bytes) {
      problems.push_back(path + ": digest and size are " + bytes +
                         ", expected " + line->second.bytes);
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
  const auto manifest = files.find(kManifest);
  if (manifest == files.end()) return "";
  std::vector<std::string> ignored;
  const auto lines = ReadManifest(manifest->second, &ignored);
  const auto line = lines.find(path);
  return line == lines.end() ? "" : line->second.trace;
}

}  // namespace fuse_dirents
