// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/explain/explain_text.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "fmt/format.h"
#include "tools/capture/fuse_protocol.h"
#include "tools/explain/comparison.h"

namespace fuse_dirents {
namespace {

// Characters of a name that a row shows.
constexpr size_t kMaxName = 18, kNameWidth = 21;
// Rows at the start and at the end of a long table.
constexpr size_t kFirstRows = 24, kLastRows = 8;

std::string EntryCell(const Verdict& verdict, size_t record) {
  switch (verdict.entries[record]) {
    case EntryFate::kEmitted:
      return "emit";
    case EntryFate::kTypeCut:
      return "emit8";
    case EntryFate::kHidden:
      return "hide";
    case EntryFate::kDropped:
      return "drop";
    case EntryFate::kRefused:
      return verdict.error == 0 ? "stop" : ErrorText(verdict.error);
    case EntryFate::kUnread:
      return "unread";
    case EntryFate::kAgain:
      return "again";
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string_view LookupCell(LookupFate fate) {
  switch (fate) {
    case LookupFate::kNone:
      return "";
    case LookupFate::kLinked:
      return " link";
    case LookupFate::kForgotten:
      return " forget";
    case LookupFate::kLeaked:
      return " leak";
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string Cell(const Verdict& verdict, size_t record) {
  return EntryCell(verdict, record) +
         std::string(LookupCell(verdict.lookups[record]));
}

char Letter(size_t group) { return static_cast<char>('A' + group); }

std::string Shortened(std::string_view name) {
  std::string quoted = Quote(name.substr(0, kMaxName));
  if (name.size() <= kMaxName && quoted.size() <= kMaxName) return quoted;
  quoted.resize(kMaxName - 4);
  return quoted + "...\"";
}

std::string StopSentence(const NumberedReply& reply, const Verdict& verdict) {
  if (verdict.ended_full) {
    return fmt::format("the caller's buffer is full at record {}",
                       verdict.stop_record);
  }
  const std::string_view row = RowOf(verdict.stop);
  if (row.empty()) return "reads to the end of the reply";
  return fmt::format("stops at {}byte {}: {}",
                     verdict.stop_record < reply.records().size()
                         ? fmt::format("record {}, ", verdict.stop_record)
                         : "",
                     verdict.stop_at, row);
}

class Explainer {
 public:
  explicit Explainer(const NumberedReply& reply)
      : reply_(reply),
        verdicts_(reply.Verdicts()),
        groups_(GroupsOf(verdicts_)) {
    for (size_t i = 1; i < groups_.size(); ++i) {
      differences_.push_back(DifferenceOf(reply, Of(0), Of(i)));
      const auto record = differences_.back().record;
      if (record) marked_.insert(*record);
    }
  }

  std::string Text() {
    Outcomes();
    if (!reply_.records().empty()) Table();
    Differences();
    return out_;
  }

 private:
  const Verdict& Of(size_t group) const {
    return verdicts_[groups_[group].front()];
  }
  std::string_view NameOfGroup(size_t group) const {
    return Of(group).profile->name;
  }

  void Outcomes() {
    for (size_t i = 0; i < groups_.size(); ++i) {
      const Verdict& verdict = Of(i);
      out_ += fmt::format("{} ", Letter(i));
      for (const size_t member : groups_[i]) {
        out_ += fmt::format(" {}", verdicts_[member].profile->name);
      }
      out_ += fmt::format(
          "\n   returns {} with {} of {} names; next offset {}{}\n   {}\n",
          ErrorText(verdict.error), verdict.emitted, reply_.records().size(),
          verdict.pos,
          verdict.ends_directory() ? "; the end of the directory" : "",
          StopSentence(reply_, verdict));
    }
    std::string silent;
    for (const Verdict& verdict : verdicts_) {
      if (!verdict.asks) silent += fmt::format(" {}", verdict.profile->name);
    }
    if (!silent.empty()) {
      out_ += fmt::format("-  {}\n   never asks for {}\n", silent.substr(1),
                          OpcodeName(reply_.format()));
    }
  }

  struct Row {
    size_t first, last;  // Records.
    std::vector<std::string> cells;
  };

  std::vector<Row> Rows() const {
    std::vector<Row> rows;
    for (size_t i = 0; i < reply_.records().size(); ++i) {
      std::vector<std::string> cells;
      for (size_t group = 0; group < groups_.size(); ++group) {
        cells.push_back(Cell(Of(group), i));
      }
      if (!rows.empty() && rows.back().cells == cells && !marked_.contains(i) &&
          !marked_.contains(i - 1)) {
        rows.back().last = i;
      } else {
        rows.push_back({i, i, std::move(cells)});
      }
    }
    return rows;
  }

  void Table() {
    const std::vector<Row> rows = Rows();
    std::vector<size_t> widths(groups_.size(), 4);
    for (const Row& row : rows) {
      for (size_t i = 0; i < widths.size(); ++i) {
        widths[i] = std::max(widths[i], row.cells[i].size());
      }
    }
    const auto line = [&](std::string text, const auto& cell) {
      for (size_t i = 0; i < widths.size(); ++i) {
        text += fmt::format("  {:<{}}", cell(i), widths[i]);
      }
      text.erase(text.find_last_not_of(' ') + 1);
      out_ += text + "\n";
    };
    const auto title = [](char mark, std::string_view numbers,
                          std::string_view name) {
      return fmt::format("{} {:<9} {:<{}}", mark, numbers, name, kNameWidth);
    };
    out_ += "\n";
    line(title(' ', "record", "name"), Letter);
    size_t left_out = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      const bool marked = marked_.contains(row.first);
      if (i >= kFirstRows && i + kLastRows < rows.size() && !marked) {
        ++left_out;
        continue;
      }
      if (left_out > 0) out_ += fmt::format("  ... {} more rows\n", left_out);
      left_out = 0;
      const std::string name = Shortened(reply_.NameOf(row.first)) +
                               (row.first == row.last ? "" : " ..");
      const std::string numbers =
          row.first == row.last ? fmt::format("{}", row.first)
                                : fmt::format("{}..{}", row.first, row.last);
      line(title(marked ? '>' : ' ', numbers, name),
           [&](size_t group) { return row.cells[group]; });
    }
    line(title(' ', "", "names lost"), [&](size_t i) { return Of(i).lost; });
    if (reply_.format() == RecordFormat::kDirentplus) {
      line(title(' ', "", "lookups leaked"),
           [&](size_t i) { return Of(i).leaked; });
    }
  }

  void Differences() {
    for (size_t i = 1; i < groups_.size(); ++i) {
      const VerdictDifference& difference = differences_[i - 1];
      out_ += fmt::format(
          "\nA and {} differ first {}, by RULES.md:\n", Letter(i),
          difference.record ? fmt::format("at record {}", *difference.record)
                            : "in how they end");
      for (const RowDifference& rule : difference.rules) {
        out_ +=
            fmt::format("  {}: {} for {}, {} for {}\n", rule.title, rule.first,
                        NameOfGroup(0), rule.second, NameOfGroup(i));
      }
    }
  }

  const NumberedReply& reply_;
  const std::vector<Verdict> verdicts_;
  const std::vector<Group> groups_;
  std::vector<VerdictDifference> differences_;  // Of A and each later group.
  std::set<size_t> marked_;
  std::string out_;
};

}  // namespace

std::string ExplainText(const NumberedReply& reply) {
  return Explainer(reply).Text();
}

}  // namespace fuse_dirents
