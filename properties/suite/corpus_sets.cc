// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fstream>
#include <iterator>

#include "differential/input.h"
#include "pagemap/layout.h"
#include "properties/suite/case_sets.h"

namespace fuse_dirents {
namespace {

Case CaseOf(const Subject& subject, const CorpusFile& file) {
  const Input input = DecodeInput(file.bytes);
  Case c;
  c.format = file.format;
  c.raw = input.reply;
  c.choices = input.choices;
  c.choices.profile = subject.profile;
  return c;
}

void EachFile(const Subject& subject, std::span<const CorpusFile> files,
              bool every_layout, const CaseVisitor& visit) {
  for (const CorpusFile& file : files) {
    if (!subject.Takes(file.format)) continue;
    Case c = CaseOf(subject, file);
    if (!visit(c)) return;
    if (!every_layout) continue;
    for (const NamedLayout& named : DefaultLayouts()) {
      c.choices.layout = named.layout;
      if (!visit(c)) return;
    }
  }
}

}  // namespace

std::optional<std::vector<CorpusFile>> ReadCorpus(
    std::span<const std::string> paths, std::string* problem) {
  std::vector<CorpusFile> files;
  for (const std::string& path : paths) {
    const bool plus = path.ends_with(".plus");
    if (!plus && !path.ends_with(".dirent")) {
      *problem = path + ": expected a name that ends in .dirent or .plus";
      return std::nullopt;
    }
    std::ifstream stream(path, std::ios::binary);
    CorpusFile file = {path,
                       plus ? RecordFormat::kDirentplus : RecordFormat::kDirent,
                       std::string(std::istreambuf_iterator<char>(stream), {})};
    if (!stream) {
      *problem = path + ": cannot be read";
      return std::nullopt;
    }
    files.push_back(std::move(file));
  }
  return files;
}

std::vector<CaseSet> CorpusSets(const Subject& subject,
                                std::span<const CorpusFile> files) {
  size_t taken = 0;
  for (const CorpusFile& file : files) taken += subject.Takes(file.format);
  const auto each = [&subject, files](bool every_layout) {
    return [&subject, files, every_layout](const CaseVisitor& visit) {
      EachFile(subject, files, every_layout, visit);
    };
  };
  return {{.name = "corpus",
           .size = taken * (1 + DefaultLayouts().size()),
           .for_each = each(true)},
          {.name = "leaks",
           .question = CaseSet::kLeaks,
           .size = taken,
           .for_each = each(false)}};
}

}  // namespace fuse_dirents
