// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/help/topics.h"

#include "base/check.h"
#include "base/embedded_files.h"

extern "C" const char fuse_dirents_help_pages[], fuse_dirents_help_pages_end[];

namespace fuse_dirents {
namespace {

struct Page {
  std::string_view name, path;
};

// In the order of `dirents help`.  BUILD embeds the same files.
constexpr Page kPages[] = {
    {"porting", "parser/PORTING.md"},
    {"abi", "parser/parser_under_test.h"},
    {"rules", "parser/RULES.md"},
    {"wire-format", "parser/WIRE_FORMAT.md"},
    {"layouts", "pagemap/LAYOUTS.md"},
    {"recipes", "differential/RECIPES.md"},
    {"exit-status", "tools/help/EXIT_STATUS.md"},
};

// The first heading of a page in Markdown.
std::string_view Title(std::string_view text) {
  constexpr std::string_view kHeading = "# ";
  if (!text.starts_with(kHeading)) return "The header of the C ABI";
  return text.substr(kHeading.size(), text.find('\n') - kHeading.size());
}

std::vector<HelpTopic> ReadTopics() {
  const auto files =
      EmbeddedFiles(fuse_dirents_help_pages, fuse_dirents_help_pages_end);
  std::vector<HelpTopic> topics;
  for (const Page& page : kPages) {
    for (const EmbeddedFile& file : files) {
      if (file.path != page.path) continue;
      topics.push_back({page.name, Title(file.bytes), file.bytes});
    }
  }
  FUSE_DIRENTS_CHECK(topics.size() == std::size(kPages));
  FUSE_DIRENTS_CHECK(topics.size() == files.size());
  return topics;
}

}  // namespace

const std::vector<HelpTopic>& HelpTopics() {
  static const std::vector<HelpTopic>& topics =
      *new std::vector<HelpTopic>(ReadTopics());
  return topics;
}

}  // namespace fuse_dirents
