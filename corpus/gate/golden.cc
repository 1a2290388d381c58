// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/golden.h"

#include <utility>
#include <vector>

#include "differential/input.h"
#include "differential/parser_list.h"
#include "differential/runner.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kSection = "== ";

// The text up to the next section or the end; removes it from *rest.
std::string_view TakeSection(std::string_view* rest) {
  size_t end = rest->find("\n== ");
  end = end == rest->npos ? rest->size() : end + 1;
  const std::string_view section = rest->substr(0, end);
  rest->remove_prefix(end);
  return section;
}

}  // namespace

std::string GoldenText(RecordFormat format, std::string_view bytes) {
  Input input = DecodeInput(bytes);
  Runner runner(OurParsers().first(1));
  // Names of profiles -> their trace.
  std::vector<std::pair<std::string, std::string>> sections;
  for (const Profile& profile : AllProfiles()) {
    input.choices.profile = &profile;
    const std::string text =
        runner.TraceOf(OurParsers().front(), format, input.reply, input.choices)
            .value()
            .ToText();
    bool known = false;
    for (auto& [names, other] : sections) {
      if (other != text) continue;
      names += " " + std::string(profile.name);
      known = true;
      break;
    }
    if (!known) sections.emplace_back(profile.name, text);
  }
  std::string golden;
  for (const auto& [names, text] : sections) {
    golden += std::string(kSection) + names + "\n" + text;
  }
  return golden;
}

std::optional<std::map<std::string, Trace, std::less<>>> ParseGolden(
    std::string_view text, std::string* problem) {
  std::map<std::string, Trace, std::less<>> traces;
  if (!text.starts_with(kSection)) {
    *problem = "line 1: expected '== ' and the names of profiles";
    return std::nullopt;
  }
  while (!text.empty()) {
    std::string_view section = TakeSection(&text);
    const size_t line_end = section.find('\n');
    if (line_end == section.npos) {
      *problem = "the last section has no trace";
      return std::nullopt;
    }
    std::string_view names =
        section.substr(kSection.size(), line_end - kSection.size());
    const std::string headline(names);
    const auto trace = Trace::FromText(section.substr(line_end + 1), problem);
    if (!trace) {
      *problem = "section '" + headline + "': " + *problem;
      return std::nullopt;
    }
    while (!names.empty()) {
      const size_t space = names.find(' ');
      const std::string name(names.substr(0, space));
      names.remove_prefix(space == names.npos ? names.size() : space + 1);
      if (FindProfile(name) == nullptr) {
        *problem =
            "section '" + headline + "': no profile is called '" + name + "'";
        return std::nullopt;
      }
      if (!traces.try_emplace(name, *trace).second) {
        *problem = "profile '" + name + "' stands there twice";
        return std::nullopt;
      }
    }
  }
  for (const Profile& profile : AllProfiles()) {
    if (!traces.contains(profile.name)) {
      *problem = "profile '" + std::string(profile.name) + "' is missing";
      return std::nullopt;
    }
  }
  return traces;
}

}  // namespace fuse_dirents
