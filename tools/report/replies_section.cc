// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "differential/input.h"
#include "differential/recipe.h"
#include "tools/dump_reply.h"
#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

// Longer replies are not drawn.
constexpr size_t kMaxDrawnBytes = 4096;

// Whether it is a reply, which a client reads.
bool IsReply(const Reply& reply) { return !reply.format.empty(); }

std::string Drawing(const Reply& reply) {
  const auto format = ParseFormat(reply.format);
  const std::string bytes = reply.Bytes();
  const Input input = DecodeInput(bytes);
  if (!format || !input.choices.profile->Supports(*format)) return "";
  if (input.reply.size() > kMaxDrawnBytes) {
    return fmt::format("<p>{}, too long to draw here.</p>\n",
                       Count(input.reply.size(), "byte"));
  }
  return "<pre tabindex=\"0\">" +
         Escape(DumpReply(*format, input.reply, *input.choices.profile, 4096)) +
         "</pre>\n";
}

std::string Article(const Reply& reply) {
  std::string html = fmt::format("<article><h3>{}</h3>\n", Escape(reply.title));
  if (!reply.words.empty()) {
    html += fmt::format("<p>{}</p>\n", Escape(reply.words));
  }
  if (IsReply(reply)) html += Drawing(reply);
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
      .lead = "Each is shown as the client that its profile names reads it.",
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
