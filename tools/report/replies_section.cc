// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <utility>

#include "differential/input.h"
#include "differential/recipe.h"
#include "parser/profile/profile.h"
#include "tools/draw/draw_reply.h"
#include "tools/read_file.h"
#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

// The reply on its pages.
std::string Drawing(const Reply& reply) {
  const std::string bytes = reply.Bytes();
  Input input = DecodeInput(bytes);
  const LoadedReply loaded = {
      *ParseFormat(reply.format), std::string(input.reply),
      std::move(input.choices), bytes.size() - input.reply.size()};
  // A client that never asks for the format reads nothing.
  const Profile& own = *loaded.choices.profile;
  const Profile& profile = own.Supports(loaded.format) ? own : LinuxProfile();
  std::string svg = DrawOnPages(reply.path, loaded, 0, profile);
  // As a part of HTML.
  svg.erase(0, svg.find("<svg"));
  constexpr std::string_view kNamespace =
      " xmlns=\"http://www.w3.org/2000/svg\"";
  svg.erase(svg.find(kNamespace), kNamespace.size());
  return fmt::format(
      "<div class=\"drawing\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\">\n{}</div>\n",
      Escape(reply.path), svg);
}

std::string Article(const Reply& reply) {
  std::string html = fmt::format("<article><h3>{}</h3>\n", Escape(reply.title));
  if (!reply.words.empty()) {
    html += fmt::format("<p>{}</p>\n", Escape(reply.words));
  }
  if (reply.is_reply()) html += Drawing(reply);
  if (!reply.command.empty()) {
    html +=
        fmt::format("<p class=\"again\">Again: {}</p>\n", Code(reply.command));
  }
  return html + "</article>\n";
}

// The replies of one kind; `none` if there are none.
std::string Articles(const RepliesPart& part, std::string_view kind,
                     std::string_view title, std::string_view none) {
  std::string html;
  for (const Reply& reply : part.replies) {
    if (reply.kind == kind) html += Article(reply);
  }
  if (html.empty()) html = fmt::format("<p>{}</p>\n", none);
  return fmt::format("<div id=\"{}\"><h3>{}</h3>\n{}</div>\n", kind, title,
                     html);
}

}  // namespace

std::string RepliesSection(const RepliesPart& part) {
  Section section = {
      .id = "replies",
      .title = "Findings, as replies",
      .lead =
          "Each reply is drawn on its pages, as the client that its "
          "profile names reads it.",
      .body = {}};
  section.body =
      Articles(part, kFinding, "This campaign", "The campaign found nothing.") +
      Articles(part, kRegression, "Earlier campaigns",
               "There are none in corpus/regressions.") +
      Articles(part, kHistory, "Past bugs of clients and servers",
               "corpus/HISTORY.md lists none.");
  return ToHtml(section, part.origin);
}

}  // namespace fuse_dirents
