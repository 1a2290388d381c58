// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The pages that `dirents help TOPIC` prints.

#ifndef FUSE_DIRENTS_TOOLS_HELP_TOPICS_H_
#define FUSE_DIRENTS_TOOLS_HELP_TOPICS_H_

#include <string_view>
#include <vector>

namespace fuse_dirents {

struct HelpTopic {
  std::string_view name;   // "wire-format"
  std::string_view title;  // Of the page.
  std::string_view text;   // All of the page.
};

// Every page of the tree that is part of the program.
const std::vector<HelpTopic>& HelpTopics();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_HELP_TOPICS_H_
