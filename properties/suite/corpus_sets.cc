// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/input.h"
#include "pagemap/layout.h"
#include "properties/suite/case_sets.h"

namespace fuse_dirents {
namespace {

Case CaseOf(const Subject& subject, const InputFile& file) {
  const Input input = DecodeInput(file.bytes);
  Case c;
  c.format = file.format;
  c.raw = input.reply;
  c.choices = input.choices;
  c.choices.profile = subject.profile;
  return c;
}

void EachFile(const Subject& subject, std::span<const InputFile> files,
              const CaseVisitor& visit) {
  for (const InputFile& file : files) {
    if (!subject.Takes(file.format)) continue;
    Case c = CaseOf(subject, file);
    if (!visit(c)) return;
    for (const NamedLayout& named : DefaultLayouts()) {
      c.choices.layout = named.layout;
      if (!visit(c)) return;
    }
  }
}

}  // namespace

std::vector<CaseSet> CorpusSets(const Subject& subject,
                                std::span<const InputFile> files) {
  size_t taken = 0;
  for (const InputFile& file : files) taken += subject.Takes(file.format);
  return {{.name = "corpus",
           .size = taken * (1 + DefaultLayouts().size()),
           .for_each = [&subject, files](const CaseVisitor& visit) {
             EachFile(subject, files, visit);
           }}};
}

}  // namespace fuse_dirents
